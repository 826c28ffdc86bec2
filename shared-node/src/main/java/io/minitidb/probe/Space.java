package io.minitidb.probe;

/// Something of which a part is in use: memory, swap, a file system. Bytes; `used` never exceeds
/// `total`.
public record Space(long total, long used) {
  public static final Space NONE = new Space(0, 0);

  public Space {
    total = Math.max(0, total);
    used = Math.clamp(used, 0, total);
  }

  public long free() {
    return total - used;
  }

  /// Returns the fraction in use, 0 to 1; 0 when there is nothing to use.
  public double usedFraction() {
    return fraction(used);
  }

  /// Returns the fraction that is free, 0 to 1; 0 when there is nothing to use.
  public double freeFraction() {
    return fraction(free());
  }

  private double fraction(long part) {
    return total == 0 ? 0 : (double) part / total;
  }
}
