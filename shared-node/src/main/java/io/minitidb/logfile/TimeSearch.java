package io.minitidb.logfile;

/// Finds records by time in a sequence that is ordered by it, but for a little disorder: lines of
/// different threads overtake each other on their way to the file.
public final class TimeSearch {
  /// How much later than a record that stands behind it a record may be, in microseconds.
  public static final long DISORDER = 2_000_000;

  private static final int BLOCK = 8 << 10;

  private final FileSequence files;
  private final RecordFormat format;
  private final byte[] block = new byte[BLOCK];

  TimeSearch(FileSequence files, RecordFormat format) {
    this.files = files;
    this.format = format;
  }

  /// The beginning of a record.
  ///
  /// @param position behind the end of the sequence when there is none
  record Head(long position, long time) {}

  /// Returns where the first record begins that is not earlier than `time`; the size of the
  /// sequence when there is none.
  long notBefore(long time) {
    long low = 0;
    long high = files.size();
    while (high - low > BLOCK) {
      long middle = low + (high - low) / 2;
      Head head = next(middle, high);
      if (head.position() >= high || head.time() >= time) {
        high = middle;
      } else {
        low = head.position();
      }
    }
    for (Head head = next(low, files.size()); ; head = next(head.position() + 1, files.size())) {
      if (head.position() >= files.size() || head.time() >= time) {
        return head.position();
      }
    }
  }

  /// Returns the first record that begins at or behind `position`, if it begins before `end`.
  Head next(long position, long end) {
    if (position == 0) {
      int count = (int) Math.min(BLOCK, files.size());
      files.read(0, block, count);
      if (Heads.begins(format, block, 0, count)) {
        return new Head(0, format.time(block, 0, count));
      }
    }
    // The line feed before a record counts, and a line may be cut by the end of a block.
    long at = Math.max(0, position - 1);
    while (at < end) {
      int count = (int) Math.min(BLOCK, files.size() - at);
      files.read(at, block, count);
      int head = Heads.first(format, block, 0, count);
      if (head >= 0) {
        return new Head(at + head, format.time(block, head, count));
      }
      at += Math.max(1, at + count < files.size() ? count - RecordFormat.HEAD : count);
    }
    return new Head(files.size(), RecordFormat.NO_TIME);
  }

  /// Returns the last record that begins before `position`; `NO_TIME` when there is none.
  Head before(long position) {
    long end = position;
    while (end > 0) {
      long start = Math.max(0, end - BLOCK);
      int count = (int) (Math.min(files.size(), start + BLOCK) - start);
      files.read(start, block, count);
      int limit = (int) (end - start);
      for (int at = limit - 1; at >= 0; at--) {
        boolean begins = at > 0 ? block[at - 1] == '\n' : start == 0;
        if (begins && Heads.begins(format, block, at, count)) {
          return new Head(start + at, format.time(block, at, count));
        }
      }
      if (start == 0) {
        break;
      }
      end = start + RecordFormat.HEAD;
    }
    return new Head(0, RecordFormat.NO_TIME);
  }
}
