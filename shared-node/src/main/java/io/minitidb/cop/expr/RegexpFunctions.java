package io.minitidb.cop.expr;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Vector;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// REGEXP and the functions around it. Positions count characters from 1.
final class RegexpFunctions {
  private static final long MAX_READS = 20_000_000;

  static final List<Function> ALL =
      List.of(
          new Function(
              4313,
              "regexp",
              Kind.STRING,
              (call, args, rows, out, context) -> {
                String collation = call.type().collation().ignoresCase() ? "i" : "";
                Bodies.truths((a, i, c) -> matches(a, i, collation))
                    .eval(call, args, rows, out, context);
              }),
          new Function(
              4319,
              "regexp_substr",
              Kind.STRING,
              Bodies.texts((a, i, c) -> {
                Matcher m = matcher(a, i, 4);
                return find(m, occurrence(a, i, 3)) ? m.group() : null;
              })),
          new Function(
              4315,
              "regexp_instr",
              Kind.STRING,
              Bodies.integers((a, i, c) -> {
                Matcher m = matcher(a, i, 5);
                if (!find(m, occurrence(a, i, 3))) {
                  return 0L;
                }
                boolean end = a.length > 4 && a[4].getLong(i) == 1;
                String text = a[0].getString(i);
                return text.codePointCount(0, end ? m.end() : m.start()) + 1L;
              })),
          new Function(
              4317, "regexp_replace", Kind.STRING, Bodies.texts(RegexpFunctions::replace)));

  private RegexpFunctions() {}

  /// (text, pattern, options).
  private static boolean matches(Vector[] args, int row, String collation) {
    String options = args.length > 2 ? args[2].getString(row) : "";
    Pattern pattern = compile(args[1].getString(row), collation + options);
    return find(pattern.matcher(new BoundedText(args[0].getString(row), MAX_READS)), 1);
  }

  /// (text, pattern, position, occurrence, ...): a matcher that begins at the position.
  private static Matcher matcher(Vector[] args, int row, int options) {
    String text = args[0].getString(row);
    Pattern pattern =
        compile(args[1].getString(row), args.length > options ? args[options].getString(row) : "");
    return from(text, pattern, args.length > 2 ? args[2].getLong(row) : 1);
  }

  private static Matcher from(String text, Pattern pattern, long position) {
    int length = text.codePointCount(0, text.length());
    if (position < 1 || position > length + 1L) {
      throw new EvalException(3686, "Index out of bounds in regular expression search.");
    }
    Matcher matcher = pattern.matcher(new BoundedText(text, MAX_READS));
    matcher.region(text.offsetByCodePoints(0, (int) position - 1), text.length());
    matcher.useAnchoringBounds(false).useTransparentBounds(true);
    return matcher;
  }

  private static long occurrence(Vector[] args, int row, int index) {
    return args.length > index ? Math.max(1, args[index].getLong(row)) : 1;
  }

  private static boolean find(Matcher matcher, long occurrence) {
    return guarded(() -> {
      for (long left = occurrence; left > 0; left--) {
        if (!matcher.find()) {
          return false;
        }
      }
      return true;
    });
  }

  /// (text, pattern, replacement[, position[, occurrence[, options]]]); occurrence 0 is every one.
  private static String replace(Vector[] args, int row, EvalContext context) {
    String text = args[0].getString(row);
    Pattern pattern =
        compile(args[1].getString(row), args.length > 5 ? args[5].getString(row) : "");
    Matcher matcher = from(text, pattern, args.length > 3 ? args[3].getLong(row) : 1);
    long only = args.length > 4 ? Math.max(0, args[4].getLong(row)) : 0;
    return guarded(() -> {
      StringBuilder out = new StringBuilder();
      int copied = 0;
      for (long seen = 1; matcher.find() && (only == 0 || seen <= only); seen++) {
        if (only == 0 || seen == only) {
          out.append(text, copied, matcher.start());
          substitute(args[2].getString(row), matcher, out);
          copied = matcher.end();
        }
      }
      return out.append(text, copied, text.length()).toString();
    });
  }

  /// `$n` is a group, a backslash takes the next character as it is.
  private static void substitute(String replacement, Matcher matcher, StringBuilder out) {
    for (int i = 0; i < replacement.length(); i++) {
      char c = replacement.charAt(i);
      boolean more = i + 1 < replacement.length();
      if (c == '\\' && more) {
        out.append(replacement.charAt(++i));
      } else if (c == '$' && more && Character.isDigit(replacement.charAt(i + 1))) {
        int group = replacement.charAt(++i) - '0';
        if (group > matcher.groupCount()) {
          throw new EvalException(3686, "Index out of bounds in regular expression search.");
        }
        out.append(matcher.group(group) == null ? "" : matcher.group(group));
      } else {
        out.append(c);
      }
    }
  }

  private interface Search<T> {
    T run();
  }

  /// Searches, but not for ever: a pattern that goes back and forth too often is an error, as in
  /// MySQL.
  private static <T> T guarded(Search<T> search) {
    try {
      return search.run();
    } catch (StackOverflowError e) {
      throw new EvalException(3698, "Overflow in the regular expression backtrack stack.");
    }
  }

  private static Pattern compile(String regexp, String options) {
    int flags = 0;
    for (int i = 0; i < options.length(); i++) {
      char option = options.charAt(i);
      flags =
          switch (option) {
            case 'c' -> flags & ~(Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
            case 'i' -> flags | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
            case 'm' -> flags | Pattern.MULTILINE;
            case 'n' -> flags | Pattern.DOTALL;
            case 'u' -> flags | Pattern.UNIX_LINES;
            default ->
                throw new EvalException(1210, "Incorrect arguments to regexp: '" + option + "'");
          };
    }
    return Patterns.of(regexp, flags);
  }
}
