package io.minitidb.probe;

import io.minitidb.node.Pulse;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads hardware and settings again now and then, on threads of its own: a file system that does
/// not answer must not delay the samples. What cannot be read stays as it was.
public final class InventoryWatch implements Inventory, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(InventoryWatch.class);
  private static final Duration PARAMETERS_INTERVAL = Duration.ofMinutes(10);

  private final Pulse parameterPulse;
  private final Pulse hardwarePulse;
  private volatile Hardware hardware;
  private volatile List<Parameter> parameters = List.of();

  /// @param interval at which the hardware is read; settings change less often
  public InventoryWatch(SystemProbe probe, Duration interval) {
    this.hardware = probe.hardware();
    this.parameterPulse =
        new Pulse(
            "inventory-settings",
            Duration.ZERO,
            PARAMETERS_INTERVAL,
            careful(() -> parameters = probe.parameters()));
    this.hardwarePulse =
        new Pulse("inventory", interval, interval, careful(() -> hardware = probe.hardware()));
  }

  private static Runnable careful(Runnable reading) {
    return () -> {
      try {
        reading.run();
      } catch (RuntimeException e) {
        log.warn("reading the machine's inventory failed", e);
      }
    };
  }

  /// Sets how often the hardware is read, from now on.
  public void every(Duration interval) {
    hardwarePulse.every(interval);
  }

  @Override
  public Hardware hardware() {
    return hardware;
  }

  @Override
  public List<Parameter> parameters() {
    return parameters;
  }

  @Override
  public void close() {
    parameterPulse.close();
    hardwarePulse.close();
  }
}
