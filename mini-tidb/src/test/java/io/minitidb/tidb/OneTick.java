package io.minitidb.tidb;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.exec.ScanCounts;
import io.minitidb.memtable.EngineStatistics;
import io.minitidb.memtable.HistorySource;
import io.minitidb.memtable.KeptTable;
import io.minitidb.memtable.NodeContext;
import io.minitidb.memtable.ScanContext;
import io.minitidb.memtable.SlowRequests;
import io.minitidb.memtable.Sources;
import io.minitidb.memtable.User;
import io.minitidb.node.NodeInfo;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;

/// The history of a store that has one tick, its own.
record OneTick(NodeInfo node) implements HistorySource {
  private static final long TICK = 1;

  @Override
  public List<Copy> copies() {
    return List.of(new Copy(1, node, TICK, TICK));
  }

  @Override
  public Reading open(KeptTable table, List<Integer> columns, Wish wish) {
    NodeContext context =
        new NodeContext(
            node,
            () -> Machine.sample(1),
            Machine.INVENTORY,
            new Sources()
                .add(EngineStatistics.class, List::of)
                .add(SlowRequests.class, new SlowRequests())
                .map());
    Batch rows =
        table.rows().apply(new ScanContext(context, User.INTERNAL, ZoneOffset.UTC, Instant.EPOCH));
    long[] times = new long[rows.rows()];
    Arrays.fill(times, TICK);
    Queue<KeptRows> left =
        new ArrayDeque<>(
            List.of(
                new KeptRows(
                    node, times.length, times, columns.stream().map(rows::column).toList())));
    return new Reading() {
      @Override
      public Optional<KeptRows> next() {
        return Optional.ofNullable(left.poll());
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
}
