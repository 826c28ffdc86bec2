package io.minitidb.logfile;

/// How the first line of a record looks. What follows up to the next one belongs to the record.
public interface RecordFormat {
  /// The time of what has none.
  long NO_TIME = Long.MIN_VALUE;

  /// A first line can be told by so many bytes.
  int HEAD = 64;

  /// Returns the byte that every first line begins with.
  byte firstByte();

  /// Returns the time of the record whose first line begins at `at`, in microseconds since the
  /// epoch; [#NO_TIME] when no record begins there, or its first line is not complete up to `to`.
  long time(byte[] bytes, int at, int to);
}
