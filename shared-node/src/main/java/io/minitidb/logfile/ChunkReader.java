package io.minitidb.logfile;

import io.minitidb.memtable.TimeRanges;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Goes through the parts of a sequence whose records may be in given ranges of time, chunk by
/// chunk, from the oldest or from the newest on. A chunk has 256 KiB or, when a record is longer,
/// up to 4 MiB; a record that is longer still comes in several chunks, and a line that is longer is
/// cut.
public final class ChunkReader {
  private static final int WINDOW = 256 << 10;
  private static final int LARGEST = 4 << 20;
  private static final TimeSearch.Head NO_HEAD = new TimeSearch.Head(0, RecordFormat.NO_TIME);

  private final FileSequence files;
  private final RecordFormat format;
  private final TimeSearch search;
  private final boolean backward;
  private final int window;
  private final int largest;
  private final Chunk chunk;
  private final List<Span> spans;
  private int span;
  private long position;
  private TimeSearch.Head record = NO_HEAD;
  private boolean searched;

  /// What is to be read: `from` is where a record begins, or the beginning.
  private record Span(long from, long to) {}

  /// @param times outside of which no record is wanted; a few may come all the same
  public ChunkReader(FileSequence files, RecordFormat format, TimeRanges times, boolean backward) {
    this(files, format, times, backward, WINDOW, LARGEST);
  }

  ChunkReader(
      FileSequence files,
      RecordFormat format,
      TimeRanges times,
      boolean backward,
      int window,
      int largest) {
    this.window = window;
    this.largest = largest;
    this.chunk = new Chunk(window);
    this.files = files;
    this.format = format;
    this.search = new TimeSearch(files, format);
    this.backward = backward;
    this.spans = spans(times.ranges());
    start();
  }

  private List<Span> spans(List<TimeRanges.Range> ranges) {
    List<Span> found = new ArrayList<>();
    for (TimeRanges.Range range : ranges) {
      long from =
          range.from() <= Long.MIN_VALUE + TimeSearch.DISORDER
              ? 0
              : search.notBefore(range.from() - TimeSearch.DISORDER);
      long to =
          range.to() >= Long.MAX_VALUE - TimeSearch.DISORDER - 1
              ? files.size()
              : search.notBefore(range.to() + TimeSearch.DISORDER + 1);
      Span last = found.isEmpty() ? new Span(0, 0) : found.getLast();
      if (!found.isEmpty() && from <= last.to()) {
        found.set(found.size() - 1, new Span(last.from(), Math.max(last.to(), to)));
      } else if (from < to) {
        found.add(new Span(from, to));
      }
    }
    if (backward) {
      Collections.reverse(found);
    }
    return found;
  }

  /// Returns how many bytes there are to read.
  public long bytes() {
    return spans.stream().mapToLong(each -> each.to() - each.from()).sum();
  }

  private void start() {
    if (span < spans.size()) {
      position = backward ? spans.get(span).to() : spans.get(span).from();
      record = NO_HEAD;
      searched = false;
    }
  }

  /// Goes on; the chunk before is no longer valid.
  ///
  /// @return false at the end
  public boolean next() {
    while (span < spans.size() && position == end(spans.get(span))) {
      span++;
      start();
    }
    if (span == spans.size()) {
      return false;
    }
    if (backward) {
      readBefore(spans.get(span).from());
    } else {
      readFrom(spans.get(span).to());
    }
    return true;
  }

  private long end(Span each) {
    return backward ? each.from() : each.to();
  }

  public Chunk chunk() {
    return chunk;
  }

  private void readFrom(long to) {
    for (int size = window; ; size = Math.min(largest, 4 * size)) {
      int count = read(position, (int) Math.min(size, to - position));
      int end = position + count == to ? count : Heads.last(format, chunk.bytes(), 0, count);
      if (end > 0 || size == largest) {
        takeFrom(end > 0 ? end : afterLastFeed(count), count, to);
        return;
      }
    }
  }

  /// @param end of the chunk; 0 when its only line does not end
  private void takeFrom(int end, int count, long to) {
    boolean headless = !Heads.begins(format, chunk.bytes(), 0, count);
    TimeSearch.Head inherited = headless ? record : NO_HEAD;
    if (end > 0) {
      chunk.set(end, position + end == files.size(), 0, inherited);
      remember(end);
      position += end;
      return;
    }
    remember(count);
    long next = afterNextFeed(position + count, to);
    long cut = next - 1 - position - count; // without the line feed
    chunk.set(count, next == files.size(), cut, inherited);
    position = next;
  }

  /// Keeps the last record of the first `end` bytes, for a chunk that goes on with it.
  private void remember(int end) {
    int last = Heads.last(format, chunk.bytes(), 0, end);
    if (last < 0 && Heads.begins(format, chunk.bytes(), 0, end)) {
      last = 0;
    }
    if (last >= 0) {
      record = new TimeSearch.Head(position + last, format.time(chunk.bytes(), last, end));
    }
  }

  private void readBefore(long from) {
    for (int size = window; ; size = Math.min(largest, 4 * size)) {
      long start = Math.max(from, position - size);
      int count = read(start, (int) (position - start));
      int begin = start == from ? 0 : Heads.first(format, chunk.bytes(), 0, count);
      if (begin >= 0) {
        drop(begin, count);
        boolean headless = !Heads.begins(format, chunk.bytes(), 0, count - begin);
        chunk.set(
            count - begin,
            position == files.size(),
            0,
            headless ? search.before(start + begin) : NO_HEAD);
        position = start + begin;
        return;
      }
      if (size == largest) {
        takeBefore(start, count, from);
        return;
      }
    }
  }

  /// There is no record in the largest window.
  private void takeBefore(long start, int count, long from) {
    int feed = Heads.indexOf(chunk.bytes(), 0, count - 1, (byte) '\n');
    long begin = feed >= 0 ? start + feed + 1 : beginOfLine(start, from);
    int length = (int) Math.min(largest, position - begin);
    if (feed >= 0) {
      drop(feed + 1, count);
    } else {
      read(begin, length);
    }
    if (!searched || record.position() > begin) {
      record = search.before(begin + 1);
      searched = true;
    }
    chunk.set(
        length,
        position == files.size(),
        Math.max(0, position - 1 - begin - length),
        record.position() == begin && record.time() != RecordFormat.NO_TIME ? NO_HEAD : record);
    position = begin;
  }

  private void drop(int bytes, int count) {
    System.arraycopy(chunk.bytes(), bytes, chunk.bytes(), 0, count - bytes);
  }

  private int read(long from, int count) {
    chunk.reserve(count);
    files.read(from, chunk.bytes(), count);
    return count;
  }

  private int afterLastFeed(int count) {
    int at = count;
    while (at > 0 && chunk.bytes()[at - 1] != '\n') {
      at--;
    }
    return at;
  }

  private long afterNextFeed(long from, long to) {
    byte[] block = new byte[WINDOW];
    for (long at = from; at < to; at += block.length) {
      int count = (int) Math.min(block.length, to - at);
      files.read(at, block, count);
      int feed = Heads.indexOf(block, 0, count, (byte) '\n');
      if (feed >= 0) {
        return at + feed + 1;
      }
    }
    return to;
  }

  private long beginOfLine(long before, long from) {
    byte[] block = new byte[WINDOW];
    for (long end = before; end > from; ) {
      int count = (int) Math.min(block.length, end - from);
      files.read(end - count, block, count);
      for (int at = count - 1; at >= 0; at--) {
        if (block[at] == '\n') {
          return end - count + at + 1;
        }
      }
      end -= count;
    }
    return from;
  }
}
