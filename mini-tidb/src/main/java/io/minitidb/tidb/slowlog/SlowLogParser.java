package io.minitidb.tidb.slowlog;

import io.minitidb.logfile.ByteSearch;
import io.minitidb.logfile.Chunk;
import io.minitidb.logfile.ChunkCursor;
import io.minitidb.logfile.FileSequence;
import io.minitidb.logfile.Heads;
import io.minitidb.logfile.RecordFormat;
import io.minitidb.memtable.TimeRanges;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Finds the entries that are wanted in a piece of the slow log.
final class SlowLogParser implements ChunkCursor.Parser<SlowEntry> {
  private static final SlowLogFormat FORMAT = SlowLogFormat.INSTANCE;
  private static final ByteSearch HEAD = new ByteSearch(SlowLogFormat.HEAD_TEXT);

  private final List<ByteSearch> texts;
  private final TimeRanges times;
  private final Optional<Predicate<SlowEntry>> visible;
  private final SlowEntry entry;
  private byte[] bytes = new byte[0];
  private int count;
  private int[] starts = new int[256];
  private int[] ends = new int[256];
  private long[] found = new long[256];

  /// @param texts that are in every wanted entry
  /// @param visible whether the user may see an entry; empty for all
  SlowLogParser(
      List<ByteSearch> texts,
      TimeRanges times,
      Optional<Predicate<SlowEntry>> visible,
      SlowEntry entry) {
    this.texts = texts;
    this.times = times;
    this.visible = visible;
    this.entry = entry;
  }

  @Override
  public int parse(Chunk chunk, FileSequence files) {
    bytes = chunk.bytes();
    count = 0;
    for (int at = head(0, chunk.length()); at < chunk.length(); ) {
      int next = head(at + 1, chunk.length());
      add(at, next, chunk.isLast() && next == chunk.length());
      at = next;
    }
    return count;
  }

  /// Returns where the next entry begins, or the end.
  private int head(int from, int to) {
    for (int at = HEAD.find(bytes, from, to); at >= 0; at = HEAD.find(bytes, at + 1, to)) {
      if ((at == 0 || bytes[at - 1] == '\n') && Heads.begins(FORMAT, bytes, at, to)) {
        return at;
      }
    }
    return to;
  }

  /// @param last whether it may be under way to the file
  private void add(int start, int end, boolean last) {
    if (!hasTexts(start, end)) {
      return;
    }
    long time = FORMAT.time(bytes, start, end);
    if (time == RecordFormat.NO_TIME || !times.contains(time)) {
      return;
    }
    if (last || visible.isPresent()) {
      entry.show(bytes, start, end, time);
      boolean hidden = visible.isPresent() && !visible.get().test(entry);
      if (hidden || last && !entry.isComplete()) {
        return;
      }
    }
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
      found = Arrays.copyOf(found, 2 * count);
    }
    starts[count] = start;
    ends[count] = end;
    found[count++] = time;
  }

  private boolean hasTexts(int start, int end) {
    for (ByteSearch text : texts) {
      if (text.find(bytes, start, end) < 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public long time(int row) {
    return found[row];
  }

  @Override
  public SlowEntry row(int row) {
    entry.show(bytes, starts[row], ends[row], found[row]);
    return entry;
  }
}
