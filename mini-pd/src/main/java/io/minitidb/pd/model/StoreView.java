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
/// @param leadersBySize whether leaders are compared by their size instead of their number
/// @param hotHits how often in a row a region must have much traffic to be hot
public record StoreView(
    Duration mayBeSilent,
    Duration maxDownTime,
    double lowSpaceRatio,
    double highSpaceRatio,
    String scoreVersion,
    boolean leadersBySize,
    long hotHits) {

  private static final double MIB = 1 << 20;
  private static final double GIB = 1 << 30;

  /// What the score of a full disk is near to in version 1.
  private static final double MOST = 1 << 30;

  private static final double SPARE_GIB = 50;
  private static final double SHORTAGE = 1e7;
  private static final double PRESSURE = 256;

  public String stateName(Store store, Instant now) {
    return store.stateName(now, mayBeSilent, maxDownTime);
  }

  /// Says whether the store is short of space; one that has not told of its disk is not.
  public boolean lowOnSpace(StoreStats stats) {
    return stats.capacity() > 0 && stats.available() < (1 - lowSpaceRatio) * stats.capacity();
  }

  /// Returns the original's leader score: what a store leads, the less the more weight it has.
  public double leaderScore(StoreLoad load, Weight weight) {
    return weight.leaderScore((double) (leadersBySize ? load.leaderSize() : load.leaders()));
  }

  /// Returns the original's region score: the size of what a store has, the more the shorter it is
  /// of space, the less the more weight it has.
  public double regionScore(StoreStats stats, StoreLoad load, Weight weight) {
    double size = load.regionSize();
    return weight.regionScore(
        scoreVersion.equals("v1") ? byShare(stats, size) : bySpace(stats, size));
  }

  /// From the high share to the low one it rises along a line.
  private double byShare(StoreStats stats, double size) {
    double available = stats.available() / MIB;
    double capacity = stats.capacity() / MIB;
    double plenty = (1 - highSpaceRatio) * capacity;
    double scarce = (1 - lowSpaceRatio) * capacity;
    if (available >= plenty) {
      return size;
    }
    return available <= scarce
        ? MOST - available
        : size + (MOST - scarce - size) * (plenty - available) / (plenty - scarce);
  }

  /// It rises faster the less is free, and steeply when that is less than what is kept for bad
  /// times.
  private double bySpace(StoreStats stats, double size) {
    double available = stats.available() / GIB;
    double capacity = stats.capacity() / GIB;
    double spare = Math.max(SPARE_GIB, capacity * (1 - lowSpaceRatio));
    if (available >= capacity || capacity < 1) {
      return size;
    }
    if (available > spare) {
      double used = capacity - available + spare - 1;
      return (1 + PRESSURE * (Math.log(capacity) - Math.log(available - spare + 1)) / used) * size;
    }
    return (1 + PRESSURE * Math.log(capacity) / capacity) * size
        + SHORTAGE * (spare - available) / spare;
  }
}
