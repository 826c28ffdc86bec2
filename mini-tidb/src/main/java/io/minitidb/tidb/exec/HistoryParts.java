package io.minitidb.tidb.exec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Divides ticks of one origin among the stores that have them.
final class HistoryParts {
  private static final Comparator<Run> FURTHEST =
      Comparator.comparingLong(Run::to).thenComparing(Run::store);

  private HistoryParts() {}

  /// Ticks without a gap that a store has.
  ///
  /// @param origin the number that the store knows the origin by
  /// @param from the first moment in microseconds since the epoch
  /// @param to the last one
  record Run(String store, int origin, long from, long to) {}

  /// Returns parts of `runs` that have every tick of them once: as few as may be.
  static List<Run> of(List<Run> runs) {
    List<Run> parts = new ArrayList<>();
    List<Run> left = new ArrayList<>(runs);
    long next = Long.MIN_VALUE; // all before it are given away
    while (!left.isEmpty()) {
      Run best = best(left, next);
      parts.add(new Run(best.store(), best.origin(), Math.max(next, best.from()), best.to()));
      if (best.to() == Long.MAX_VALUE) {
        break;
      }
      next = best.to() + 1;
      long behind = next;
      left.removeIf(run -> run.to() < behind);
    }
    return parts;
  }

  /// Returns whether `runs` have no gap between `from` and `to`.
  static boolean areWhole(List<Run> runs, long from, long to) {
    List<Run> parts = of(runs);
    for (int i = 1; i < parts.size(); i++) {
      long gap = parts.get(i - 1).to() + 1;
      long behind = parts.get(i).from();
      if (gap < behind && gap <= to && behind > from) {
        return false;
      }
    }
    return true;
  }

  /// Of the runs that have the next tick the one that goes furthest.
  private static Run best(List<Run> runs, long next) {
    long first = runs.stream().mapToLong(run -> Math.max(next, run.from())).min().orElseThrow();
    return runs.stream().filter(run -> run.from() <= first).max(FURTHEST).orElseThrow();
  }
}
