package io.minitidb.pd.model;

import java.time.Duration;
import java.time.Instant;

/// By what the state of a store is judged at this moment.
///
/// @param mayBeSilent without being shown as disconnected
/// @param maxDownTime that it may be silent without being shown as down
/// @param lowSpaceRatio the used part of its disk, from 0 to 1, beyond which it is short of space
/// @param highSpaceRatio the used part up to which it has plenty
/// @param scoreVersion `v1` or `v2`
public record StoreView(
    Duration mayBeSilent,
    Duration maxDownTime,
    double lowSpaceRatio,
    double highSpaceRatio,
    String scoreVersion) {

  private static final double MIB = 1 << 20;
  private static final double GIB = 1 << 30;

  /// What the score of a full disk is near to in version 1.
  private static final double MOST = 1 << 30;

  private static final double SPARE_GIB = 50;
  private static final double SHORTAGE = 1e7;

  public String stateName(Store store, Instant now) {
    return store.stateName(now, mayBeSilent, maxDownTime);
  }

  /// Says whether the store is short of space; one that has not told of its disk is not.
  public boolean lowOnSpace(StoreStats stats) {
    return stats.capacity() > 0 && stats.available() < (1 - lowSpaceRatio) * stats.capacity();
  }

  /// Returns the original's region score of a store whose regions count nothing, as ours do: 0 with
  /// enough space, more the less there is.
  public double regionScore(StoreStats stats) {
    return scoreVersion.equals("v1") ? byShare(stats) : bySpace(stats);
  }

  /// From the high share to the low one it rises along a line.
  private double byShare(StoreStats stats) {
    double available = stats.available() / MIB;
    double capacity = stats.capacity() / MIB;
    double plenty = (1 - highSpaceRatio) * capacity;
    double scarce = (1 - lowSpaceRatio) * capacity;
    if (available >= plenty) {
      return 0;
    }
    return available <= scarce
        ? MOST - available
        : (MOST - scarce) * (plenty - available) / (plenty - scarce);
  }

  /// It rises when less is free than what is kept for bad times.
  private double bySpace(StoreStats stats) {
    double available = stats.available() / GIB;
    double capacity = stats.capacity() / GIB;
    double spare = Math.max(SPARE_GIB, capacity * (1 - lowSpaceRatio));
    return available >= capacity || capacity < 1 || available > spare
        ? 0
        : SHORTAGE * (spare - available) / spare;
  }
}
