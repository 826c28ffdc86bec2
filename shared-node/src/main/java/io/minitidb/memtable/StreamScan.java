package io.minitidb.memtable;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.exec.Executor;
import io.minitidb.cop.exec.Frontier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private final TimeFrontier frontier;
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
    this.frontier = new TimeFrontier(wanted.order(), context);
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
    return rows != null && frontier.hasPassed(rows.frontier(), keys, row);
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
