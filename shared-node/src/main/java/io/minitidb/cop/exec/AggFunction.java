package io.minitidb.cop.exec;

import java.util.Arrays;
import java.util.Optional;

/// Aggregate functions with their tipb ExprType. AVG never travels: the planner sends COUNT and SUM
/// and divides at the root.
public enum AggFunction {
  COUNT(3001),
  SUM(3002),
  MIN(3004),
  MAX(3005),
  FIRST(3006);

  private final int number;

  AggFunction(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  public static Optional<AggFunction> of(int number) {
    return Arrays.stream(values()).filter(function -> function.number == number).findFirst();
  }
}
