package io.minitidb.logfile;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.expr.Expr;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A text that a column must contain to fulfil conditions: `word` for `LIKE '%word%'`, for `REGEXP
/// 'a.*word'` and for `= 'word'`. Looking for its bytes is cheaper than making rows.
public final class RequiredText {
  /// Regular expressions without operators but `.*`.
  private static final Pattern PLAIN = Pattern.compile("([\\w :;,=@%&!\"'<>~`#/-]|\\.\\*)*");

  private RequiredText() {}

  /// Returns the longest text that all values must contain for which `conditions` hold.
  ///
  /// @param conditions of one column alone
  public static Optional<ByteSearch> of(List<Expr> conditions) {
    return conditions.stream()
        .flatMap(condition -> texts(condition).stream())
        .filter(text -> !text.isEmpty() && text.indexOf('\uFFFD') < 0)
        .max(Comparator.comparingInt(String::length))
        .map(text -> new ByteSearch(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> texts(Expr condition) {
    if (!(condition instanceof Expr.Call call)
        || call.function().kind() != Kind.STRING
        || call.type().collation().ignoresCase()
        || call.args().size() < 2) {
      return List.of();
    }
    List<Expr> args = call.args();
    return switch (call.function().name()) {
      case "eq" ->
          args.get(0) instanceof Expr.ColumnRef
              ? equal(args.get(1))
              : args.get(1) instanceof Expr.ColumnRef ? equal(args.get(0)) : List.of();
      case "like" ->
          args.get(0) instanceof Expr.ColumnRef && args.get(2) instanceof Expr.Constant escape
              ? text(args.get(1))
                  .map(pattern -> parts(pattern, (int) escape.value().getLong(0)))
                  .orElse(List.of())
              : List.of();
      case "regexp" ->
          args.get(0) instanceof Expr.ColumnRef && args.size() == 2
              ? text(args.get(1))
                  .filter(pattern -> PLAIN.matcher(pattern).matches())
                  .map(pattern -> List.of(pattern.split("\\.\\*", -1)))
                  .orElse(List.of())
              : List.of();
      default -> List.of();
    };
  }

  private static Optional<String> text(Expr expr) {
    return expr instanceof Expr.Constant constant
            && !constant.isNull()
            && constant.type().kind() == Kind.STRING
        ? Optional.of(constant.value().getString(0))
        : Optional.empty();
  }

  /// Blanks at the end do not count for most collations.
  private static List<String> equal(Expr expr) {
    return text(expr).map(text -> List.of(text.stripTrailing())).orElse(List.of());
  }

  private static List<String> parts(String pattern, int escape) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    int[] points = pattern.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      if (points[i] == escape && i + 1 < points.length) {
        part.appendCodePoint(points[++i]);
      } else if (points[i] == '%' || points[i] == '_') {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.appendCodePoint(points[i]);
      }
    }
    parts.add(part.toString());
    return parts;
  }
}
