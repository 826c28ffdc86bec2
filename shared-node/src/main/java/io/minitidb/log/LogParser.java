package io.minitidb.log;

import io.minitidb.logfile.ByteSearch;
import io.minitidb.logfile.Chunk;
import io.minitidb.logfile.ChunkCursor;
import io.minitidb.logfile.FileSequence;
import io.minitidb.logfile.Heads;
import io.minitidb.logfile.RecordFormat;
import io.minitidb.memtable.TimeRanges;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Finds the lines that are wanted among the bytes of a log. Where a text is looked for, lines
/// without it are never looked at. A line without time and level has those of the line before.
/// Empty lines are left out.
final class LogParser implements ChunkCursor.Parser<LogLine> {
  private static final LogFormat FORMAT = LogFormat.INSTANCE;

  private final Optional<ByteSearch> text;
  private final Set<LogLevel> levels = EnumSet.noneOf(LogLevel.class);
  private final TimeRanges times;
  private final boolean anyTime;
  private final LogLine line;
  private byte[] bytes = new byte[0];
  private int length;
  private long cut;
  private int count;
  private int[] starts = new int[256];
  private int[] ends = new int[256];
  private long[] found = new long[256];
  private LogLevel[] foundLevels = new LogLevel[256];
  private long time;
  private LogLevel level = LogLevel.UNKNOWN;
  private int head = -1;

  /// @param text that is in every wanted line
  /// @param wantedLevels by their names
  LogParser(Optional<ByteSearch> text, Set<String> wantedLevels, TimeRanges times, ZoneId zone) {
    this.text = text;
    for (LogLevel each : LogLevel.values()) {
      if (wantedLevels.contains(each.name())) {
        levels.add(each);
      }
    }
    this.times = times;
    this.anyTime = times.isAll();
    this.line = new LogLine(zone);
  }

  @Override
  public int parse(Chunk chunk, FileSequence files) {
    bytes = chunk.bytes();
    length = chunk.length();
    cut = chunk.cut();
    count = 0;
    head = -1;
    time = chunk.inherited();
    level = chunk.head() < 0 ? LogLevel.UNKNOWN : levelAt(chunk.head(), files);
    if (text.isPresent()) {
      search(text.get());
    } else {
      walk();
    }
    return count;
  }

  private static LogLevel levelAt(long head, FileSequence files) {
    byte[] first = files.read(head, RecordFormat.HEAD);
    boolean there = FORMAT.time(first, 0, first.length) != RecordFormat.NO_TIME;
    return there ? FORMAT.level(first, 0, first.length) : LogLevel.UNKNOWN;
  }

  private void walk() {
    for (int at = 0; at < length; ) {
      int end = endOfLine(at);
      enter(at);
      add(at, end);
      at = end + 1;
    }
  }

  private void search(ByteSearch wanted) {
    int done = 0;
    for (int hit = wanted.find(bytes, 0, length); hit >= 0; ) {
      int start = hit;
      while (start > done && bytes[start - 1] != '\n') {
        start--;
      }
      int end = endOfLine(hit);
      enterBefore(start, done);
      add(start, end);
      done = Math.min(length, end + 1);
      hit = wanted.find(bytes, done, length);
    }
  }

  private int endOfLine(int at) {
    int feed = Heads.indexOf(bytes, at, length, (byte) '\n');
    return feed < 0 ? length : feed;
  }

  /// Finds the record that the line at `start` belongs to, if it begins at or behind `from`.
  private void enterBefore(int start, int from) {
    if (enter(start)) {
      return;
    }
    for (int at = start - 1; at >= from; at--) {
      if ((at == from || bytes[at - 1] == '\n') && enter(at)) {
        return;
      }
    }
  }

  /// Takes over time and level of the line at `at`, if it has them.
  private boolean enter(int at) {
    if (bytes[at] != FORMAT.firstByte()) {
      return false;
    }
    long own = FORMAT.time(bytes, at, length);
    if (own == RecordFormat.NO_TIME) {
      return false;
    }
    time = own;
    level = FORMAT.level(bytes, at, length);
    head = at;
    return true;
  }

  private void add(int start, int end) {
    boolean inTime = anyTime || time != RecordFormat.NO_TIME && times.contains(time);
    if (end == start || !inTime || !levels.contains(level)) {
      return;
    }
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
      found = Arrays.copyOf(found, 2 * count);
      foundLevels = Arrays.copyOf(foundLevels, 2 * count);
    }
    starts[count] = head == start ? FORMAT.message(bytes, start, end) : start;
    ends[count] = end;
    found[count] = time;
    foundLevels[count++] = level;
  }

  @Override
  public long time(int row) {
    return found[row];
  }

  @Override
  public LogLine row(int row) {
    long more = ends[row] == length ? cut : 0;
    line.show(bytes, starts[row], ends[row], more, found[row], foundLevels[row]);
    return line;
  }
}
