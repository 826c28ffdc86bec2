package io.minitidb.cop.exec;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.EvalContext;

/// Chooses the accumulator of an aggregate.
final class Accumulators {
  private Accumulators() {}

  /// @param context where a result that was cut is told
  static Accumulator of(AggCall call, EvalContext context) {
    return switch (call.function()) {
      case COUNT, APPROX_COUNT_DISTINCT -> new CountAccumulator();
      case SUM -> sum(call);
      case MIN -> extreme(argument(call), -1);
      case MAX -> extreme(argument(call), 1);
      case FIRST -> new FirstAccumulator(argument(call), false);
      case SINGLE -> new FirstAccumulator(argument(call), true);
      case BIT_AND, BIT_OR, BIT_XOR -> new BitAccumulator(call.function());
      case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP -> new VarianceAccumulator(call.function());
      case GROUP_CONCAT -> new GroupConcatAccumulator(call, context);
      case APPROX_PERCENTILE -> new PercentileAccumulator(call);
      case JSON_ARRAYAGG -> new JsonArrayAccumulator();
      case JSON_OBJECTAGG -> new JsonObjectAccumulator();
    };
  }

  private static Type argument(AggCall call) {
    return call.args().getFirst().type();
  }

  private static Accumulator sum(AggCall call) {
    if (call.type().kind() == Kind.REAL) {
      return new RealSumAccumulator();
    }
    return switch (argument(call).kind()) {
      case INT -> new IntegerSumAccumulator(argument(call).unsigned());
      case DECIMAL -> new DecimalSumAccumulator();
      case REAL, STRING, TIME, DURATION, JSON ->
          throw new IllegalArgumentException("a sum of " + argument(call) + " is not exact");
    };
  }

  private static Accumulator extreme(Type type, int wanted) {
    boolean ordered = type.kind() == Kind.INT && !type.unsigned() || type.kind() == Kind.DURATION;
    return ordered ? new LongExtremeAccumulator(wanted) : new ExtremeAccumulator(type, wanted);
  }
}
