package io.minitidb.probe;

import io.minitidb.node.Pulse;
import java.time.Duration;
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
  private final Pulse pulse;
  private volatile Sample latest;

  /// @param listener is told of every sample, the first one included; for a node that keeps its
  ///   history
  public Sampler(SystemProbe probe, Duration interval, Consumer<Sample> listener) {
    this.probe = probe;
    this.listener = listener;
    this.latest = probe.sample();
    listener.accept(latest);
    this.pulse = new Pulse("sampler", interval, interval, this::tick);
  }

  /// Sets how often the machine is sampled, from now on.
  public void every(Duration interval) {
    pulse.every(interval);
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
    if (!pulse.close(STOP_LIMIT)) {
      log.warn("the sampler is still reading the machine");
    }
  }
}
