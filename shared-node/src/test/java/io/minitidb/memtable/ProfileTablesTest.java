package io.minitidb.memtable;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Operator;
import io.minitidb.memtable.TableInfo.ColumnInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.profile.Profiler;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProfileTablesTest {
  private static final MemTables TABLES = MemTables.load();

  /// A profile that runs at the same time is shared, so all tables together take little more than
  /// one.
  private static ScanContext context(NodeKind kind) {
    return new ScanContext(
        Nodes.context(kind),
        Nodes.ROOT,
        ZoneOffset.UTC,
        Nodes.NOW,
        (code, message) -> {},
        0,
        1,
        counts -> {});
  }

  static Duration waits(BoundTable table) {
    NodeKind kind = table.info().answeredBy().iterator().next();
    return table.waits(
        context(kind),
        Dag.scan(new Operator.MemTableScan(table.info().name(), List.of(), List.of())));
  }

  private static List<Integer> allColumns(BoundTable table) {
    return IntStream.range(0, table.info().columns().size()).boxed().toList();
  }

  private static void check(BoundTable table, NodeKind kind) {
    List<ColumnInfo> columns = table.info().columns();
    List<Batch> batches = table.scan(context(kind), allColumns(table));
    for (Batch batch : batches) {
      assertThat(batch.columns())
          .extracting(Vector::type)
          .isEqualTo(columns.stream().map(ColumnInfo::type).toList());
      for (int i = 0; i < columns.size(); i++) {
        assertThat(columns.get(i).nullable() || batch.column(i).isDense())
            .as(columns.get(i).name())
            .isTrue();
      }
    }
    assertThat(Rows.text(batches)).first().asString().contains("root 100% 100% 0 0 root");
  }

  @Test
  void everyProfileBeginsWithTheRootAndHasTheTypesOfItsColumns() throws Exception {
    List<BoundTable> profiles =
        TABLES.all().stream().filter(table -> !waits(table).isZero()).toList();
    assertThat(profiles)
        .extracting(table -> table.info().name())
        .containsExactly(
            "cluster_profile",
            "pd_profile_allocs",
            "pd_profile_block",
            "pd_profile_cpu",
            "pd_profile_memory",
            "pd_profile_mutex",
            "tidb_profile_allocs",
            "tidb_profile_block",
            "tidb_profile_cpu",
            "tidb_profile_memory",
            "tidb_profile_mutex",
            "tikv_profile_cpu");
    try (ExecutorService scans = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (BoundTable table : profiles) {
        for (NodeKind kind : table.info().answeredBy()) {
          all.add(scans.submit(() -> check(table, kind)));
        }
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
  }

  @Test
  void aNodeIsGivenTheTimeThatAProfileTakes() {
    assertThat(waits(TABLES.find("tidb_profile_cpu").orElseThrow()))
        .isEqualTo(Profiler.OVERHEAD.plusSeconds(1));
    assertThat(waits(TABLES.find("tidb_profile_memory").orElseThrow()))
        .isEqualTo(Profiler.OVERHEAD);
    assertThat(waits(TABLES.find("processlist").orElseThrow())).isZero();
  }

  @Test
  void threadsShowTheOneThatLooks() {
    BoundTable table = TABLES.find("tidb_profile_goroutines").orElseThrow();
    List<String> rows = Rows.text(table.scan(context(NodeKind.TIDB), allColumns(table)));
    long self = Thread.currentThread().threadId();
    assertThat(rows)
        .anyMatch(row -> row.endsWith(" " + self + " RUNNABLE platform thread"))
        .anyMatch(row ->
            row.startsWith("├─" + ProfileTablesTest.class.getName() + ".threadsShow")
                && row.contains(
                    " " + self + " RUNNABLE io/minitidb/memtable/ProfileTablesTest.java:"));
  }
}
