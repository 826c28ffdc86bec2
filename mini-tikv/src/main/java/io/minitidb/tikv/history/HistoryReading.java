package io.minitidb.tikv.history;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.exec.ScanCounts;
import io.minitidb.memtable.HistoryShares;
import io.minitidb.memtable.HistorySource.KeptRows;
import io.minitidb.memtable.HistorySource.Reading;
import io.minitidb.memtable.HistorySource.Wish;
import io.minitidb.memtable.KeptTable;
import io.minitidb.memtable.NumberRange;
import io.minitidb.memtable.TableInfo;
import io.minitidb.memtable.TimeRanges;
import io.minitidb.memtable.Wanted;
import io.minitidb.tikv.engine.EngineSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/// Reads one table of all wanted origins, block by block. In the wanted order the next block is
/// always that which reaches furthest; without one, an origin is read to its end before the next.
final class HistoryReading implements Reading {
  private static final long[] NO_TIMES = {};

  private final EngineSnapshot snapshot;
  private final KeptTable table;
  private final List<Integer> columns;
  private final TimeRanges times;
  private final boolean clock;
  private final PriorityQueue<BlockCursor> cursors;
  private final PairCount seen = new PairCount();
  private final PairCount used = new PairCount();
  private long[] scratch = {};

  HistoryReading(
      EngineSnapshot snapshot,
      KeptTable table,
      List<Integer> columns,
      List<StoredTable> sources,
      List<Origin> origins,
      Wish wish) {
    this.snapshot = snapshot;
    this.table = table;
    this.columns = columns;
    this.times = wish.times();
    this.clock = wish.clock();
    Comparator<BlockCursor> furthest = Comparator.comparingLong(BlockCursor::reach);
    this.cursors =
        new PriorityQueue<>(
            wish.order() == Wanted.Order.NEWEST_FIRST ? furthest.reversed() : furthest);
    for (Origin origin : origins) {
      if (wish.origins().test(origin.node())) {
        for (Origin.Run share : shares(origin, wish)) {
          for (StoredTable source : sources) {
            open(source, origin, share, wish);
          }
        }
      }
    }
  }

  private static List<Origin.Run> shares(Origin origin, Wish wish) {
    return wish.shares().isEmpty()
        ? List.of(new Origin.Run(Long.MIN_VALUE, origin.last()))
        : wish.shares().get().shares().stream()
            .filter(share -> share.origin() == origin.number())
            .map(HistoryReading::run)
            .toList();
  }

  private static Origin.Run run(HistoryShares.Share share) {
    return new Origin.Run(share.from(), share.to());
  }

  private void open(StoredTable source, Origin origin, Origin.Run share, Wish wish) {
    // A time is never after the moment of its tick, and at most so much before it.
    long from = Math.max(share.from(), times.first());
    long latest = times.last() + origin.maxLag();
    long to = Math.min(share.to(), latest < times.last() ? Long.MAX_VALUE : latest);
    if (from <= to) {
      BlockCursor cursor =
          new BlockCursor(
              snapshot,
              source,
              origin,
              new Origin.Run(from, to),
              times,
              numbers(source, wish),
              wish.order(),
              seen,
              used);
      if (cursor.hasNext()) {
        cursors.add(cursor);
      }
    }
  }

  /// A column that was not kept yet decides nothing.
  private Map<Integer, NumberRange> numbers(StoredTable source, Wish wish) {
    Map<Integer, NumberRange> numbers = new HashMap<>();
    wish.numbers()
        .forEach((column, range) -> {
          int own = source.indexOf(table.columns().get(column));
          if (own >= 0) {
            numbers.put(own, range);
          }
        });
    return numbers;
  }

  @Override
  public Optional<KeptRows> next() {
    BlockCursor cursor = cursors.poll();
    if (cursor == null) {
      return Optional.empty();
    }
    KeptRows rows = rows(cursor, cursor.next());
    if (cursor.hasNext()) {
      cursors.add(cursor);
    }
    return Optional.of(rows);
  }

  private KeptRows rows(BlockCursor cursor, Block block) {
    if (scratch.length < block.rows()) {
      scratch = new long[block.rows()];
    }
    List<Vector> vectors = new ArrayList<>();
    for (int column : columns) {
      vectors.add(vector(cursor.source(), block, table.columns().get(column)));
    }
    Origin.Run range = cursor.range();
    boolean whole = block.firstMoment() >= range.from() && block.lastMoment() <= range.to();
    if (whole) {
      return new KeptRows(
          cursor.origin().node(),
          block.rows(),
          clock ? spread(block.times(), block.counts(), block.rows()) : NO_TIMES,
          vectors);
    }
    long[] moments = block.moments();
    int[] counts = block.counts();
    int begin = 0;
    int end = 0;
    int row = 0;
    for (int tick = 0; tick < moments.length; tick++) {
      row += counts[tick];
      begin = moments[tick] < range.from() ? row : begin;
      end = moments[tick] <= range.to() ? row : end;
    }
    int count = Math.max(0, end - begin);
    return new KeptRows(
        cursor.origin().node(),
        count,
        clock
            ? Arrays.copyOfRange(spread(block.times(), counts, block.rows()), begin, begin + count)
            : NO_TIMES,
        new Batch(vectors, block.rows()).range(begin, count).columns());
  }

  /// Returns the time of each row out of those of the ticks.
  private static long[] spread(long[] ticks, int[] counts, int rows) {
    if (ticks.length == rows) {
      return ticks;
    }
    long[] times = new long[rows];
    int row = 0;
    for (int tick = 0; tick < ticks.length; tick++) {
      Arrays.fill(times, row, row + counts[tick], ticks[tick]);
      row += counts[tick];
    }
    return times;
  }

  private Vector vector(StoredTable source, Block block, TableInfo.ColumnInfo column) {
    int number = source.indexOf(column);
    return number < 0 ? nulls(column.type()) : block.column(number, column.type(), scratch);
  }

  /// What was not kept when the rows were written.
  private static Vector nulls(Type type) {
    VectorBuilder out = new VectorBuilder(type, 1);
    out.appendNull();
    return out.buildConstant();
  }

  @Override
  public OptionalLong frontier() {
    BlockCursor next = cursors.peek();
    return next == null ? OptionalLong.empty() : OptionalLong.of(next.reach());
  }

  @Override
  public ScanCounts scanned() {
    return new ScanCounts(used.pairs(), used.bytes(), seen.pairs(), seen.bytes(), snapshot.work());
  }

  @Override
  public void close() {
    cursors.clear();
    snapshot.close();
  }
}
