package io.minitidb.coprocessor;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.AggCall;
import io.minitidb.cop.exec.AggFunction;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Functions;
import io.minitidb.memtable.MemTables;
import io.minitidb.memtable.Nodes;
import io.minitidb.memtable.User;
import io.minitidb.node.NodeKind;
import io.minitidb.wire.AnswerForm;
import io.minitidb.wire.CopAnswer;
import io.minitidb.wire.CopRequest;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CoprocessorTest {
  static final Type ID = Type.bigint(21).asUnsigned();
  static final Dag IDS =
      Dag.scan(new Operator.MemTableScan("processlist", List.of(0), List.of(ID)));
  private static final Duration MINUTE = Duration.ofMinutes(1);

  static Coprocessor coprocessor(NodeKind kind, long storeId) {
    return new Coprocessor(MemTables.load(), Nodes.context(kind), storeId);
  }

  private final Coprocessor tidb = coprocessor(NodeKind.TIDB, 0);

  private CopAnswer run(Dag dag) {
    return tidb.answer(new CopRequest(dag, Nodes.ROOT, ZoneOffset.UTC, MINUTE, 0));
  }

  private static Expr call(String name, long value) {
    return new Expr.Call(
        Functions.get(name, Kind.INT),
        List.of(Rows.column(0, ID), Rows.constant(Type.BIGINT, value)),
        Type.BIGINT);
  }

  static List<String> rows(CopAnswer answer) {
    assertThat(answer).isInstanceOf(CopAnswer.Rows.class);
    return Rows.text(((CopAnswer.Rows) answer).batches());
  }

  static String refusal(CopAnswer answer) {
    assertThat(answer).isInstanceOf(CopAnswer.Refused.class);
    return ((CopAnswer.Refused) answer).reason();
  }

  @Test
  void answersRows() {
    assertThat(rows(run(IDS))).containsExactly("7", "8");
    AggCall count = new AggCall(AggFunction.COUNT, List.of(), false, Type.BIGINT);
    assertThat(rows(run(IDS.then(new Operator.Aggregation(List.of(), List.of(count))))))
        .containsExactly("2");
  }

  @Test
  void batchesThatASelectionEmptiedAreNotSent() {
    CopAnswer answer = run(IDS.then(new Operator.Selection(List.of(call("gt", 100)))));
    assertThat(((CopAnswer.Rows) answer).batches()).isEmpty();
  }

  @Test
  void warningsComeWithTheRows() {
    CopAnswer answer = run(IDS.then(new Operator.Projection(List.of(call("intdiv", 0)))));
    assertThat(rows(answer)).containsExactly("NULL", "NULL");
    assertThat(((CopAnswer.Rows) answer).warnings())
        .extracting(EvalContext.Warning::code)
        .containsExactly(1365, 1365);
  }

  @Test
  void anErrorOfTheStatementKeepsItsCode() {
    CopAnswer answer =
        run(IDS.then(new Operator.Projection(List.of(call("multiply", Long.MAX_VALUE)))));
    assertThat(answer)
        .isInstanceOfSatisfying(
            CopAnswer.StatementError.class, error -> assertThat(error.code()).isEqualTo(1690));
  }

  @Test
  void anAnswerThatDoesNotFitIsAStreamOrNothing() {
    AnswerForm tiny = new AnswerForm(1, true);
    CopRequest request = new CopRequest(IDS, Nodes.ROOT, ZoneOffset.UTC, MINUTE, 0, tiny);
    assertThat(tidb.answer(request)).isEqualTo(new CopAnswer.TooLarge());
    CopAnswer rest = tidb.answer(request, batches -> true);
    assertThat(rows(rest)).containsExactly("7", "8");
    assertThat(((CopAnswer.Rows) rest).summaries())
        .singleElement()
        .satisfies(summary -> assertThat(summary.rows()).isEqualTo(2));
  }

  @Test
  void aDeadlineThatHasPassedIsARefusal() {
    assertThat(
            refusal(tidb.answer(new CopRequest(IDS, Nodes.ROOT, ZoneOffset.UTC, Duration.ZERO, 0))))
        .contains("deadline of 0 ms");
  }

  @Test
  void aDeadlineMayBeAsFarAwayAsOneLikes() {
    assertThat(
            rows(
                tidb.answer(
                    new CopRequest(
                        IDS, Nodes.ROOT, ZoneOffset.UTC, Duration.ofMillis(Long.MAX_VALUE), 0))))
        .hasSize(2);
  }

  @Test
  void unknownTablesAndColumnsAreRefused() {
    assertThat(
            refusal(run(Dag.scan(new Operator.MemTableScan("nothing", List.of(0), List.of(ID))))))
        .isEqualTo("unknown memtable 'nothing' on a tidb node");
    assertThat(
            refusal(
                run(Dag.scan(new Operator.MemTableScan("processlist", List.of(99), List.of(ID))))))
        .contains("no column number 100");
    assertThat(
            refusal(
                coprocessor(NodeKind.PD, 0)
                    .answer(new CopRequest(IDS, Nodes.ROOT, ZoneOffset.UTC, MINUTE, 0))))
        .contains("on a pd node");
  }

  @Test
  void aFailureInsideIsARefusalToo() {
    Expr broken =
        new Expr.Call(Functions.get("lt", Kind.INT), List.of(Rows.column(0, ID)), Type.BOOLEAN);
    assertThat(refusal(run(IDS.then(new Operator.Projection(List.of(broken)))))).isNotEmpty();
  }

  @Test
  void onlyTheStoreThatIsMeantAnswers() {
    Dag load =
        Dag.scan(new Operator.MemTableScan("node_info", List.of(6), List.of(Type.varchar(64))));
    Coprocessor store = coprocessor(NodeKind.TIKV, 4);
    assertThat(store.answer(new CopRequest(load, User.INTERNAL, ZoneOffset.UTC, MINUTE, 5)))
        .isEqualTo(new CopAnswer.WrongStore(5, 4));
    assertThat(rows(store.answer(new CopRequest(load, User.INTERNAL, ZoneOffset.UTC, MINUTE, 4))))
        .containsExactly("tikv1");
    assertThat(rows(store.answer(new CopRequest(load, User.INTERNAL, ZoneOffset.UTC, MINUTE, 0))))
        .containsExactly("tikv1");
  }
}
