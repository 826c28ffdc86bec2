package io.minitidb.tidb.explain;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.exec.AggCall;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.exec.SortKey;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Values;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Expressions as EXPLAIN prints them. Columns have their names where those are known, otherwise
/// `Column#n`.
final class ExprText {
  private ExprText() {}

  static String all(List<Expr> exprs, List<String> names) {
    return exprs.stream().map(expr -> of(expr, names)).collect(Collectors.joining(", "));
  }

  static String of(Expr expr, List<String> names) {
    return switch (expr) {
      case Expr.ColumnRef ref ->
          ref.index() < names.size() ? names.get(ref.index()) : "Column#" + (ref.index() + 1);
      case Expr.Constant constant when constant.isParameter() -> "?";
      case Expr.Constant constant when constant.isNull() -> "NULL";
      case Expr.Constant constant ->
          constant.type().kind() == Kind.STRING
              ? "\"" + Values.text(constant.value(), 0) + "\""
              : Values.text(constant.value(), 0);
      case Expr.Call call -> call.function().name() + "(" + all(call.args(), names) + ")";
    };
  }

  static String order(List<SortKey> keys, List<String> names) {
    return keys.stream()
        .map(key -> of(key.expr(), names) + (key.descending() ? ":desc" : ""))
        .collect(Collectors.joining(", "));
  }

  static String aggregation(Operator.Aggregation aggregation, List<String> names) {
    String funcs =
        aggregation.calls().stream()
            .map(call -> call(call, names))
            .collect(Collectors.joining(", "));
    String keys =
        aggregation.groupBy().isEmpty()
            ? ""
            : "group by:" + all(aggregation.groupBy(), names) + ", ";
    return keys + "funcs:" + funcs;
  }

  private static String call(AggCall call, List<String> names) {
    String args = call.args().isEmpty() ? "1" : all(call.args(), names);
    return call.function().name().toLowerCase(Locale.ROOT)
        + "("
        + (call.distinct() ? "distinct " : "")
        + args
        + ")";
  }
}
