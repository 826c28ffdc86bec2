package io.minitidb.tidb;

import io.minitidb.memtable.NetworkLatency;
import io.minitidb.memtable.NetworkLatency.RoundTrip;
import io.minitidb.memtable.NetworkLatency.Target;
import io.minitidb.pdclient.StoreStatus;
import io.minitidb.probe.CpuState;
import io.minitidb.probe.CpuUse;
import io.minitidb.probe.DiskCounter;
import io.minitidb.probe.Hardware;
import io.minitidb.probe.Inventory;
import io.minitidb.probe.NicCounter;
import io.minitidb.probe.Parameter;
import io.minitidb.probe.ProcessUse;
import io.minitidb.probe.Sample;
import io.minitidb.probe.Space;
import io.minitidb.probe.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The made-up machine under the nodes of a [TestCluster], and what they know of each other.
public final class Machine {
  static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  public static final Inventory INVENTORY =
      Inventory.of(
          new Hardware(
              new Hardware.Processor(
                  "amd64",
                  "Maker",
                  "Model",
                  2_000_000_000L,
                  8,
                  4,
                  List.of(
                      new Hardware.Cache(1, 48 << 10, 64), new Hardware.Cache(2, 2 << 20, 128))),
              16L << 30,
              List.of(new Hardware.Disk("vda", "virtio_blk", 256_000_000_000L)),
              List.of(
                  new Hardware.FileSystem(
                      "vda1", "ext4", "rw,relatime", "/", new Space(4000, 1000), "SSD")),
              List.of(
                  new Hardware.Card(
                      "eth0",
                      "virtio_net",
                      "02:fc:00:00:00:01",
                      10_000_000_000L,
                      2,
                      0x1003,
                      List.of("10.0.0.1/8", "fe80::1/64")))),
          List.of(
              new Parameter("kernel", "transparent_hugepage_enabled", "always [madvise] never"),
              new Parameter("sysctl", "net.core.somaxconn", "4096"),
              new Parameter("sysctl", "vm.swappiness", "60")));

  static final NetworkLatency LATENCY =
      () ->
          List.of(
              new Target(
                  "10.0.0.2:20160",
                  Optional.of(
                      new RoundTrip(
                          Duration.ofNanos(250_000),
                          Duration.ofNanos(333_333),
                          Duration.ofMillis(1)))),
              new Target("10.0.0.3:2379", Optional.empty()));

  static final List<StoreStatus> STORES =
      List.of(
          new StoreStatus(
              1,
              "127.0.0.1:20160",
              0,
              "Up",
              "[{\"key\": \"zone\", \"value\": \"z1\"}]",
              "8.5.0",
              "1.2TiB",
              "931.5GiB",
              new StoreStatus.Share(3, 1, 3, 30),
              new StoreStatus.Share(5, 1, 5, 50),
              Optional.of(START),
              Optional.of(START.plusSeconds(60)),
              "1m0s"),
          new StoreStatus(
              2,
              "127.0.0.1:20161",
              0,
              "Down",
              "[]",
              "",
              "0B",
              "0B",
              new StoreStatus.Share(0, 1, 0, 0),
              new StoreStatus.Share(0, 1, 0, 0),
              Optional.empty(),
              Optional.empty(),
              ""));

  private Machine() {}

  /// Node n uses n tenths of its processors and of its memory, and has no swap.
  public static Sample sample(int number) {
    double busy = number / 10.0;
    return new Sample(
        START,
        new CpuUse(number, 0.5, 0.25, busy, Map.of(CpuState.USER, busy, CpuState.IDLE, 1 - busy)),
        new Space(1000, 100L * number),
        Space.NONE,
        new Space(2000, 100L * number),
        List.of(
            new Traffic<>(
                "lo",
                Map.of(NicCounter.BYTES_SENT, 10L, NicCounter.BYTES_RECEIVED, 20L),
                Map.of(
                    NicCounter.BYTES_SENT,
                    (double) number,
                    NicCounter.BYTES_RECEIVED,
                    2.0 * number))),
        List.of(
            new Traffic<>(
                "vda",
                Map.of(DiskCounter.IN_FLIGHT, 3L),
                Map.of(DiskCounter.READS, 2.5, DiskCounter.WRITE_SECTORS, 8.0))),
        new ProcessUse(
            100 + number,
            busy / 2,
            3000,
            200,
            800,
            9,
            Duration.ofMillis(1500),
            31,
            64,
            Duration.ofMinutes(1)));
  }
}
