package io.minitidb.memtable;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.exec.Executor;
import io.minitidb.cop.exec.Frontier;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Functions;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Reads a table whose rows come as a stream, in batches that are small at first, since a LIMIT
/// above may want no more, and never larger than about a mebibyte.
final class StreamScan<R> implements Executor, Frontier {
  private static final int FIRST_ROWS = 64;
  private static final long MAX_BYTES = 1 << 20;

  private final RowSource.Opening<R> opening;
  private final List<ScanColumn<R>> columns;
  private final Wanted wanted;
  private final ScanContext context;
  private final LocalTimes clock;
  private @Nullable RowCursor<R> cursor;
  private int rowsOfBatch;
  private boolean ended;

  StreamScan(
      RowSource.Opening<R> opening,
      List<ScanColumn<R>> columns,
      Wanted wanted,
      ScanContext context) {
    this.opening = opening;
    this.columns = columns;
    this.wanted = wanted;
    this.context = context;
    this.clock = new LocalTimes(context.zone());
    this.rowsOfBatch = Math.clamp(wanted.limit(), FIRST_ROWS, Batch.MAX_ROWS);
  }

  @Override
  public Optional<Batch> next() {
    if (ended || wanted.times().isEmpty()) {
      return Optional.empty();
    }
    RowCursor<R> rows = cursor;
    if (rows == null) {
      rows = opening.open(context, wanted);
      cursor = rows;
    }
    return Optional.of(read(rows));
  }

  private Batch read(RowCursor<R> rows) {
    List<VectorBuilder> builders =
        columns.stream().map(column -> new VectorBuilder(column.type(), rowsOfBatch)).toList();
    int count = 0;
    long bytes = 0;
    while (count < rowsOfBatch && bytes < MAX_BYTES) {
      RowCursor.Step step = rows.next();
      if (step != RowCursor.Step.ROW) {
        ended = step == RowCursor.Step.END;
        break;
      }
      bytes = append(rows.row(), builders);
      count++;
    }
    rowsOfBatch = Math.min(Batch.MAX_ROWS, 2 * rowsOfBatch);
    return Batch.of(vectors(builders), count);
  }

  /// Returns how many bytes all rows of the batch have so far.
  private long append(R row, List<VectorBuilder> builders) {
    long bytes = 0;
    for (int i = 0; i < builders.size(); i++) {
      if (columns.get(i) instanceof ScanColumn.Of<R>(Column<R> column)) {
        column.accessor().append(row, context, builders.get(i));
        bytes += builders.get(i).bytes();
      }
    }
    return bytes;
  }

  private List<Vector> vectors(List<VectorBuilder> builders) {
    List<Vector> vectors = new ArrayList<>(builders.size());
    for (int i = 0; i < builders.size(); i++) {
      vectors.add(
          columns.get(i) instanceof ScanColumn.Same<R>(Vector value)
              ? value
              : builders.get(i).build());
    }
    return vectors;
  }

  @Override
  public boolean hasPassed(Vector keys, int row) {
    RowCursor<R> rows = cursor;
    OptionalLong frontier =
        rows == null || wanted.order() == Wanted.Order.ANY ? OptionalLong.empty() : rows.frontier();
    if (frontier.isEmpty() || keys.isNull(row)) {
      return false;
    }
    Vector times = keys.type().kind() == Kind.TIME ? keys : moments(keys);
    if (times.isNull(row)) {
      return false;
    }
    LocalDateTime local = CoreTime.toLocal(times.getLong(row));
    return wanted.order() == Wanted.Order.NEWEST_FIRST
        ? local.isAfter(clock.latest(frontier.getAsLong()))
        : local.isBefore(clock.earliest(frontier.getAsLong()));
  }

  /// Returns the times that texts spell, as the conditions on them see them.
  private Vector moments(Vector texts) {
    Expr.Call cast =
        new Expr.Call(
            Functions.get("cast_time", Kind.STRING),
            List.of(new Expr.ColumnRef(0, texts.type())),
            Type.datetime(6));
    return cast.eval(
        new Batch(List.of(texts), texts.rows()), new EvalContext(context.zone(), context.now()));
  }

  @Override
  public void close() {
    ended = true;
    RowCursor<R> rows = cursor;
    cursor = null;
    if (rows != null) {
      rows.close();
    }
  }
}
