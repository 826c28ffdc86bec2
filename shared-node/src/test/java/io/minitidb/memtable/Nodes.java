package io.minitidb.memtable;

import io.minitidb.log.NodeLog;
import io.minitidb.memtable.Sessions.Connection;
import io.minitidb.node.HostPort;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.probe.Hardware;
import io.minitidb.probe.Sample;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A node of each kind on which nothing ever changes.
public final class Nodes {
  public static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
  public static final User ROOT = User.all("root", "127.0.0.1");

  private static final Sample SAMPLE =
      new Sample(
          NOW,
          0.25,
          1000,
          500,
          4000,
          1000,
          List.of(new Sample.Nic("eth0", 10, 20, 100.4, 200.4), new Sample.Nic("lo", 1, 1, 0, 1)));
  private static final Hardware HARDWARE =
      new Hardware("GenuineIntel", "Xeon", 2_500_000_000L, 8, 4, 16L << 30, List.of(), List.of());
  private static final NodeLog NO_LOG = new NodeLog(Optional.empty());
  private static final Settings SETTINGS =
      Settings.of(Map.of("log.level", "info", "data-dir", "/data"));
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
    return new NodeContext(
        node,
        () -> SAMPLE,
        HARDWARE,
        kind == NodeKind.TIDB
            ? Map.of(
                Sessions.class, SESSIONS, NodeLog.class, NO_LOG, Settings.class, SETTINGS)
            : Map.of(NodeLog.class, NO_LOG, Settings.class, SETTINGS));
  }
}
