package io.minitidb.memtable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.memtable.TableInfo.ColumnInfo;
import io.minitidb.memtable.TableInfo.Role;
import io.minitidb.node.NodeKind;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DefinitionTest {
  private static final List<Column<Integer>> COLUMNS =
      List.of(
          Column.bigint("N", Type.bigint(11), n -> n),
          Column.text("NAME", 10, n -> n % 2 == 0 ? null : "odd"),
          Column.time("AT", Type.timestamp(0), n -> n == 0 ? null : Instant.ofEpochSecond(n)));

  private static Definition<Integer> definition(int rows, NodeKind... kinds) {
    return Definition.named("numbers", kinds)
        .clusterTwin()
        .twin("numbers_cluster", Definition.Form.NODE_ID)
        .twin("all_numbers", Definition.Form.PLAIN)
        .of(COLUMNS, context -> IntStream.range(0, rows).boxed().toList());
  }

  private static List<String> columns(BoundTable table) {
    return table.info().columns().stream().map(ColumnInfo::name).toList();
  }

  @Test
  void theFormOfATwinDecidesItsColumns() {
    Definition<Integer> one = definition(1, NodeKind.TIDB);
    Definition<Integer> two = definition(1, NodeKind.TIDB, NodeKind.TIKV);
    assertThat(columns(BoundTable.single(one))).containsExactly("N", "NAME", "AT");
    assertThat(columns(BoundTable.twin(one, one.twins().get(0))))
        .containsExactly("INSTANCE", "N", "NAME", "AT");
    assertThat(columns(BoundTable.twin(two, two.twins().get(0))))
        .containsExactly("TYPE", "INSTANCE", "N", "NAME", "AT");
    assertThat(columns(BoundTable.twin(two, two.twins().get(1))))
        .containsExactly("N", "NAME", "AT", "NODE_ID");
    assertThat(columns(BoundTable.twin(two, two.twins().get(2))))
        .containsExactly("N", "NAME", "AT");
    assertThat(one.twins())
        .extracting(Definition.Twin::name)
        .containsExactly("cluster_numbers", "numbers_cluster", "all_numbers");
  }

  @Test
  void manyRowsComeInBoundedBatchesInTheZoneOfTheRequest() {
    Definition<Integer> many = definition(2500, NodeKind.TIDB, NodeKind.PD);
    ScanContext context =
        new ScanContext(
            Nodes.context(NodeKind.PD), Nodes.ROOT, ZoneId.of("Asia/Kolkata"), Nodes.NOW);
    List<Batch> batches =
        BoundTable.twin(many, many.twins().get(0)).scan(context, List.of(4, 2, 0, 1, 3));
    assertThat(batches).extracting(Batch::rows).containsExactly(1024, 1024, 452);
    assertThat(Rows.text(batches))
        .startsWith("NULL 0 pd 127.0.0.1:4000 NULL", "1970-01-01 05:30:01 1 pd 127.0.0.1:4000 odd")
        .endsWith("1970-01-01 06:11:39 2499 pd 127.0.0.1:4000 odd");
  }

  @Test
  void aTableNeedsNodesAndColumns() {
    assertThatThrownBy(
            () -> Definition.named("empty", NodeKind.PD).of(List.of(), context -> List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("empty");
    assertThatThrownBy(() ->
            new Definition<>(
                "s",
                "nobody",
                java.util.Set.of(),
                true,
                java.util.Optional.empty(),
                List.of(),
                java.util.Optional.empty(),
                COLUMNS,
                new RowSource.Listed<>(context -> List.of())))
        .hasMessageContaining("nobody");
  }

  @Test
  void columnsCanBeDeclaredOtherwise() {
    Column<Integer> column = COLUMNS.get(0);
    assertThat(column.nullable()).isFalse();
    assertThat(column.orNull().nullable()).isTrue();
    assertThat(column.orNull().notNull().nullable()).isFalse();
    assertThat(column.as(Role.NODE_IP).role()).isEqualTo(Role.NODE_IP);
  }
}
