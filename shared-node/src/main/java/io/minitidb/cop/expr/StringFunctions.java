package io.minitidb.cop.expr;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.util.List;
import java.util.Locale;

/// Functions of text. Positions count characters from 1.
final class StringFunctions {
  static final List<Function> ALL =
      List.of(
          new Function(4310, "like", Kind.STRING, StringFunctions::like),
          new Function(7006, "concat", Kind.STRING, Bodies.strings(StringFunctions::concat)),
          new Function(7007, "concat_ws", Kind.STRING, StringFunctions::concatWithSeparator),
          new Function(
              7029, "length", Kind.STRING, Bodies.longs((a, i) -> a[0].getBytes(i).length)),
          new Function(
              7005,
              "char_length",
              Kind.STRING,
              Bodies.longs((a, i) -> characters(a[0].getString(i)))),
          new Function(
              7066, "lower", Kind.STRING, Bodies.string(text -> text.toLowerCase(Locale.ROOT))),
          new Function(
              7063, "upper", Kind.STRING, Bodies.string(text -> text.toUpperCase(Locale.ROOT))),
          new Function(
              7026, "ltrim", Kind.STRING, Bodies.string(text -> trimmed(text, true, false))),
          new Function(
              7042, "rtrim", Kind.STRING, Bodies.string(text -> trimmed(text, false, true))),
          new Function(7059, "trim", Kind.STRING, Bodies.string(text -> trimmed(text, true, true))),
          new Function(
              7044,
              "replace",
              Kind.STRING,
              Bodies.strings((a, i) -> {
                String from = a[1].getString(i);
                return from.isEmpty()
                    ? a[0].getString(i)
                    : a[0].getString(i).replace(from, a[2].getString(i));
              })),
          new Function(7053, "substring", Kind.STRING, Bodies.strings(StringFunctions::substring)),
          new Function(
              7027,
              "left",
              Kind.STRING,
              Bodies.strings((a, i) -> cut(a[0].getString(i), 0, a[1].getLong(i)))),
          new Function(
              7047,
              "right",
              Kind.STRING,
              Bodies.strings((a, i) -> {
                String text = a[0].getString(i);
                long length = Math.max(0, a[1].getLong(i));
                return cut(text, Math.max(0, characters(text) - length), length);
              })),
          new Function(
              7024,
              "instr",
              Kind.STRING,
              Bodies.longs((a, i) -> locate(a[0].getString(i), a[1].getString(i)))),
          new Function(
              7030,
              "locate",
              Kind.STRING,
              Bodies.longs((a, i) ->
                  a.length < 3
                      ? locate(a[1].getString(i), a[0].getString(i))
                      : locate(a[1].getString(i), a[0].getString(i), a[2].getLong(i)))),
          new Function(
              7057,
              "substring_index",
              Kind.STRING,
              Bodies.strings((a, i) ->
                  substringIndex(a[0].getString(i), a[1].getString(i), a[2].getLong(i)))));

  private StringFunctions() {}

  private static long characters(String text) {
    return text.codePointCount(0, text.length());
  }

  /// Takes away blanks only, no other white space.
  private static String trimmed(String text, boolean leading, boolean trailing) {
    int from = 0;
    int to = text.length();
    while (leading && from < to && text.charAt(from) == ' ') {
      from++;
    }
    while (trailing && to > from && text.charAt(to - 1) == ' ') {
      to--;
    }
    return text.substring(from, to);
  }

  private static String concat(Vector[] args, int row) {
    StringBuilder out = new StringBuilder();
    for (Vector arg : args) {
      out.append(arg.getString(row));
    }
    return out.toString();
  }

  /// Null arguments are left out; only a null separator makes the result null.
  private static void concatWithSeparator(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      if (args[0].isNull(row)) {
        out.appendNull();
        continue;
      }
      String separator = args[0].getString(row);
      StringBuilder text = new StringBuilder();
      boolean first = true;
      for (int i = 1; i < args.length; i++) {
        if (!args[i].isNull(row)) {
          text.append(first ? "" : separator).append(args[i].getString(row));
          first = false;
        }
      }
      out.appendString(text.toString());
    }
  }

  private static String substring(Vector[] args, int row) {
    String text = args[0].getString(row);
    long length = args.length > 2 ? args[2].getLong(row) : Long.MAX_VALUE;
    long position = args[1].getLong(row);
    long start = position > 0 ? position - 1 : characters(text) + position;
    return position == 0 || start < 0 ? "" : cut(text, start, length);
  }

  private static String cut(String text, long start, long length) {
    long characters = characters(text);
    if (length <= 0 || start >= characters) {
      return "";
    }
    int from = text.offsetByCodePoints(0, (int) start);
    int to =
        length >= characters - start ? text.length() : text.offsetByCodePoints(from, (int) length);
    return text.substring(from, to);
  }

  private static long locate(String text, String part) {
    int at = text.indexOf(part);
    return at < 0 ? 0 : text.codePointCount(0, at) + 1;
  }

  /// Searches from the character `from` on.
  private static long locate(String text, String part, long from) {
    if (from < 1 || from > characters(text) + 1) {
      return 0;
    }
    int at = text.indexOf(part, text.offsetByCodePoints(0, (int) from - 1));
    return at < 0 ? 0 : text.codePointCount(0, at) + 1;
  }

  private static String substringIndex(String text, String delimiter, long count) {
    if (delimiter.isEmpty() || count == 0) {
      return "";
    }
    int at = count > 0 ? -delimiter.length() : text.length();
    for (long left = count; left != 0; left -= Long.signum(count)) {
      int next = at + Long.signum(count) * delimiter.length();
      at = count > 0 ? text.indexOf(delimiter, next) : text.lastIndexOf(delimiter, next);
      if (at < 0) {
        return text;
      }
    }
    return count > 0 ? text.substring(0, at) : text.substring(at + delimiter.length());
  }

  private static void like(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    LikePattern pattern = null;
    for (int row = 0; row < rows; row++) {
      if (Bodies.anyNull(args, row)) {
        out.appendNull();
        continue;
      }
      if (pattern == null || !args[1].isConstant()) {
        pattern =
            LikePattern.of(
                args[1].getString(row), (int) args[2].getLong(row), call.type().collation());
      }
      out.appendBoolean(pattern.matches(args[0].getString(row)));
    }
  }
}
