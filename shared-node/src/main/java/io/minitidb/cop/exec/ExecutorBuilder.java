package io.minitidb.cop.exec;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.EvalContext;
import java.util.List;
import java.util.function.UnaryOperator;

/// Turns the plan of a request into executors, one per operator.
public final class ExecutorBuilder {

  /// Where the rows of a scan come from.
  @FunctionalInterface
  public interface LeafSource {
    /// @param demand what is wanted of the rows, see [Demand]
    Leaf open(Operator.MemTableScan scan, Demand demand, EvalContext context);
  }

  /// An opened scan.
  ///
  /// @param frontier how far it has come, if it gives its rows in the wanted order
  public record Leaf(Executor rows, Frontier frontier) {
    public Leaf(Executor rows) {
      this(rows, Frontier.NONE);
    }
  }

  private ExecutorBuilder() {}

  /// Returns the executor of the whole chain; nothing is read before its first `next`.
  public static Executor build(Dag dag, LeafSource source, EvalContext context) {
    return build(dag, source, context, UnaryOperator.identity());
  }

  /// As [#build(Dag, LeafSource, EvalContext)].
  ///
  /// @param watch wraps the executor of each operator, from the scan upwards, those of the right
  ///   side of a join before the join
  public static Executor build(
      Dag dag, LeafSource source, EvalContext context, UnaryOperator<Executor> watch) {
    Leaf leaf = source.open(dag.scan(), Demand.of(dag), context);
    Frontier frontier = leaf.frontier();
    Executor executor = watch.apply(leaf.rows());
    List<Type> types = dag.scan().types();
    for (Operator operator : dag.operators().subList(1, dag.operators().size())) {
      executor =
          watch.apply(
              operator instanceof Operator.LocalJoin join
                  ? new JoinExecutor(
                      executor, build(join.right(), source, context, watch), join.spec(), context)
                  : above(executor, types, operator, frontier, context));
      frontier = passesRows(operator) ? frontier : Frontier.NONE;
      types = operator.output(types);
    }
    return executor;
  }

  /// Returns whether the rows that leave are those that enter, in the same order; the demand goes
  /// no further than this.
  private static boolean passesRows(Operator operator) {
    return operator instanceof Operator.Selection || operator instanceof Operator.Projection;
  }

  private static Executor above(
      Executor child, List<Type> types, Operator operator, Frontier frontier, EvalContext context) {
    return switch (operator) {
      case Operator.Selection selection ->
          new SelectionExecutor(child, selection.conditions(), context);
      case Operator.Projection projection ->
          new ProjectionExecutor(child, projection.exprs(), context);
      case Operator.Aggregation aggregation ->
          new AggregationExecutor(child, aggregation, false, context);
      case Operator.TopN topN ->
          new TopNExecutor(child, types, topN.order(), topN.limit(), frontier, context);
      case Operator.Limit limit -> new LimitExecutor(child, 0, limit.limit());
      case Operator.LocalJoin join -> throw new IllegalStateException("built by its caller");
      case Operator.MemTableScan scan ->
          throw new IllegalArgumentException(
              "a scan of " + scan.table() + " may only be the first operator");
    };
  }
}
