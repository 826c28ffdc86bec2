package io.minitidb.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.AggCall;
import io.minitidb.cop.exec.AggFunction;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.exec.SortKey;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Functions;
import io.minitidb.proto.tipb.ColumnInfo;
import io.minitidb.proto.tipb.ExecType;
import io.minitidb.proto.tipb.Executor;
import io.minitidb.proto.tipb.Limit;
import io.minitidb.proto.tipb.MemTableScan;
import io.minitidb.proto.tipb.TopN;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DagCodecTest {
  private static final Operator.MemTableScan SCAN =
      new Operator.MemTableScan(
          "cluster_x", List.of(4, 0), List.of(Type.UNSIGNED_BIGINT, Type.varchar(64)));

  private static Executor scan(long... columnIds) {
    MemTableScan.Builder scan = MemTableScan.newBuilder().setTableName("t").setStoreId(0);
    for (long id : columnIds) {
      scan.addColumns(ColumnInfo.newBuilder().setColumnId(id).setTp(8));
    }
    return Executor.newBuilder().setTp(ExecType.TypeMemTableScan).setMemTblScan(scan).build();
  }

  @Test
  void everyOperatorComesBack() {
    Expr number = Rows.column(0, Type.UNSIGNED_BIGINT);
    Expr text = Rows.column(1, Type.varchar(64));
    AggCall count = new AggCall(AggFunction.COUNT, List.of(), false, Type.BIGINT);
    AggCall max = new AggCall(AggFunction.MAX, List.of(number), false, Type.UNSIGNED_BIGINT);
    Dag dag =
        Dag.scan(SCAN)
            .then(
                new Operator.Selection(
                    List.of(
                        number,
                        new Expr.Call(
                            Functions.get("isnull", Kind.STRING), List.of(text), Type.BOOLEAN))))
            .then(new Operator.Projection(List.of(text, number, text)))
            .then(
                new Operator.Aggregation(
                    List.of(Rows.column(2, Type.varchar(64))),
                    List.of(
                        count,
                        new AggCall(
                            AggFunction.MAX,
                            List.of(Rows.column(1, Type.UNSIGNED_BIGINT)),
                            false,
                            max.type()))))
            .then(
                new Operator.TopN(
                    List.of(
                        new SortKey(Rows.column(0, Type.BIGINT), true),
                        new SortKey(Rows.column(2, Type.varchar(64)), false)),
                    10))
            .then(new Operator.Limit(5));
    assertThat(DagCodec.decode(DagCodec.encode(dag, 7))).isEqualTo(dag);
  }

  @Test
  void ourScanHasANumberOfItsOwn() {
    Executor executor = DagCodec.encode(Dag.scan(SCAN), 7).getFirst();
    assertThat(executor.getTp().getNumber()).isEqualTo(1007);
    assertThat(executor.getMemTblScan().getStoreId()).isEqualTo(7);
    assertThat(executor.getMemTblScan().getColumnsList())
        .extracting(ColumnInfo::getColumnId)
        .containsExactly(5L, 1L);
    assertThat(executor.hasExecutorId()).isTrue();
  }

  @Test
  void aLimitBeyondTheSignIsNoLimit() {
    Executor limit =
        Executor.newBuilder()
            .setTp(ExecType.TypeLimit)
            .setLimit(Limit.newBuilder().setLimit(-1))
            .build();
    Executor topN =
        Executor.newBuilder()
            .setTp(ExecType.TypeTopN)
            .setTopN(TopN.newBuilder().setLimit(-1))
            .build();
    assertThat(DagCodec.decode(List.of(scan(1), topN, limit)).operators())
        .endsWith(new Operator.TopN(List.of(), Long.MAX_VALUE), new Operator.Limit(Long.MAX_VALUE));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 31})
  void refusesColumnsWithoutANumber(long columnId) {
    assertThatThrownBy(() -> DagCodec.decode(List.of(scan(columnId))))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("" + columnId);
  }

  @Test
  void refusesPlansThatDoNotBeginWithTheirOnlyScan() {
    Executor limit = Executor.newBuilder().setTp(ExecType.TypeLimit).build();
    for (List<Executor> plan :
        List.of(
            List.<Executor>of(),
            List.of(limit),
            List.of(scan(1), scan(1)),
            List.of(Executor.getDefaultInstance()))) {
      assertThatThrownBy(() -> DagCodec.decode(plan)).isInstanceOf(WireException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TypeTableScan", "TypeJoin", "TypeKill", "TypeExchangeSender"})
  void refusesOtherExecutors(String name) {
    ExecType type =
        java.util.Arrays.stream(ExecType.values())
            .filter(t -> t.name().equals(name))
            .findFirst()
            .orElse(ExecType.TypeTableScan);
    Executor other = Executor.newBuilder().setTp(type).build();
    assertThatThrownBy(() -> DagCodec.decode(List.of(scan(1), other)))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("is not supported");
  }
}
