package io.minitidb.pd.cluster;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// A member that was elected again and again lets another one try, which may be spared its fate.
/// The election thread's own.
final class CampaignLimit {
  static final int MOST = 3;
  static final Duration LATELY = Duration.ofMinutes(5);

  /// When the last campaigns were begun, the oldest first.
  private final Deque<Long> campaigns = new ArrayDeque<>();

  /// Says whether there were too many lately. It counts anew after each time that it says so.
  boolean reached() {
    long now = System.nanoTime();
    campaigns.removeIf(begun -> now - begun > LATELY.toNanos());
    if (campaigns.size() < MOST) {
      return false;
    }
    campaigns.clear();
    return true;
  }

  void begun() {
    campaigns.add(System.nanoTime());
  }
}
