package io.minitidb.memtable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A set of moments: closed ranges of microseconds since the epoch, in order, none touching
/// another.
public record TimeRanges(List<Range> ranges) {
  public static final TimeRanges ALL = of(Long.MIN_VALUE, Long.MAX_VALUE);
  public static final TimeRanges NONE = new TimeRanges(List.of());

  public TimeRanges {
    ranges = List.copyOf(ranges);
  }

  /// @param from the first moment
  /// @param to the last one, not before `from`
  public record Range(long from, long to) {}

  /// Returns the moments from `from` to `to`, both included; none when they are the wrong way
  /// round.
  public static TimeRanges of(long from, long to) {
    return from > to ? NONE : new TimeRanges(List.of(new Range(from, to)));
  }

  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  /// Returns whether nothing is known of the moments.
  public boolean isAll() {
    return equals(ALL);
  }

  /// Returns the first moment, `Long.MIN_VALUE` when there is no lower bound or no moment.
  public long first() {
    return isEmpty() ? Long.MIN_VALUE : ranges.getFirst().from();
  }

  /// Returns the last moment, `Long.MAX_VALUE` when there is no upper bound or no moment.
  public long last() {
    return isEmpty() ? Long.MAX_VALUE : ranges.getLast().to();
  }

  public boolean contains(long micros) {
    for (Range range : ranges) {
      if (micros >= range.from() && micros <= range.to()) {
        return true;
      }
    }
    return false;
  }

  public TimeRanges or(TimeRanges other) {
    List<Range> sorted = new ArrayList<>(ranges);
    sorted.addAll(other.ranges);
    sorted.sort(Comparator.comparingLong(Range::from));
    List<Range> merged = new ArrayList<>();
    for (Range next : sorted) {
      Range last = merged.isEmpty() ? next : merged.getLast();
      if (merged.isEmpty() || last.to() != Long.MAX_VALUE && next.from() > last.to() + 1) {
        merged.add(next);
      } else {
        merged.set(merged.size() - 1, new Range(last.from(), Math.max(last.to(), next.to())));
      }
    }
    return new TimeRanges(merged);
  }

  public TimeRanges and(TimeRanges other) {
    List<Range> common = new ArrayList<>();
    for (Range mine : ranges) {
      for (Range theirs : other.ranges) {
        long from = Math.max(mine.from(), theirs.from());
        long to = Math.min(mine.to(), theirs.to());
        if (from <= to) {
          common.add(new Range(from, to));
        }
      }
    }
    return new TimeRanges(common);
  }
}
