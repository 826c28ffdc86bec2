package io.minitidb.tidb;

import io.minitidb.cop.data.Batch;
import io.minitidb.memtable.HistorySource;
import io.minitidb.memtable.KeptTable;
import io.minitidb.memtable.NodeContext;
import io.minitidb.memtable.ScanContext;
import io.minitidb.memtable.User;
import io.minitidb.node.NodeInfo;
import io.minitidb.probe.Inventory;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
    Inventory inventory = Machine.INVENTORY;
    NodeContext context = new NodeContext(node, () -> Machine.sample(1), inventory, Map.of());
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
      public void close() {}
    };
  }
}
