package io.minitidb.tikv.history;

import io.minitidb.memtable.NumberRange;
import io.minitidb.memtable.TimeRanges;
import io.minitidb.memtable.Wanted;
import io.minitidb.tikv.engine.ColumnFamily;
import io.minitidb.tikv.engine.EngineSnapshot;
import io.minitidb.tikv.engine.EngineSnapshot.Direction;
import io.minitidb.tikv.engine.RocksEngine;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.NoSuchElementException;

/// Goes through the blocks of one table of one origin that may have rows within a range of moments,
/// and passes over those whose times or values say that they have none. Reads a few blocks at a
/// time: one at first, since a LIMIT may need no more.
final class BlockCursor {
  private static final int MOST = 64;
  private static final long MOST_BYTES = 1 << 20;

  private final EngineSnapshot snapshot;
  private final StoredTable source;
  private final Origin origin;
  private final Origin.Run range;
  private final TimeRanges times;
  private final Map<Integer, NumberRange> numbers;
  private final Direction direction;
  private final HistoryKey key;
  private final PairCount seen;
  private final PairCount used;
  private final Deque<Ready> ready = new ArrayDeque<>();
  private byte[] low;
  private byte[] high;
  private int ahead = 1;
  private boolean ended;

  private record Ready(Block block, RocksEngine.Pair pair) {}

  /// @param numbers between which values columns of the source are wanted, by their positions
  /// @param seen counts what is read
  /// @param used counts what is given on
  BlockCursor(
      EngineSnapshot snapshot,
      StoredTable source,
      Origin origin,
      Origin.Run range,
      TimeRanges times,
      Map<Integer, NumberRange> numbers,
      Wanted.Order order,
      PairCount seen,
      PairCount used) {
    this.snapshot = snapshot;
    this.seen = seen;
    this.used = used;
    this.source = source;
    this.origin = origin;
    this.range = range;
    this.times = times;
    this.numbers = numbers;
    this.direction = order == Wanted.Order.NEWEST_FIRST ? Direction.BACKWARDS : Direction.FORWARDS;
    this.key = new HistoryKey(source.number(), origin.number());
    this.high = key.behind(range.to());
    // The first of the range may be within a block that begins before it.
    this.low =
        range.from() == Long.MIN_VALUE
            ? key.first()
            : snapshot
                .last(ColumnFamily.HISTORY, key.first(), key.behind(range.from()))
                .map(RocksEngine.Pair::key)
                .orElse(key.first());
  }

  StoredTable source() {
    return source;
  }

  Origin origin() {
    return origin;
  }

  Origin.Run range() {
    return range;
  }

  boolean hasNext() {
    while (ready.isEmpty() && !ended) {
      read();
    }
    return !ready.isEmpty();
  }

  Block next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Ready next = ready.removeFirst();
    used.add(next.pair());
    return next.block();
  }

  /// Returns, when there is a next block, a time that none of the rows from there on is after; read
  /// forwards, one that none of them is before.
  long reach() {
    Block next = ready.getFirst().block();
    return direction == Direction.BACKWARDS
        ? next.lastMoment()
        : next.firstMoment() - origin.maxLag();
  }

  private void read() {
    var pairs = snapshot.list(ColumnFamily.HISTORY, low, high, direction, ahead, MOST_BYTES);
    if (pairs.isEmpty()) {
      ended = true;
      return;
    }
    ahead = Math.min(MOST, 4 * ahead);
    for (RocksEngine.Pair pair : pairs) {
      seen.add(pair);
      Block block = Block.open(pair.value(), source.columns().size());
      if (block.lastMoment() >= range.from() && mayHave(block)) {
        ready.addLast(new Ready(block, pair));
      }
    }
    long at = HistoryKey.moment(pairs.getLast().key());
    if (direction == Direction.BACKWARDS) {
      high = key.at(at);
    } else {
      low = key.behind(at);
    }
  }

  private boolean mayHave(Block block) {
    return hasTimes(block)
        && numbers.entrySet().stream()
            .allMatch(each ->
                block
                    .bounds(each.getKey())
                    .meet(each.getValue(), source.columns().get(each.getKey()).kind()));
  }

  private boolean hasTimes(Block block) {
    for (TimeRanges.Range wanted : times.ranges()) {
      if (block.maxTime() >= wanted.from() && block.minTime() <= wanted.to()) {
        return true;
      }
    }
    return false;
  }
}
