package io.minitidb.memtable;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.exec.Executor;
import io.minitidb.cop.exec.Frontier;
import io.minitidb.memtable.HistoryTable.Cell;
import io.minitidb.node.NodeInfo;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the history of a table, column by column as it is kept.
final class KeptScan implements Executor, Frontier {
  private final KeptTable table;
  private final List<Cell> cells;
  private final List<Integer> kept;
  private final Wanted wanted;
  private final ScanContext context;
  private final TimeFrontier frontier;
  private final LocalClock clock;
  private final Deque<Batch> ready = new ArrayDeque<>();
  private HistorySource.@Nullable Reading reading;
  private boolean ended;

  KeptScan(KeptTable table, List<Cell> cells, Wanted wanted, ScanContext context) {
    this.table = table;
    this.cells = cells;
    this.wanted = wanted;
    this.context = context;
    this.frontier = new TimeFrontier(wanted.order(), context);
    this.clock = new LocalClock(context.zone());
    this.kept =
        cells.stream()
            .filter(Cell.Data.class::isInstance)
            .map(cell -> ((Cell.Data) cell).position())
            .toList();
  }

  @Override
  public Optional<Batch> next() {
    while (ready.isEmpty()) {
      if (ended || wanted.times().isEmpty()) {
        return Optional.empty();
      }
      HistorySource.Reading rows = reading;
      if (rows == null) {
        rows = open();
        reading = rows;
      }
      Optional<HistorySource.KeptRows> next = rows.next();
      if (next.isEmpty()) {
        ended = true;
      } else {
        split(batch(next.get()));
      }
    }
    return Optional.of(ready.removeFirst());
  }

  private HistorySource.Reading open() {
    return context
        .source(HistorySource.class)
        .open(
            table,
            kept,
            new HistorySource.Wish(
                wanted.times(),
                cells.stream().anyMatch(Cell.Time.class::isInstance),
                wanted.order(),
                this::mayBeWanted,
                context.node().source(HistoryShares.class),
                numbers()));
  }

  private Map<Integer, NumberRange> numbers() {
    Map<Integer, NumberRange> numbers = new HashMap<>();
    for (int position : kept) {
      NumberRange range = NumberRange.of(wanted.on(table.columns().get(position).name()));
      if (!range.equals(NumberRange.ALL)) {
        numbers.put(position, range);
      }
    }
    return numbers;
  }

  /// Evaluates the conditions on the columns that name the node.
  private boolean mayBeWanted(NodeInfo node) {
    for (Cell cell : cells) {
      if (cell instanceof Cell.Node(String name, Type type, var value)
          && !wanted.on(name).isEmpty()
          && wanted.allowed(name, Set.of(value.apply(node)), context).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private Batch batch(HistorySource.KeptRows rows) {
    List<Vector> columns = new ArrayList<>(cells.size());
    int data = 0;
    for (Cell cell : cells) {
      columns.add(
          switch (cell) {
            case Cell.Time(Type type) -> clock.vector(rows.times(), type);
            case Cell.Node(String name, Type type, var value) -> {
              VectorBuilder out = new VectorBuilder(type, 1);
              out.appendString(value.apply(rows.node()));
              yield out.buildConstant();
            }
            case Cell.Data own -> rows.columns().get(data++);
          });
    }
    return Batch.of(columns, rows.rows());
  }

  /// A tick of a wide table may have more rows than a batch.
  private void split(Batch batch) {
    if (batch.rows() <= Batch.MAX_ROWS) {
      ready.add(batch);
      return;
    }
    for (int from = 0; from < batch.rows(); from += Batch.MAX_ROWS) {
      ready.add(batch.range(from, Batch.MAX_ROWS));
    }
  }

  @Override
  public boolean hasPassed(Vector keys, int row) {
    HistorySource.Reading rows = reading;
    return rows != null && ready.isEmpty() && frontier.hasPassed(rows.frontier(), keys, row);
  }

  @Override
  public void close() {
    ended = true;
    ready.clear();
    HistorySource.Reading rows = reading;
    reading = null;
    if (rows != null) {
      context.scanned().accept(rows.scanned());
      rows.close();
    }
  }

  /// Reads the clocks of a zone, whose hands but for the seconds stay where they are for a minute.
  private static final class LocalClock {
    private static final long MINUTE = 60_000_000;
    private static final Type TYPE = Type.datetime(6);

    private final ZoneId zone;
    private long minute = Long.MAX_VALUE; // none yet
    private long bits;

    LocalClock(ZoneId zone) {
      this.zone = zone;
    }

    Vector vector(long[] times, Type type) {
      long[] shown = new long[times.length];
      for (int i = 0; i < times.length; i++) {
        shown[i] = read(times[i]);
      }
      return Vector.of(type, shown, times.length);
    }

    private long read(long micros) {
      if (micros < minute || micros - minute >= MINUTE) {
        minute = Math.floorDiv(micros, MINUTE) * MINUTE;
        bits = CoreTime.of(local(minute), TYPE);
      }
      // Offsets with seconds are of the nineteenth century.
      return CoreTime.second(bits) == 0
          ? bits | (micros - minute) / 1_000_000 << 24 | (micros - minute) % 1_000_000 << 4
          : CoreTime.of(local(micros), TYPE);
    }

    private LocalDateTime local(long micros) {
      return LocalDateTime.ofInstant(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), zone);
    }
  }
}
