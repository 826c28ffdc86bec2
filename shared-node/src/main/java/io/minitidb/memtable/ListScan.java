package io.minitidb.memtable;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.exec.Executor;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads a table whose rows come all at once.
final class ListScan<R> implements Executor {
  private final Function<ScanContext, List<R>> source;
  private final List<ScanColumn<R>> columns;
  private final ScanContext context;
  private @Nullable List<R> rows;
  private int position;

  ListScan(
      Function<ScanContext, List<R>> source, List<ScanColumn<R>> columns, ScanContext context) {
    this.source = source;
    this.columns = columns;
    this.context = context;
  }

  @Override
  public Optional<Batch> next() {
    List<R> all = rows;
    if (all == null) {
      all = source.apply(context);
      rows = all;
    }
    if (position >= all.size()) {
      return Optional.empty();
    }
    int end = Math.min(all.size(), position + Batch.MAX_ROWS);
    List<R> part = position == 0 && end == all.size() ? all : all.subList(position, end);
    position = end;
    return Optional.of(
        Batch.of(
            columns.stream().map(column -> column.vector(part, context)).toList(), part.size()));
  }
}
