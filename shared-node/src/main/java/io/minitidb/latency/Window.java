package io.minitidb.latency;

import io.minitidb.memtable.NetworkLatency.RoundTrip;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// The round trips of the last minute. Thread-safe.
final class Window {
  static final Duration LENGTH = Duration.ofMinutes(1);

  private final Deque<Trip> trips = new ArrayDeque<>();
  private boolean answered;

  /// @param at nanoseconds of a clock that never goes back
  private record Trip(long at, long nanos) {}

  synchronized void add(long at, long nanos) {
    forget(at);
    trips.add(new Trip(at, nanos));
    answered = true;
  }

  synchronized void fail() {
    answered = false;
  }

  /// Returns what the window holds at `now`, or empty when the last attempt failed.
  synchronized Optional<RoundTrip> summary(long now) {
    forget(now);
    if (!answered || trips.isEmpty()) {
      return Optional.empty();
    }
    long min = Long.MAX_VALUE;
    long max = 0;
    long sum = 0;
    for (Trip trip : trips) {
      min = Math.min(min, trip.nanos());
      max = Math.max(max, trip.nanos());
      sum += trip.nanos();
    }
    return Optional.of(
        new RoundTrip(
            Duration.ofNanos(min), Duration.ofNanos(sum / trips.size()), Duration.ofNanos(max)));
  }

  private void forget(long now) {
    while (!trips.isEmpty() && now - trips.peek().at() > LENGTH.toNanos()) {
      trips.remove();
    }
  }
}
