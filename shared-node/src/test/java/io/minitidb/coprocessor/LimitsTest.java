package io.minitidb.coprocessor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minitidb.config.ByteSize;
import io.minitidb.config.HumanDuration;
import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.AggCall;
import io.minitidb.cop.exec.AggFunction;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Operator;
import io.minitidb.log.LogConfig;
import io.minitidb.log.Logging;
import io.minitidb.memtable.Nodes;
import io.minitidb.memtable.SlowRequests;
import io.minitidb.node.NodeKind;
import io.minitidb.wire.AnswerForm;
import io.minitidb.wire.CopAnswer;
import io.minitidb.wire.CopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What requests of others may cost.
final class LimitsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Dag BY_ID =
      CoprocessorTest.IDS.then(
          new Operator.Aggregation(
              List.of(Rows.column(0, CoprocessorTest.ID)),
              List.of(new AggCall(AggFunction.COUNT, List.of(), false, Type.BIGINT))));

  @TempDir private Path directory;
  private final Coprocessor node = CoprocessorTest.coprocessor(NodeKind.TIDB, 0);
  private CoprocessorConfig limits = CoprocessorConfig.NONE;

  @AfterEach
  void backToTheConsole() {
    Logging.toConsole("info");
  }

  private void set(CoprocessorConfig next) {
    limits = next;
    node.limit(next);
  }

  private void places(int working, int waiting) {
    set(
        new CoprocessorConfig(
            working,
            waiting,
            limits.maxAnswerSize(),
            limits.memoryQuota(),
            limits.maxRequestDuration(),
            limits.slowLogThreshold()));
  }

  private void sizes(long answer, long memory) {
    set(
        new CoprocessorConfig(
            limits.maxConcurrency(),
            limits.maxWaiting(),
            new ByteSize(answer),
            new ByteSize(memory),
            limits.maxRequestDuration(),
            limits.slowLogThreshold()));
  }

  private void times(Duration longest, Duration slow) {
    set(
        new CoprocessorConfig(
            limits.maxConcurrency(),
            limits.maxWaiting(),
            limits.maxAnswerSize(),
            limits.memoryQuota(),
            new HumanDuration(longest),
            new HumanDuration(slow)));
  }

  private static CopRequest request(Dag dag, Duration deadline) {
    return new CopRequest(dag, Nodes.ROOT, ZoneOffset.UTC, deadline, 0);
  }

  private CopAnswer ask(Dag dag) {
    return node.answer(request(dag, MINUTE));
  }

  /// A request for rows one by one, each of which the asker takes when he is told to.
  private CompletableFuture<CopAnswer> slowReader(Semaphore taking, Semaphore taken) {
    CopRequest request =
        new CopRequest(
            CoprocessorTest.IDS, Nodes.ROOT, ZoneOffset.UTC, MINUTE, 0, new AnswerForm(1, false));
    return CompletableFuture.supplyAsync(
        () ->
            node.answer(
                request,
                batches -> {
                  taken.release();
                  taking.acquireUninterruptibly();
                  return true;
                }),
        Thread::startVirtualThread);
  }

  @Test
  void aRequestBeyondTheConcurrencyWaitsAndIsRefusedWithTheReason() {
    places(0, 10);
    assertThat(
            CoprocessorTest.refusal(
                node.answer(request(CoprocessorTest.IDS, Duration.ofMillis(20)))))
        .isEqualTo(
            "busy: 0 requests are at work (coprocessor.max-concurrency), 1 wait, the deadline"
                + " passed in the line");
    places(0, 0);
    CopAnswer full = ask(CoprocessorTest.IDS);
    assertThat(CoprocessorTest.refusal(full))
        .contains("no more may wait (coprocessor.max-waiting)");
    assertThat(full.encode().getRegionError().getServerIsBusy().getReason())
        .as("as TiKV says it")
        .isEqualTo(CoprocessorTest.refusal(full));
    places(1, 0);
    assertThat(CoprocessorTest.rows(ask(CoprocessorTest.IDS))).hasSize(2);
    assertThat(CoprocessorTest.rows(ask(CoprocessorTest.IDS))).hasSize(2); // gave its place back
  }

  @Test
  void aRequestWhoseAskerTakesHisTimeHasNoPlace() {
    places(1, 0);
    Semaphore taking = new Semaphore(0);
    Semaphore taken = new Semaphore(0);
    CompletableFuture<CopAnswer> slow = slowReader(taking, taken);
    taken.acquireUninterruptibly();
    assertThat(CoprocessorTest.rows(ask(CoprocessorTest.IDS))).hasSize(2);
    taking.release(10);
    assertThat(CoprocessorTest.rows(slow.join())).isNotEmpty();
    assertThat(CoprocessorTest.rows(ask(CoprocessorTest.IDS))).hasSize(2);
  }

  @Test
  void aRequestThatFailsGivesItsPlaceBack() {
    places(1, 0);
    for (int i = 0; i < 3; i++) {
      CoprocessorTest.refusal(
          ask(
              Dag.scan(
                  new Operator.MemTableScan("nothing", List.of(0), List.of(CoprocessorTest.ID)))));
    }
    assertThat(CoprocessorTest.rows(ask(CoprocessorTest.IDS))).hasSize(2);
  }

  @Test
  void anAnswerThatIsTooLargeIsRefusedInOneMessageAndInMany() {
    sizes(15, Long.MAX_VALUE);
    assertThat(CoprocessorTest.refusal(ask(CoprocessorTest.IDS)))
        .isEqualTo(
            "the answer is larger than coprocessor.max-answer-size, which is 15 bytes;"
                + " narrow the query");
    sizes(1 << 20, Long.MAX_VALUE);
    assertThat(CoprocessorTest.rows(ask(CoprocessorTest.IDS))).hasSize(2);
  }

  @Test
  void operatorsThatKeepTooMuchEndTheStatement() {
    sizes(Long.MAX_VALUE, 1);
    assertThat(ask(BY_ID))
        .isInstanceOfSatisfying(
            CopAnswer.StatementError.class,
            error -> {
              assertThat(error.code()).isEqualTo(8175);
              assertThat(error.message()).contains("coprocessor.memory-quota is 1 bytes");
            });
    sizes(Long.MAX_VALUE, 1 << 20);
    assertThat(CoprocessorTest.rows(ask(BY_ID))).hasSize(2);
  }

  @Test
  void theNodeMayAllowLessTimeThanTheAsker() {
    times(Duration.ZERO, MINUTE);
    assertThat(CoprocessorTest.refusal(ask(CoprocessorTest.IDS)))
        .isEqualTo("the deadline of 0 ms has passed (coprocessor.max-request-duration)");
  }

  @Test
  void whatTheNodeAsksItselfHasNoLimits() {
    places(0, 0);
    sizes(1, 1);
    assertThat(
            CoprocessorTest.rows(
                node.run(
                    request(BY_ID, MINUTE),
                    new io.minitidb.cop.expr.EvalContext(ZoneOffset.UTC, java.time.Instant.EPOCH),
                    (List<Batch> rows) -> false)))
        .hasSize(2);
  }

  @Test
  void aSlowRequestIsLoggedWithWhatOneAsksFirst() throws IOException {
    Path file = directory.resolve("node.log");
    Logging.configure(new LogConfig("info", file.toString(), new ByteSize(1 << 20), 1));
    ask(CoprocessorTest.IDS);
    times(MINUTE, Duration.ZERO);
    ask(CoprocessorTest.IDS);
    await()
        .untilAsserted(() ->
            assertThat(Files.readAllLines(file))
                .filteredOn(line -> line.contains("slow coprocessor request"))
                .singleElement()
                .asString()
                .contains("[WARN] [SlowRequestLog.java]", "[table=processlist]", "[user=root@")
                .containsPattern("\\[took=.*s] \\[waited=.*s] \\[rows=2] \\[bytes=\\d+]")
                .endsWith("[outcome=answered]"));
    assertThat(node.context().source(SlowRequests.class).orElseThrow().all())
        .singleElement()
        .matches(slow -> slow.rows() == 2 && slow.of().table().equals("processlist"));
  }
}
