package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.exec.SortKey;
import io.minitidb.cop.exec.WindowSpec;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.Expr;
import io.minitidb.tidb.plan.Aggregates;
import io.minitidb.tidb.plan.Exprs;
import io.minitidb.tidb.plan.PlanNode;
import io.minitidb.tidb.plan.Pushdown;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Window;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.sql.SqlAggFunction;

/// Window functions: one operator per window, then a projection that puts their results in order.
final class WindowTranslator {
  /// What MySQL too has as an aggregate only.
  private static final Set<String> NOT_OVER =
      Set.of("$GROUP_CONCAT", "APPROX_PERCENTILE", "APPROX_COUNT_DISTINCT", "ANY_VALUE");

  private final Window window;
  private final Pushdown pushdown;
  private final AggregateTranslator aggregates;
  private final RexTranslator rex;
  private final List<Type> types;
  private final List<Expr> results = new ArrayList<>();

  /// @param rex over the rows of the window's input
  WindowTranslator(
      Window window,
      PlanNode input,
      RexTranslator rex,
      Pushdown pushdown,
      AggregateTranslator aggregates) {
    this.window = window;
    this.rex = rex;
    this.pushdown = pushdown;
    this.aggregates = aggregates;
    // Where Calcite's input has no column, ours keeps one for the number of rows.
    this.types = input.types().subList(0, window.getInput().getRowType().getFieldCount());
  }

  PlanNode over(PlanNode input) {
    PlanNode plan = input;
    for (Window.Group group : window.groups) {
      plan = new PlanNode.Window(plan, spec(group, plan.types().size()));
    }
    List<Expr> output = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      output.add(new Expr.ColumnRef(i, types.get(i)));
    }
    output.addAll(results);
    return pushdown.projection(plan, output);
  }

  private WindowSpec spec(Window.Group group, int first) {
    List<Expr> partition = new ArrayList<>();
    group.keys.forEachInt(key -> partition.add(column(key)));
    List<SortKey> order =
        group.orderKeys.getFieldCollations().stream()
            .map(key -> new SortKey(column(key.getFieldIndex()), key.getDirection().isDescending()))
            .toList();
    List<WindowSpec.WindowCall> calls = new ArrayList<>();
    for (Window.RexWinAggCall call : group.aggCalls) {
      add(call, calls, first);
    }
    return new WindowSpec(partition, order, frame(group, order), calls);
  }

  private Expr column(int index) {
    return new Expr.ColumnRef(index, types.get(index));
  }

  private void add(Window.RexWinAggCall call, List<WindowSpec.WindowCall> calls, int first) {
    if (call.ignoreNulls || call.distinct) {
      throw NamedFunctions.unsupported(
          (call.distinct ? "DISTINCT" : "IGNORE NULLS") + " in a window function");
    }
    SqlAggFunction function = (SqlAggFunction) call.getOperator();
    List<Expr> args = new ArrayList<>(call.getOperands().stream().map(this::argument).toList());
    Optional<WindowSpec.Function> placed = function(function.getName());
    int at = first + calls.size();
    if (placed.isPresent()) {
      WindowSpec.WindowCall one = placed(placed.get(), args);
      calls.add(one);
      results.add(new Expr.ColumnRef(at, one.type()));
    } else {
      if (NOT_OVER.contains(function.getName())) {
        throw NamedFunctions.unsupported(
            function.getName().replace("$", "") + " OVER; group in a derived table and join it");
      }
      Aggregates one = new Aggregates(pushdown, at);
      aggregates.add(new AggregateTranslator.Call(function, args, false), one);
      one.calls().forEach(each -> calls.add(new WindowSpec.Aggregated(each)));
      results.addAll(one.results());
    }
  }

  /// Positions behind the input's columns are those of the window's constants.
  private Expr argument(RexNode node) {
    return node instanceof RexInputRef ref && ref.getIndex() >= types.size()
        ? rex.expr(window.constants.get(ref.getIndex() - types.size()))
        : rex.expr(node);
  }

  private static Optional<WindowSpec.Function> function(String name) {
    for (WindowSpec.Function function : WindowSpec.Function.values()) {
      if (function.name().equals(name.toUpperCase(Locale.ROOT))) {
        return Optional.of(function);
      }
    }
    return Optional.empty();
  }

  private static WindowSpec.WindowCall placed(WindowSpec.Function function, List<Expr> args) {
    Type type =
        switch (function) {
          case ROW_NUMBER, RANK, DENSE_RANK, NTILE -> Type.bigint(21);
          case PERCENT_RANK, CUME_DIST -> Type.DOUBLE;
          case LAG, LEAD ->
              args.size() < 3
                  ? args.getFirst().type()
                  : Exprs.common(List.of(args.getFirst().type(), args.get(2).type()));
          case FIRST_VALUE, LAST_VALUE, NTH_VALUE -> args.getFirst().type();
        };
    boolean shifts = function == WindowSpec.Function.LAG || function == WindowSpec.Function.LEAD;
    for (int i = 0; shifts && i < args.size(); i += 2) {
      args.set(i, Exprs.cast(args.get(i), type));
    }
    return new WindowSpec.Placed(function, args, type);
  }

  private WindowSpec.Frame frame(Window.Group group, List<SortKey> order) {
    Optional<BigDecimal> from = bound(group.lowerBound);
    Optional<BigDecimal> to = bound(group.upperBound);
    boolean shifted =
        !group.isRows
            && (from.isPresent() && from.get().signum() != 0
                || to.isPresent() && to.get().signum() != 0);
    if (shifted) {
      Kind kind = order.size() == 1 ? order.getFirst().expr().type().kind() : Kind.STRING;
      if (kind == Kind.STRING || kind == Kind.JSON) {
        throw NamedFunctions.unsupported(
            "RANGE with an offset unless ORDER BY is one number or time; use ROWS");
      }
    }
    return new WindowSpec.Frame(group.isRows, from, to);
  }

  /// Intervals become microseconds.
  private Optional<BigDecimal> bound(RexWindowBound bound) {
    if (bound.isUnbounded()) {
      return Optional.empty();
    }
    if (bound.isCurrentRow()) {
      return Optional.of(BigDecimal.ZERO);
    }
    RexNode offset = resolved(Objects.requireNonNull(bound.getOffset()));
    if (!RelOptUtil.InputFinder.bits(offset).isEmpty()) {
      throw WindowFrames.notConstant(WindowChecks.UNNAMED);
    }
    EvalContext context = new EvalContext(ZoneOffset.UTC, Instant.EPOCH);
    Expr number = Exprs.cast(rex.expr(offset), Type.decimal(65, 6));
    Vector value = number.eval(new Batch(List.of(), 1), context);
    if (value.isNull(0) || value.getDecimal(0).signum() < 0) {
      throw WindowFrames.illegal(WindowChecks.UNNAMED);
    }
    BigDecimal units = value.getDecimal(0);
    return Optional.of(bound.isPreceding() ? units.negate() : units);
  }

  /// Calcite keeps constants beside the window or computes them in the projection below.
  private RexNode resolved(RexNode node) {
    if (!(node instanceof RexInputRef ref)) {
      return node;
    }
    if (ref.getIndex() >= types.size()) {
      return window.constants.get(ref.getIndex() - types.size());
    }
    return window.getInput() instanceof Project project
        ? project.getProjects().get(ref.getIndex())
        : node;
  }
}
