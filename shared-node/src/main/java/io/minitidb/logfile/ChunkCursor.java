package io.minitidb.logfile;

import io.minitidb.memtable.RowCursor;
import io.minitidb.memtable.Wanted;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The rows of a sequence of files, chunk by chunk, in the wanted order but for the disorder of the
/// files.
public final class ChunkCursor<R> implements RowCursor<R> {
  private final Supplier<FileSequence> opening;
  private final RecordFormat format;
  private final Parser<R> parser;
  private final Wanted wanted;
  private final boolean backward;
  private @Nullable FileSequence files;
  private @Nullable ChunkReader reader;
  private int rows;
  private int taken;
  private OptionalLong reached = OptionalLong.empty();

  /// Finds the rows in a chunk.
  public interface Parser<R> {

    /// Returns how many rows the chunk has; its bytes stay as they are until the next call.
    ///
    /// @param files that it is from
    int parse(Chunk chunk, FileSequence files);

    /// Returns the time of a row in microseconds since the epoch.
    long time(int row);

    R row(int row);
  }

  /// @param opening of the files, when the first row is asked for
  public ChunkCursor(
      Supplier<FileSequence> opening, RecordFormat format, Parser<R> parser, Wanted wanted) {
    this.opening = opening;
    this.format = format;
    this.parser = parser;
    this.wanted = wanted;
    this.backward = wanted.order() == Wanted.Order.NEWEST_FIRST;
  }

  @Override
  public Step next() {
    if (taken < rows) {
      taken++;
      long time = parser.time(at());
      reached = time == RecordFormat.NO_TIME ? reached : OptionalLong.of(time);
      return Step.ROW;
    }
    ChunkReader chunks = reader();
    if (!chunks.next()) {
      return Step.END;
    }
    Chunk chunk = chunks.chunk();
    FileSequence from = files;
    rows = from == null ? 0 : parser.parse(chunk, from);
    taken = 0;
    if (rows > 0) {
      return next();
    }
    long time = edge(chunk);
    reached = time == RecordFormat.NO_TIME ? reached : OptionalLong.of(time);
    return Step.PAUSE;
  }

  /// Returns the time at the end where the next chunk begins.
  private long edge(Chunk chunk) {
    int last = backward ? 0 : Heads.last(format, chunk.bytes(), 0, chunk.length());
    return last >= 0 && Heads.begins(format, chunk.bytes(), last, chunk.length())
        ? format.time(chunk.bytes(), last, chunk.length())
        : chunk.inherited();
  }

  private ChunkReader reader() {
    ChunkReader open = reader;
    if (open == null) {
      FileSequence sequence = opening.get();
      files = sequence;
      open = new ChunkReader(sequence, format, wanted.times(), backward);
      reader = open;
    }
    return open;
  }

  private int at() {
    return backward ? rows - taken : taken - 1;
  }

  @Override
  public R row() {
    return parser.row(at());
  }

  @Override
  public OptionalLong frontier() {
    return reached.isEmpty()
        ? reached
        : OptionalLong.of(
            reached.getAsLong() + (backward ? TimeSearch.DISORDER : -TimeSearch.DISORDER));
  }

  @Override
  public void close() {
    FileSequence open = files;
    if (open != null) {
      open.close();
    }
  }
}
