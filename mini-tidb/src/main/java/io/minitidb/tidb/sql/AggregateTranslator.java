package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.AggFunction;
import io.minitidb.cop.exec.SortKey;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Functions;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.plan.Aggregates;
import io.minitidb.tidb.plan.Exprs;
import io.minitidb.tidb.plan.PlanNode;
import io.minitidb.tidb.plan.Pushdown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;

/// GROUP BY with its aggregates and grouping sets.
record AggregateTranslator(Pushdown pushdown, StatementFacts facts) {
  private static final Set<String> TAKES_CONSTANT = Set.of("$GROUP_CONCAT", "APPROX_PERCENTILE");

  /// One aggregate with its arguments as our expressions.
  record Call(SqlAggFunction function, List<Expr> args, boolean distinct) {}

  PlanNode plan(Aggregate aggregate, PlanNode input, RexTranslator rex) {
    if (aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
      return groupingSets(aggregate, input, rex);
    }
    List<Expr> keys = columns(aggregate.getGroupSet().asList(), input.types());
    Aggregates aggregates = new Aggregates(pushdown);
    for (AggregateCall call : aggregate.getAggCallList()) {
      add(call, aggregate, aggregates, input.types(), rex);
    }
    return aggregates.over(input, keys);
  }

  private static List<Expr> columns(List<Integer> positions, List<Type> types) {
    return positions.stream().<Expr>map(at -> new Expr.ColumnRef(at, types.get(at))).toList();
  }

  /// Every row is repeated once per set, with the keys that the set lacks NULL, and the number of
  /// the set is one more key. An empty input has no groups, not even a total, as in MySQL.
  private PlanNode groupingSets(Aggregate aggregate, PlanNode input, RexTranslator rex) {
    List<Integer> keys = aggregate.getGroupSet().asList();
    List<List<Integer>> sets =
        aggregate.getGroupSets().stream().map(set -> List.copyOf(set.asList())).toList();
    PlanNode expanded = new PlanNode.Expand(input, keys, sets);
    int first = input.types().size();
    List<Expr> groupBy = new ArrayList<>();
    for (int i = 0; i <= keys.size(); i++) {
      groupBy.add(new Expr.ColumnRef(first + i, expanded.types().get(first + i)));
    }
    List<AggregateCall> calls = aggregate.getAggCallList();
    Aggregates aggregates = new Aggregates(pushdown);
    calls.stream()
        .filter(call -> !isGrouping(call))
        .forEach(call -> add(call, aggregate, aggregates, input.types(), rex));
    PlanNode grouped = aggregates.over(expanded, groupBy);
    List<Expr> output = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      output.add(new Expr.ColumnRef(i, grouped.types().get(i)));
    }
    int at = groupBy.size();
    for (AggregateCall call : calls) {
      output.add(
          isGrouping(call)
              ? grouping(call, sets, new Expr.ColumnRef(keys.size(), Type.BIGINT))
              : new Expr.ColumnRef(at, grouped.types().get(at)));
      at += isGrouping(call) ? 0 : 1;
    }
    return pushdown.projection(grouped, output);
  }

  private static boolean isGrouping(AggregateCall call) {
    return switch (call.getAggregation().getKind()) {
      case GROUPING, GROUPING_ID -> true;
      default -> false;
    };
  }

  /// GROUPING(a, b): a bit per argument, the last one lowest, set when the row sums over it.
  private static Expr grouping(AggregateCall call, List<List<Integer>> sets, Expr set) {
    List<Expr> cases = new ArrayList<>();
    for (int i = 0; i < sets.size(); i++) {
      long bits = 0;
      for (int arg : call.getArgList()) {
        bits = bits << 1 | (sets.get(i).contains(arg) ? 0 : 1);
      }
      cases.add(Exprs.compare("eq", set, Expr.Constant.of(i, Type.BIGINT)));
      cases.add(Expr.Constant.of(bits, Type.BIGINT));
    }
    cases.add(Expr.Constant.ofNull(Type.BIGINT));
    return new Expr.Call(Functions.get("case", Kind.INT), cases, Type.BIGINT);
  }

  private void add(
      AggregateCall call,
      Aggregate aggregate,
      Aggregates aggregates,
      List<Type> types,
      RexTranslator rex) {
    if (call.hasFilter()) {
      aggregates.count(List.of(filtered(call, types)), call.isDistinct());
      return;
    }
    switch (call.getAggregation().getKind()) {
      // What Calcite makes of NOT IN: whether a group exists.
      case LITERAL_AGG -> aggregates.constant(rex.expr(call.rexList.getFirst()));
      case GROUPING, GROUPING_ID -> aggregates.constant(Expr.Constant.of(0, Type.BIGINT));
      default -> {
        List<Expr> args = new ArrayList<>(columns(call.getArgList(), types));
        int last = args.size() - 1;
        if (TAKES_CONSTANT.contains(call.getAggregation().getName())) {
          literal(aggregate, call.getArgList().get(last))
              .ifPresent(literal -> args.set(last, rex.expr(literal)));
        }
        add(new Call(call.getAggregation(), args, call.isDistinct()), aggregates);
      }
    }
  }

  /// What Calcite makes of NOT IN of several columns that may be NULL: how many rows hold it.
  ///
  /// @throws SqlException 1235 for another aggregate than COUNT(*)
  private static Expr filtered(AggregateCall call, List<Type> types) {
    if (call.getAggregation().getKind() != SqlKind.COUNT || !call.getArgList().isEmpty()) {
      throw NamedFunctions.unsupported("FILTER; write the condition as CASE in the argument");
    }
    Expr condition = columns(List.of(call.filterArg), types).getFirst();
    List<Expr> args =
        List.of(condition, Expr.Constant.of(1, Type.BIGINT), Expr.Constant.ofNull(Type.BIGINT));
    return new Expr.Call(Functions.get("case", Kind.INT), args, Type.BIGINT);
  }

  /// Calcite computes arguments in a projection below; returns the literal that one of them is.
  private static Optional<RexLiteral> literal(Aggregate aggregate, int column) {
    return aggregate.getInput() instanceof Project project
            && project.getProjects().get(column) instanceof RexLiteral literal
        ? Optional.of(literal)
        : Optional.empty();
  }

  /// Adds one aggregate.
  ///
  /// @throws SqlException 1235 for one that we do not have
  void add(Call call, Aggregates aggregates) {
    Expr arg = call.args().isEmpty() ? Expr.Constant.of(0, Type.BIGINT) : call.args().getFirst();
    boolean distinct = call.distinct();
    String name = call.function().getName().toLowerCase(Locale.ROOT);
    switch (name) {
      case "count" -> aggregates.count(call.args(), distinct);
      case "sum", "$sum0" -> aggregates.sum(arg, distinct);
      case "avg" -> aggregates.avg(arg, distinct);
      case "min" -> aggregates.pick(AggFunction.MIN, arg);
      case "max" -> aggregates.pick(AggFunction.MAX, arg);
      case "any_value" -> aggregates.pick(AggFunction.FIRST, arg);
      case "single_value" -> aggregates.pick(AggFunction.SINGLE, arg);
      case "std", "stddev", "stddev_pop" ->
          aggregates.variance(AggFunction.STDDEV_POP, arg, distinct);
      case "stddev_samp" -> aggregates.variance(AggFunction.STDDEV_SAMP, arg, distinct);
      case "variance", "var_pop" -> aggregates.variance(AggFunction.VAR_POP, arg, distinct);
      case "var_samp" -> aggregates.variance(AggFunction.VAR_SAMP, arg, distinct);
      case "bit_and" -> aggregates.bits(AggFunction.BIT_AND, arg);
      case "bit_or" -> aggregates.bits(AggFunction.BIT_OR, arg);
      case "bit_xor" -> aggregates.bits(AggFunction.BIT_XOR, arg);
      case "approx_count_distinct" ->
          aggregates.other(
              AggFunction.APPROX_COUNT_DISTINCT, call.args(), true, Type.BIGINT, List.of());
      case "approx_percentile" -> percentile(call, aggregates);
      case "$group_concat" -> groupConcat(call, aggregates);
      case "$json_arrayagg" ->
          aggregates.other(AggFunction.JSON_ARRAYAGG, call.args(), false, Type.JSON, List.of());
      case "$json_objectagg" ->
          aggregates.other(AggFunction.JSON_OBJECTAGG, call.args(), false, Type.JSON, List.of());
      default -> throw NamedFunctions.unsupported(call.function().getName());
    }
  }

  private static void percentile(Call call, Aggregates aggregates) {
    if (call.args().size() != 2) {
      throw new SqlException(
          SqlError.SYNTAX, "approx_percentile takes a value and a percentage from 1 to 100");
    }
    Expr.Constant percent = constant(call.args().get(1), "the percentage of approx_percentile");
    long value = percent.isNull() ? 0 : percent.value().getLong(0);
    if (value < 1 || value > 100) {
      throw new SqlException(
          SqlError.UNKNOWN, "Percentage value " + value + " is out of range [1, 100]");
    }
    Expr arg = call.args().getFirst();
    aggregates.other(AggFunction.APPROX_PERCENTILE, call.args(), false, arg.type(), List.of());
  }

  private void groupConcat(Call call, Aggregates aggregates) {
    Expr.Constant what = constant(call.args().getLast(), "GROUP_CONCAT in this place");
    AggregateCalls.Layout layout = AggregateCalls.Layout.of(what.value().getString(0));
    List<SortKey> order = new ArrayList<>();
    for (int i = 0; i < layout.directions().length(); i++) {
      boolean descending = layout.directions().charAt(i) == 'D';
      order.add(new SortKey(call.args().get(layout.texts() + i), descending));
    }
    long longest = Long.parseLong(facts.variable("@@group_concat_max_len"));
    List<Expr> args = new ArrayList<>(call.args().subList(0, layout.texts()));
    args.add(Expr.Constant.of(layout.separator()));
    args.add(Expr.Constant.of(longest, Type.BIGINT));
    Type type = Type.varchar((int) Math.min(longest, 65535));
    aggregates.other(AggFunction.GROUP_CONCAT, args, call.distinct(), type, order);
  }

  private static Expr.Constant constant(Expr expr, String what) {
    if (expr instanceof Expr.Constant constant) {
      return constant;
    }
    throw NamedFunctions.unsupported(what + " that is no constant; write a literal");
  }
}
