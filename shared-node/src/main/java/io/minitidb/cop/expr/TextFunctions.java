package io.minitidb.cop.expr;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Functions that make text of text. Positions count characters from 1; a result has at most 64
/// MiB, `max_allowed_packet`, or it is NULL with warning 1301.
final class TextFunctions {
  private static final long LONGEST = 64L << 20;

  static final List<Function> ALL =
      List.of(
          new Function(
              7045,
              "reverse",
              Kind.STRING,
              Bodies.string(text -> new StringBuilder(text).reverse().toString())),
          new Function(
              100400,
              "repeat",
              Kind.STRING,
              Bodies.texts((a, i, c) -> repeat("repeat", a[0].getString(i), count(a[1], i), c))),
          new Function(
              100401,
              "space",
              Kind.INT,
              Bodies.texts((a, i, c) -> repeat("space", " ", count(a[0], i), c))),
          new Function(
              100402, "lpad", Kind.STRING, Bodies.texts((a, i, c) -> pad("lpad", true, a, i, c))),
          new Function(
              100403, "rpad", Kind.STRING, Bodies.texts((a, i, c) -> pad("rpad", false, a, i, c))),
          new Function(7022, "insert", Kind.STRING, Bodies.texts((a, i, c) -> insert(a, i))),
          new Function(100404, "trim_text", Kind.STRING, Bodies.texts((a, i, c) -> trim(a, i))),
          new Function(100405, "elt", Kind.STRING, TextFunctions::elt),
          new Function(100406, "quote", Kind.STRING, TextFunctions::quote),
          new Function(100407, "soundex", Kind.STRING, Bodies.string(TextFunctions::soundex)),
          new Function(
              7003,
              "ascii",
              Kind.STRING,
              Bodies.longs((a, i) -> {
                byte[] bytes = a[0].getBytes(i);
                return bytes.length == 0 ? 0 : bytes[0] & 0xFF;
              })),
          new Function(100408, "ord", Kind.STRING, Bodies.longs((a, i) -> ord(a[0].getString(i)))),
          new Function(
              7001,
              "bit_length",
              Kind.STRING,
              Bodies.longs((a, i) -> a[0].getBytes(i).length * 8L)),
          new Function(
              7052,
              "strcmp",
              Kind.STRING,
              Bodies.longs((a, i) -> Integer.signum(a[0].compareBytes(i, a[1], i)))),
          new Function(
              100409,
              "find_in_set",
              Kind.STRING,
              Bodies.longs((a, i) -> {
                String list = a[1].getString(i);
                return list.isEmpty()
                    ? 0
                    : Arrays.asList(list.split(",", -1)).indexOf(a[0].getString(i)) + 1;
              })),
          new Function(100410, "make_set", Kind.INT, TextFunctions::makeSet),
          new Function(100411, "export_set", Kind.INT, Bodies.texts((a, i, c) -> exportSet(a, i))));

  private TextFunctions() {}

  private static long count(Vector counts, int row) {
    long count = counts.getLong(row);
    return counts.type().unsigned() && count < 0 ? Long.MAX_VALUE : count;
  }

  private static @Nullable String tooLong(String name, EvalContext context) {
    context.warn(
        1301,
        "Result of "
            + name
            + "() was larger than max_allowed_packet ("
            + LONGEST
            + ") - truncated");
    return null;
  }

  private static @Nullable String repeat(
      String name, String text, long count, EvalContext context) {
    if (count <= 0 || text.isEmpty()) {
      return "";
    }
    return count > LONGEST / text.length() ? tooLong(name, context) : text.repeat((int) count);
  }

  private static @Nullable String pad(
      String name, boolean left, Vector[] args, int row, EvalContext context) {
    String text = args[0].getString(row);
    long wanted = count(args[1], row);
    String filler = args[2].getString(row);
    if (wanted < 0) {
      return null;
    }
    int length = text.codePointCount(0, text.length());
    if (wanted <= length) {
      return text.substring(0, text.offsetByCodePoints(0, (int) wanted));
    }
    if (wanted > LONGEST) {
      return tooLong(name, context);
    }
    if (filler.isEmpty()) {
      return "";
    }
    int missing = (int) wanted - length;
    int each = filler.codePointCount(0, filler.length());
    String fill = filler.repeat(missing / each + 1);
    String cut = fill.substring(0, fill.offsetByCodePoints(0, missing));
    return left ? cut + text : text + cut;
  }

  /// (text, position, length, new): replaces that part; a position outside changes nothing.
  private static String insert(Vector[] args, int row) {
    String text = args[0].getString(row);
    long position = args[1].getLong(row);
    long length = args[2].getLong(row);
    int characters = text.codePointCount(0, text.length());
    if (position < 1 || position > characters) {
      return text;
    }
    int from = text.offsetByCodePoints(0, (int) position - 1);
    boolean rest = length < 0 || length > characters - position + 1;
    int to = rest ? text.length() : text.offsetByCodePoints(from, (int) length);
    return text.substring(0, from) + args[3].getString(row) + text.substring(to);
  }

  /// (LEADING, TRAILING or BOTH, what, text).
  private static String trim(Vector[] args, int row) {
    String side = args[0].getString(row);
    String what = args[1].getString(row);
    String text = args[2].getString(row);
    if (what.isEmpty()) {
      return text;
    }
    int from = 0;
    int to = text.length();
    while (!side.equals("TRAILING") && text.startsWith(what, from) && from + what.length() <= to) {
      from += what.length();
    }
    while (!side.equals("LEADING")
        && to - what.length() >= from
        && text.startsWith(what, to - what.length())) {
      to -= what.length();
    }
    return text.substring(from, to);
  }

  private static void elt(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      long index = args[0].isNull(row) ? 0 : args[0].getLong(row);
      if (index < 1 || index >= args.length) {
        out.appendNull();
      } else {
        out.append(args[(int) index], row);
      }
    }
  }

  /// NULL becomes the word, without quotes.
  private static void quote(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      out.appendString(
          args[0].isNull(row)
              ? "NULL"
              : "'"
                  + args[0]
                      .getString(row)
                      .replace("\\", "\\\\")
                      .replace("'", "\\'")
                      .replace("\0", "\\0")
                      .replace("\u001a", "\\Z")
                  + "'");
    }
  }

  /// Vowels do not separate equal codes, and the result is as long as it gets.
  private static String soundex(String text) {
    String codes = "01230120022455012623010202";
    StringBuilder out = new StringBuilder();
    char last = '0';
    for (int i = 0; i < text.length(); i++) {
      char c = Character.toUpperCase(text.charAt(i));
      if (!Character.isLetter(c)) {
        continue;
      }
      char code = c >= 'A' && c <= 'Z' ? codes.charAt(c - 'A') : '0';
      if (out.isEmpty()) {
        out.append(c);
        last = code;
      } else if (code != '0' && code != last) {
        out.append(code);
        last = code;
      }
    }
    return out.isEmpty() ? "" : out.append("0".repeat(Math.max(0, 4 - out.length()))).toString();
  }

  /// The bytes of the first character as one number.
  private static long ord(String text) {
    long value = 0;
    if (!text.isEmpty()) {
      String first = text.substring(0, text.offsetByCodePoints(0, 1));
      for (byte b : first.getBytes(StandardCharsets.UTF_8)) {
        value = value << 8 | b & 0xFF;
      }
    }
    return value;
  }

  /// (bits, text, text, ...): those whose bit is set; NULL ones are left out.
  private static void makeSet(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      if (args[0].isNull(row)) {
        out.appendNull();
        continue;
      }
      StringBuilder set = new StringBuilder();
      boolean first = true;
      for (int i = 1; i < args.length && i <= 64; i++) {
        if ((args[0].getLong(row) >>> (i - 1) & 1) == 1 && !args[i].isNull(row)) {
          set.append(first ? "" : ",").append(args[i].getString(row));
          first = false;
        }
      }
      out.appendString(set.toString());
    }
  }

  /// (bits, on, off[, separator[, how many]]), the lowest bit first.
  private static String exportSet(Vector[] args, int row) {
    String separator = args.length > 3 ? args[3].getString(row) : ",";
    long count = args.length > 4 ? args[4].getLong(row) : 64;
    int bits = count < 0 || count > 64 ? 64 : (int) count;
    StringBuilder set = new StringBuilder();
    for (int i = 0; i < bits; i++) {
      boolean on = (args[0].getLong(row) >>> i & 1) == 1;
      set.append(i == 0 ? "" : separator).append(args[on ? 1 : 2].getString(row));
    }
    return set.toString();
  }
}
