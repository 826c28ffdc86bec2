package io.minitidb.probe;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads hardware and settings again now and then, on a thread of its own: a file system that does
/// not answer must not delay the samples. What cannot be read stays as it was.
public final class InventoryWatch implements Inventory, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(InventoryWatch.class);
  private static final Duration HARDWARE_INTERVAL = Duration.ofSeconds(15);
  private static final Duration PARAMETERS_INTERVAL = Duration.ofMinutes(10);

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("inventory").factory());
  private volatile Hardware hardware;
  private volatile List<Parameter> parameters = List.of();

  public InventoryWatch(SystemProbe probe) {
    this.hardware = probe.hardware();
    repeat(Duration.ZERO, PARAMETERS_INTERVAL, () -> parameters = probe.parameters());
    repeat(HARDWARE_INTERVAL, HARDWARE_INTERVAL, () -> hardware = probe.hardware());
  }

  private void repeat(Duration delay, Duration interval, Runnable reading) {
    Runnable careful =
        () -> {
          try {
            reading.run();
          } catch (RuntimeException e) {
            log.warn("reading the machine's inventory failed", e);
          }
        };
    clock.scheduleWithFixedDelay(
        careful, delay.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
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
    clock.shutdownNow();
  }
}
