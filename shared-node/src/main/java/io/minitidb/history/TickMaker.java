package io.minitidb.history;

import io.minitidb.cop.data.Batch;
import io.minitidb.memtable.KeptTable;
import io.minitidb.memtable.NodeContext;
import io.minitidb.memtable.ScanContext;
import io.minitidb.memtable.TickWindow;
import io.minitidb.memtable.User;
import io.minitidb.probe.Sample;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes ticks of the tables of a node. Not thread-safe.
final class TickMaker {
  private final NodeContext node;
  private final List<KeptTable> tables;
  private long last;
  private Instant before = Instant.EPOCH;

  /// @param tables all that there are; those of other kinds of node are left out
  TickMaker(NodeContext node, Map<String, KeptTable> tables) {
    this.node = node;
    this.tables =
        tables.values().stream()
            .filter(table -> table.answeredBy().contains(node.node().kind()))
            .toList();
  }

  Tick make(Sample sample) {
    NodeContext then =
        new NodeContext(node.node(), () -> sample, node.inventory(), node.sources())
            .with(TickWindow.class, new TickWindow(before, sample.time()));
    before = sample.time();
    ScanContext scan = new ScanContext(then, User.INTERNAL, ZoneOffset.UTC, sample.time());
    Map<String, Batch> rows = new HashMap<>();
    for (KeptTable table : tables) {
      rows.put(table.name(), table.rows().apply(scan));
    }
    long time = ChronoUnit.MICROS.between(Instant.EPOCH, sample.time());
    long previous = last;
    last = Math.max(time, last + 1);
    return new Tick(last, previous, time, rows);
  }
}
