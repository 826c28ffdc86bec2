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
    Executor open(Operator.MemTableScan scan, EvalContext context);
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
    Executor executor = watch.apply(source.open(dag.scan(), context));
    List<Type> types = dag.scan().types();
    for (Operator operator : dag.operators().subList(1, dag.operators().size())) {
      executor =
          watch.apply(
              operator instanceof Operator.LocalJoin join
                  ? new JoinExecutor(
                      executor, build(join.right(), source, context, watch), join.spec(), context)
                  : above(executor, types, operator, context));
      types = operator.output(types);
    }
    return executor;
  }

  private static Executor above(
      Executor child, List<Type> types, Operator operator, EvalContext context) {
    return switch (operator) {
      case Operator.Selection selection ->
          new SelectionExecutor(child, selection.conditions(), context);
      case Operator.Projection projection ->
          new ProjectionExecutor(child, projection.exprs(), context);
      case Operator.Aggregation aggregation ->
          new AggregationExecutor(child, aggregation, false, context);
      case Operator.TopN topN ->
          new TopNExecutor(child, types, topN.order(), topN.limit(), context);
      case Operator.Limit limit -> new LimitExecutor(child, 0, limit.limit());
      case Operator.LocalJoin join -> throw new IllegalStateException("built by its caller");
      case Operator.MemTableScan scan ->
          throw new IllegalArgumentException(
              "a scan of " + scan.table() + " may only be the first operator");
    };
  }
}
