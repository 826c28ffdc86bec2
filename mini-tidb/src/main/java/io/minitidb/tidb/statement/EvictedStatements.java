package io.minitidb.tidb.statement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What the summary had no room for: in each window one sum, and how many statements it is of.
/// Guarded by the lock of the summary.
final class EvictedStatements {
  /// So many are told apart in a window; of further ones each eviction counts.
  private static final int TOLD_APART = 4096;

  private final TreeMap<Instant, Part> parts = new TreeMap<>(Comparator.reverseOrder());

  /// What was evicted in one window.
  private static final class Part {
    private final Window window;
    private final Totals totals = new Totals();
    private final Set<Integer> seen = new HashSet<>();
    private long count;

    Part(Window window) {
      this.window = window;
    }

    void add(SummaryKey key, Totals more) {
      totals.add(more);
      if (!seen.contains(key.hashCode())) {
        count++;
        if (seen.size() < TOLD_APART) {
          seen.add(key.hashCode());
        }
      }
    }
  }

  /// How many statements were evicted in a window.
  record Count(Window window, long statements) {}

  void add(SummaryKey key, SummedStatement statement, int windows) {
    for (SummedStatement.Part part : statement.parts()) {
      parts
          .computeIfAbsent(part.window().begin(), begin -> new Part(part.window()))
          .add(key, part.totals());
    }
    keep(windows);
  }

  void keep(int windows) {
    while (parts.size() > windows) {
      parts.pollLastEntry();
    }
  }

  void clear() {
    parts.clear();
  }

  /// Returns the counts, newest window first.
  List<Count> counts() {
    return parts.values().stream().map(part -> new Count(part.window, part.count)).toList();
  }

  /// Returns the sum of the window that begins then.
  Optional<SummaryRow> in(Instant begin) {
    return Optional.ofNullable(parts.get(begin)).map(EvictedStatements::row);
  }

  /// Returns the sums of all windows, newest first.
  List<SummaryRow> all() {
    List<SummaryRow> rows = new ArrayList<>();
    parts.values().forEach(part -> rows.add(row(part)));
    return rows;
  }

  private static SummaryRow row(Part part) {
    return new SummaryRow(part.window, Optional.empty(), part.totals.copy());
  }
}
