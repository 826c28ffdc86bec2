package io.minitidb.logfile;

/// A piece of a sequence of files that begins where a record does, if there are records, and ends
/// where one ends. Its contents change when the reader goes on.
public final class Chunk {
  /// The bytes, of which the first [#length()] count.
  private byte[] bytes;

  private int length;
  private boolean last;
  private long cut;
  private long inherited = RecordFormat.NO_TIME;
  private long head = -1;

  Chunk(int size) {
    this.bytes = new byte[size];
  }

  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  /// Returns whether the sequence ends where this does.
  public boolean isLast() {
    return last;
  }

  /// Returns how many bytes of the last line are missing, because it is too long.
  public long cut() {
    return cut;
  }

  /// Returns the time of the record that its first line belongs to, if no record begins with it;
  /// `NO_TIME` when there is none.
  public long inherited() {
    return inherited;
  }

  /// Returns where that record begins in the sequence; -1 when there is none.
  public long head() {
    return head;
  }

  void set(int newLength, boolean isLast, long newCut, TimeSearch.Head record) {
    last = isLast;
    length = newLength;
    cut = newCut;
    inherited = record.time();
    head = record.time() == RecordFormat.NO_TIME ? -1 : record.position();
  }

  void reserve(int size) {
    if (bytes.length < size) {
      bytes = new byte[size];
    }
  }
}
