package io.minitidb.cop.data;

/// How a value is evaluated.
public enum Kind {
  INT(8, 0, 0),
  REAL(8, 1, 1),
  DECIMAL(40, 2, 3),
  STRING(-1, 3, 2),
  TIME(8, 4, 4),
  DURATION(8, 5, 5),
  JSON(-1, 6, 6);

  private final int width;
  private final int offset;
  private final int castOffset;

  Kind(int width, int offset, int castOffset) {
    this.width = width;
    this.offset = offset;
    this.castOffset = castOffset;
  }

  /// Returns the bytes that one value takes in a vector, or -1 when it varies.
  public int width() {
    return width;
  }

  /// Returns what is added to the first tipb signature of a family to get that of this kind of
  /// argument.
  public int offset() {
    return offset;
  }

  /// Returns what is added to the first tipb signature of the casts from a kind to get the cast to
  /// this one.
  public int castOffset() {
    return castOffset;
  }
}
