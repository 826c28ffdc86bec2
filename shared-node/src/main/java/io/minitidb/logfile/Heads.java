package io.minitidb.logfile;

/// Finds where records begin among bytes.
public final class Heads {
  private Heads() {}

  /// Returns where the first record at or after `from` begins, or -1. Neither `from` nor what lies
  /// behind `to` is known to be the beginning of a line, but what follows a line feed is.
  static int first(RecordFormat format, byte[] bytes, int from, int to) {
    int at = from;
    while (true) {
      int feed = indexOf(bytes, at, to, (byte) '\n');
      if (feed < 0) {
        return -1;
      }
      at = feed + 1;
      if (begins(format, bytes, at, to)) {
        return at;
      }
    }
  }

  /// Returns where the last record behind `from` begins, or -1.
  public static int last(RecordFormat format, byte[] bytes, int from, int to) {
    for (int at = to - 1; at > from; at--) {
      if (bytes[at - 1] == '\n' && begins(format, bytes, at, to)) {
        return at;
      }
    }
    return -1;
  }

  /// Returns whether a record begins at `at`, which is the beginning of a line.
  public static boolean begins(RecordFormat format, byte[] bytes, int at, int to) {
    return at < to
        && bytes[at] == format.firstByte()
        && format.time(bytes, at, to) != RecordFormat.NO_TIME;
  }

  /// Returns the position of `value` or -1.
  public static int indexOf(byte[] bytes, int from, int to, byte value) {
    return ByteSearch.indexOf(bytes, from, to, value);
  }
}
