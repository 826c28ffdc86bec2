package io.minitidb.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Made-up samples.
public final class Samples {
  private Samples() {}

  /// A sample in which memory is half in use and the data directory's disk a quarter, on a machine
  /// without swap.
  public static Sample of(Instant time, double busy, List<Traffic<NicCounter>> nics) {
    return new Sample(
        time,
        new CpuUse(0.5, 1.25, 2, busy, Map.of(CpuState.USER, busy, CpuState.IDLE, 1 - busy)),
        new Space(1000, 500),
        Space.NONE,
        new Space(4000, 1000),
        nics,
        List.of(
            new Traffic<>(
                "vda",
                Map.of(DiskCounter.READS, 100L, DiskCounter.IN_FLIGHT, 3L),
                Map.of(
                    DiskCounter.READS,
                    2.5,
                    DiskCounter.READ_SECTORS,
                    20.0,
                    DiskCounter.IN_FLIGHT,
                    -1.0))),
        new ProcessUse(
            77, 0.125, 3000, 200, 800, 9, Duration.ofMillis(1500), 31, 64, Duration.ofMinutes(1)));
  }

  /// What went through an interface, in bytes and bytes per second.
  public static Traffic<NicCounter> nic(
      String name, long sent, long received, double sentRate, double receivedRate) {
    return new Traffic<>(
        name,
        Map.of(NicCounter.BYTES_SENT, sent, NicCounter.BYTES_RECEIVED, received),
        Map.of(NicCounter.BYTES_SENT, sentRate, NicCounter.BYTES_RECEIVED, receivedRate));
  }
}
