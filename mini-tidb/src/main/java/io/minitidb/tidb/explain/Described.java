package io.minitidb.tidb.explain;

import java.util.List;
import java.util.Optional;

/// One operator of a plan as EXPLAIN shows it.
///
/// @param name the operator, `HashAgg`
/// @param rows how many rows it is expected to give
/// @param task where it runs: `root`, `cop[tidb]`, `cop[tikv]`, `http[pd]`
/// @param object what it reads
/// @param info its arguments
/// @param actual what it did; empty without ANALYZE
record Described(
    String name,
    double rows,
    String task,
    String object,
    String info,
    Optional<Actual> actual,
    List<Described> inputs) {

  /// What an operator did.
  ///
  /// @param memory as text; `N/A` where it is not counted
  record Actual(long rows, String execution, String memory) {}
}
