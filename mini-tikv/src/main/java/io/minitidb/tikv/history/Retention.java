package io.minitidb.tikv.history;

import io.minitidb.node.Pulse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes history go that is too old or too much.
///
/// What is old is told by a clock of its own: it begins with the newest tick and follows the
/// machine's, but at most twice as fast as time goes by. So a clock that was set to some far year
/// does not take all history with it; it has to stay there as long as the history goes back.
public final class Retention implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Retention.class);
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final double KEPT_OF_SIZE = 0.9;

  private final HistoryStore store;
  private final Clock clock;
  private volatile Limits limits;
  private final Pulse pulse;
  private long now;
  private long looked = System.nanoTime();

  /// @param age how long ticks are kept
  /// @param size in bytes, of all blocks as they lie in the store
  public record Limits(Duration age, long size) {}

  public Retention(HistoryStore store, Limits limits) {
    this(store, limits, Clock.systemUTC(), INTERVAL);
  }

  Retention(HistoryStore store, Limits limits, Clock clock, Duration interval) {
    this.store = store;
    this.limits = limits;
    this.clock = clock;
    long last = store.span().to();
    this.now = last == 0 ? micros() : Math.min(micros(), last);
    this.pulse = new Pulse("history-retention", interval, interval, this::clean);
  }

  /// Sets other limits, and makes go at once what is beyond them.
  public void limit(Limits changed) {
    limits = changed;
    pulse.now();
  }

  private long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }

  void clean() {
    try {
      Limits current = limits;
      long age = current.age().toNanos() / 1000;
      long from = tell() - age;
      // A fiftieth too much is worth that ranges are dropped seldom.
      if (store.span().from() < from - age / 50) {
        store.forget(from);
      }
      long size = store.size();
      if (size > current.size()) {
        Origin.Run span = store.span();
        double kept = KEPT_OF_SIZE * current.size() / size;
        store.forget(span.to() - (long) (kept * (span.to() - span.from())));
      }
    } catch (RuntimeException e) {
      log.warn("old history could not be deleted: {}", e.getMessage());
    }
  }

  /// Returns what this clock shows.
  private long tell() {
    long moment = System.nanoTime();
    long gone = (moment - looked) / 1000;
    looked = moment;
    now = Math.min(micros(), now + 2 * gone);
    return now;
  }

  @Override
  public void close() {
    pulse.close();
  }
}
