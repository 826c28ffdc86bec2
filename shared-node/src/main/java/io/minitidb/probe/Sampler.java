package io.minitidb.probe;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Samples the machine in the background, so that no query ever does. A failed reading is logged
/// and the last good sample stays.
public final class Sampler implements Vitals, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Sampler.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(2);

  private final SystemProbe probe;
  private final Consumer<Sample> listener;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sampler").factory());
  private volatile Sample latest;

  /// @param listener is told of every sample, the first one included; for a node that keeps its
  ///   history
  public Sampler(SystemProbe probe, Duration interval, Consumer<Sample> listener) {
    this.probe = probe;
    this.listener = listener;
    this.latest = probe.sample();
    listener.accept(latest);
    long nanos = interval.toNanos();
    clock.scheduleAtFixedRate(this::tick, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  private void tick() {
    try {
      Sample sample = probe.sample();
      latest = sample;
      listener.accept(sample);
    } catch (RuntimeException e) {
      log.warn("sampling the machine failed", e);
    }
  }

  @Override
  public Sample latest() {
    return latest;
  }

  /// Stops sampling; when this returns, the listener is told no more.
  @Override
  public void close() {
    clock.shutdownNow();
    try {
      if (!clock.awaitTermination(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("the sampler is still reading the machine");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
