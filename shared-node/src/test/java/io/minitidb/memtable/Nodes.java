package io.minitidb.memtable;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.exec.ScanCounts;
import io.minitidb.log.NodeLog;
import io.minitidb.memtable.Sessions.Connection;
import io.minitidb.node.HostPort;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.probe.Hardware;
import io.minitidb.probe.Inventory;
import io.minitidb.probe.Parameter;
import io.minitidb.probe.Sample;
import io.minitidb.probe.Samples;
import io.minitidb.probe.Space;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// A node of each kind on which nothing ever changes.
public final class Nodes {
  public static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
  public static final User ROOT = User.all("root", "127.0.0.1");

  private static final Sample SAMPLE =
      Samples.of(
          NOW,
          0.25,
          List.of(Samples.nic("lo", 1, 1, 0, 1), Samples.nic("eth0", 10, 20, 100.4, 200.4)));
  private static final Settings SETTINGS =
      Settings.of(Map.of("log.level", "info", "data-dir", "/data"));
  private static final Hardware HARDWARE =
      new Hardware(
          new Hardware.Processor(
              "amd64",
              "GenuineIntel",
              "Xeon",
              2_500_000_000L,
              8,
              4,
              List.of(new Hardware.Cache(1, 48 << 10, 64), new Hardware.Cache(2, 2 << 20, 64))),
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
                  List.of("10.0.0.1/8", "fe80:0:0:0:0:0:0:1/64"))));
  private static final Inventory INVENTORY =
      Inventory.of(
          HARDWARE,
          List.of(
              new Parameter("kernel", "transparent_hugepage_enabled", "always [madvise] never"),
              new Parameter("sysctl", "vm.swappiness", "60")));
  private static final NetworkLatency LATENCY =
      () ->
          List.of(
              new NetworkLatency.Target(
                  "127.0.0.1:20160",
                  Optional.of(
                      new NetworkLatency.RoundTrip(
                          Duration.ofNanos(250_000),
                          Duration.ofNanos(333_333),
                          Duration.ofMillis(1)))),
              new NetworkLatency.Target("127.0.0.1:20161", Optional.empty()));
  private static final Sessions SESSIONS =
      () ->
          List.of(
              new Connection(
                  7,
                  "root",
                  "127.0.0.1:5000",
                  Optional.of("test"),
                  "Query",
                  NOW.minusSeconds(90),
                  "",
                  Optional.of("select 1")),
              new Connection(
                  8,
                  "app",
                  "10.0.0.1:5001",
                  Optional.empty(),
                  "Sleep",
                  NOW.plusSeconds(5),
                  "",
                  Optional.empty()));

  private Nodes() {}

  public static NodeContext context(NodeKind kind) {
    NodeInfo node =
        new NodeInfo(
            kind,
            kind.text() + "1",
            new HostPort("127.0.0.1", 4000),
            new HostPort("127.0.0.1", 10080),
            "8.5.0",
            "None",
            NOW.minusSeconds(60));
    return new NodeContext(node, () -> SAMPLE, INVENTORY, sources(kind).map());
  }

  private static Sources sources(NodeKind kind) {
    Sources all =
        new Sources()
            .add(NodeLog.class, new NodeLog(Optional.empty()))
            .add(Settings.class, SETTINGS)
            .add(RunningRequests.class, new RunningRequests())
            .add(SlowRequests.class, new SlowRequests());
    return switch (kind) {
      case TIDB -> all.add(Sessions.class, SESSIONS).add(NetworkLatency.class, LATENCY);
      case PD -> all.add(NetworkLatency.class, LATENCY);
      case TIKV ->
          all.add(HistorySource.class, new OneTick())
              .add(
                  EngineStatistics.class,
                  () -> List.of(new EngineStatistics.Statistic("size", "default", 7)));
    };
  }

  /// A history of one tick, that of now.
  private static final class OneTick implements HistorySource {
    @Override
    public Reading open(KeptTable table, List<Integer> columns, Wish wish) {
      NodeContext tidb =
          context(table.answeredBy().contains(NodeKind.TIDB) ? NodeKind.TIDB : NodeKind.TIKV);
      Batch rows = table.rows().apply(new ScanContext(tidb, ROOT, ZoneOffset.UTC, NOW));
      long[] times = new long[rows.rows()];
      Arrays.fill(times, ChronoUnit.MICROS.between(Instant.EPOCH, NOW));
      List<KeptRows> left =
          new ArrayList<>(
              List.of(
                  new KeptRows(
                      tidb.node(),
                      times.length,
                      times,
                      columns.stream().map(rows::column).toList())));
      return new Reading() {
        @Override
        public Optional<KeptRows> next() {
          return left.isEmpty() ? Optional.empty() : Optional.of(left.removeFirst());
        }

        @Override
        public OptionalLong frontier() {
          return OptionalLong.empty();
        }

        @Override
        public ScanCounts scanned() {
          return ScanCounts.NONE;
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public List<Copy> copies() {
      return List.of(new Copy(1, context(NodeKind.TIDB).node(), 1, 2));
    }
  }
}
