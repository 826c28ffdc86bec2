package io.minitidb.memtable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.exec.Demand;
import io.minitidb.cop.exec.Operator;
import io.minitidb.memtable.TableInfo.ColumnInfo;
import io.minitidb.memtable.TableInfo.Role;
import io.minitidb.node.NodeKind;
import io.minitidb.probe.Hardware;
import io.minitidb.probe.Parameter;
import io.minitidb.probe.Sample;
import io.minitidb.probe.Sampler;
import io.minitidb.probe.SystemProbe;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class MemTablesTest {
  private static final MemTables TABLES = MemTables.load();

  record OnANode(String table, NodeKind kind) {}

  /// Tables that let wait have a test of their own, ProfileTablesTest.
  static Stream<OnANode> everyTableWhereItIsAnswered() {
    return TABLES.all().stream()
        .filter(table -> ProfileTablesTest.waits(table).isZero())
        .flatMap(table ->
            table.info().answeredBy().stream().map(kind -> new OnANode(table.info().name(), kind)));
  }

  private static BoundTable table(String name) {
    return TABLES.find(name).orElseThrow();
  }

  private static List<Batch> scan(String table, NodeKind kind, List<Integer> columns) {
    return table(table)
        .scan(new ScanContext(Nodes.context(kind), Nodes.ROOT, ZoneOffset.UTC, Nodes.NOW), columns);
  }

  private static List<String> rows(String table, NodeKind kind, String... columns) {
    TableInfo info = table(table).info();
    return Rows.text(scan(table, kind, Stream.of(columns).map(info::indexOf).toList()));
  }

  @ParameterizedTest
  @MethodSource("everyTableWhereItIsAnswered")
  void everyVectorHasTheTypeOfItsColumn(OnANode at) {
    List<ColumnInfo> columns = table(at.table()).info().columns();
    for (Batch batch :
        scan(at.table(), at.kind(), IntStream.range(0, columns.size()).boxed().toList())) {
      assertThat(batch.columns())
          .extracting(Vector::type)
          .isEqualTo(columns.stream().map(ColumnInfo::type).toList());
      assertThat(batch.columns()).extracting(Vector::rows).containsOnly(batch.rows());
      for (int i = 0; i < columns.size(); i++) {
        assertThat(columns.get(i).nullable() || batch.column(i).isDense())
            .as(columns.get(i).name())
            .isTrue();
      }
      assertThat(Rows.text(batch)).hasSize(batch.rows());
    }
  }

  @ParameterizedTest
  @MethodSource("everyTableWhereItIsAnswered")
  void everyColumnCanBeReadAlone(OnANode at) {
    for (int i = 0; i < table(at.table()).info().columns().size(); i++) {
      assertThat(scan(at.table(), at.kind(), List.of(i)))
          .allMatch(batch -> batch.columns().size() == 1);
    }
  }

  @Test
  void namesAreUniqueInAnyCaseAndFoundInAnyCase() {
    assertThat(TABLES.all()).isNotEmpty();
    for (BoundTable table : TABLES.all()) {
      assertThat(table.info().name()).isLowerCase();
      assertThat(TABLES.find(table.info().name().toUpperCase(java.util.Locale.ROOT)))
          .containsSame(table);
      assertThat(
              table.info().columns().stream()
                  .map(column -> column.name().toLowerCase(java.util.Locale.ROOT)))
          .doesNotHaveDuplicates();
    }
    assertThat(TABLES.find("no_such_table")).isEmpty();
  }

  @Test
  void aModernTwinHasItsInstanceInFront() {
    assertThat(table("processlist").info().cluster()).isFalse();
    TableInfo twin = table("cluster_processlist").info();
    assertThat(twin.cluster()).isTrue();
    assertThat(twin.columns().getFirst())
        .isEqualTo(new ColumnInfo("INSTANCE", Type.varchar(64), true, Role.INSTANCE));
    assertThat(twin.columns().subList(1, twin.columns().size()))
        .isEqualTo(table("processlist").info().columns());
    assertThat(rows("cluster_processlist", NodeKind.TIDB, "instance", "id", "user"))
        .containsExactly("127.0.0.1:4000 7 root", "127.0.0.1:4000 8 app");
  }

  @Test
  void aTwinOfThePrototypeHasItsNodeIdAtTheEnd() {
    for (String name : List.of("tikv_server_stats_info_cluster", "pd_server_info_cluster")) {
      TableInfo info = table(name).info();
      assertThat(info.columns().getLast())
          .isEqualTo(new ColumnInfo("NODE_ID", Type.varchar(64), true, Role.NODE_ID));
      assertThat(info.cluster()).isTrue();
      assertThat(TABLES.find(name.replace("_cluster", ""))).isEmpty();
    }
    assertThat(
            rows(
                "tikv_server_stats_info_cluster",
                NodeKind.TIKV,
                "ip",
                "cpu_usage",
                "mem_usage",
                "node_id"))
        .containsExactly("127.0.0.1 25 50 tikv1");
    assertThat(
            rows(
                "pd_server_info_cluster",
                NodeKind.PD,
                "cpu_vendor",
                "cpu_frequent",
                "cpu_thread",
                "mem_size",
                "node_id"))
        .containsExactly("GenuineIntel 2500 8 16384 pd1");
  }

  @Test
  void nodesTellTheirLatestSample() {
    assertThat(
            rows(
                "cluster_node_infos",
                NodeKind.PD,
                "cpu",
                "net",
                "memory",
                "disk",
                "node_type",
                "ip",
                "id"))
        .containsExactly("0.25 302 0.5 0.25 pd 127.0.0.1 pd1");
    assertThat(rows("node_info", NodeKind.TIKV, "node_type", "id")).containsExactly("tikv tikv1");
  }

  /// tidb#36226: CLUSTER_LOAD sampled while the query waited, for 1.5 seconds.
  @Test
  void aQueryReadsTheLastSampleAndTakesNone() {
    AtomicInteger samples = new AtomicInteger();
    NodeContext node = Nodes.context(NodeKind.TIKV);
    SystemProbe counting =
        new SystemProbe() {
          @Override
          public Sample sample() {
            samples.incrementAndGet();
            return node.vitals().latest();
          }

          @Override
          public Hardware hardware() {
            return node.inventory().hardware();
          }

          @Override
          public List<Parameter> parameters() {
            return node.inventory().parameters();
          }
        };
    try (Sampler sampler = new Sampler(counting, Duration.ofDays(1), sample -> {})) {
      NodeContext sampled = new NodeContext(node.node(), sampler, node.inventory(), Map.of());
      ScanContext context = new ScanContext(sampled, Nodes.ROOT, ZoneOffset.UTC, Nodes.NOW);
      for (String name : List.of("cluster_load", "cluster_processes", "tikv_infos")) {
        assertThat(table(name).scan(context, List.of(0))).isNotEmpty();
      }
      assertThat(samples).hasValue(1);
    }
  }

  @Test
  void machinesAreShownToThoseWhoMaySeeThem() {
    for (String name :
        List.of("cluster_load", "cluster_systeminfo", "cluster_processes", "cluster_rocksdb")) {
      assertThat(table(name).info().needs()).contains(Privilege.PROCESS);
    }
    assertThat(table("cluster_hardware").info().needs()).contains(Privilege.CONFIG);
  }

  /// Mistyped and misplaced in the original: `bytes-ent`, and disks under `net`.
  @Test
  void namesOfLoadAreSpeltRightAndStandUnderTheirDevice() {
    for (NodeKind kind : NodeKind.values()) {
      List<String> names = rows("cluster_load", kind, "device_type", "device_name", "name");
      assertThat(names).noneMatch(name -> name.contains("bytes-ent"));
      assertThat(names)
          .filteredOn(name -> name.contains(" vda "))
          .allMatch(n -> n.startsWith("io"));
      assertThat(names).isSortedAccordingTo(Comparator.comparing(MemTablesTest::device));
      assertThat(names).doesNotHaveDuplicates();
    }
    assertThat(rows("cluster_load", NodeKind.PD, "device_type", "device_name", "name", "value"))
        .contains("net eth0 bytes-sent 10", "net eth0 bytes-recv 20", "io vda read_count/s 2.50");
    assertThat(rows("cluster_load", NodeKind.TIKV, "device_type", "device_name", "name", "value"))
        .contains("net eth0 tx-bytes/s 100.40", "io vda in_flight/s 3.00");
  }

  private static String device(String item) {
    return item.substring(0, item.lastIndexOf(' '));
  }

  @Test
  void aProcessHasSecondsAndNeverLessThanNone() {
    assertThat(rows("processlist", NodeKind.TIDB, "id", "db", "command", "time", "info", "mem"))
        .containsExactly("7 test Query 90 select 1 0", "8 NULL Sleep 0 NULL 0");
  }

  @Test
  void columnsThatAreNotThereAreRefused() {
    for (int column : new int[] {-1, 7, 1000}) {
      assertThatThrownBy(() -> scan("node_info", NodeKind.PD, List.of(column)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("node_info");
    }
  }

  @Test
  void withoutColumnsRowsAreStillCounted() {
    assertThat(scan("processlist", NodeKind.TIDB, List.of()))
        .extracting(Batch::rows)
        .containsExactly(2);
  }

  @Test
  void anUnknownTableIsAnErrorAndSoIsOneOfAnotherKindOfNode() {
    MemTableSource source =
        new MemTableSource(TABLES, Nodes.context(NodeKind.TIKV), User.INTERNAL, 1, counts -> {});
    for (String name : List.of("no_such_table", "processlist", "pd_server_info_cluster")) {
      Operator.MemTableScan scan = new Operator.MemTableScan(name, List.of(), List.of());
      assertThatThrownBy(() -> source.open(scan, Demand.ALL, Rows.context()))
          .isInstanceOf(UnknownTableException.class)
          .hasMessage("unknown memtable '" + name + "' on a tikv node");
    }
  }

  @Test
  void aSourceThatIsMissingIsNamed() {
    ScanContext bare =
        new ScanContext(Nodes.context(NodeKind.PD), Nodes.ROOT, ZoneOffset.UTC, Nodes.NOW);
    assertThatThrownBy(() -> bare.source(Sessions.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("pd has no Sessions");
  }
}
