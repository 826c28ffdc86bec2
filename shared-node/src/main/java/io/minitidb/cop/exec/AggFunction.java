package io.minitidb.cop.exec;

import java.util.Arrays;
import java.util.Optional;

/// Aggregate functions with their tipb ExprType. AVG never travels: the planner sends COUNT and SUM
/// and divides at the root. Those without a number run at the root only.
public enum AggFunction {
  COUNT(3001),
  SUM(3002),
  MIN(3004),
  MAX(3005),
  /// The first row's value, be it NULL.
  FIRST(3006),
  BIT_AND(3008),
  BIT_OR(3009),
  BIT_XOR(3010),
  /// Of doubles. At the root also of partial results: count, sum, population variance.
  VAR_POP(3015),
  VAR_SAMP(0),
  STDDEV_POP(0),
  STDDEV_SAMP(0),
  /// Arguments: the texts, the separator, the longest result in bytes; the last two are constants.
  GROUP_CONCAT(0),
  /// Arguments: the value, the percentage as a constant.
  APPROX_PERCENTILE(0),
  /// Counts exactly; the caller says DISTINCT.
  APPROX_COUNT_DISTINCT(0),
  JSON_ARRAYAGG(0),
  JSON_OBJECTAGG(0),
  /// The only row's value; a second row is error 1242.
  SINGLE(0);

  private final int number;

  AggFunction(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /// Returns whether nodes know it.
  public boolean travels() {
    return number > 0;
  }

  public static Optional<AggFunction> of(int number) {
    return Arrays.stream(values())
        .filter(function -> function.travels() && function.number == number)
        .findFirst();
  }
}
