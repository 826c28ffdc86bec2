package io.minitidb.tidb.statement;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.memtable.User;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class StatementSummaryTest {
  private static final User ROOT = User.all("root", "localhost");
  private static final Instant TEN = Instant.parse("2026-01-02T10:00:00Z");

  private Instant now = TEN.plusSeconds(70);
  private final StatementSummary summary = new StatementSummary(() -> now);

  private static SummarySettings settings(int seconds, int history, int statements) {
    return new SummarySettings(
        true, false, Duration.ofSeconds(seconds), history, statements, 20, Redaction.NONE);
  }

  private void run(String... statements) {
    for (String sql : statements) {
      summary.ended(Records.of(sql));
    }
  }

  /// Returns `text:count` of each row, `-` for the text of what was evicted.
  private static List<String> counts(List<SummaryRow> rows) {
    return rows.stream()
        .map(row ->
            row.of().map(sample -> sample.digest().text()).orElse("-")
                + ":"
                + row.totals().executions)
        .toList();
  }

  private List<String> current() {
    return counts(summary.current(ROOT));
  }

  private List<String> history() {
    return counts(summary.history(ROOT));
  }

  @Test
  void statementsThatDifferInTheirValuesAreOne() {
    summary.configure(settings(60, 24, 100));
    run("select a from t where b = 1", "SELECT a FROM t WHERE b = 'x'", "select 1");
    assertThat(current()).containsExactly("select `a` from `t` where `b` = ?:2", "select ?:1");
    SummaryRow row = summary.current(ROOT).getFirst();
    assertThat(row.of().orElseThrow().sql()).isEqualTo("select a from t wher(len:27)");
  }

  @Test
  void aWindowBeginsAtAMultipleOfItsLength() {
    summary.configure(settings(60, 24, 100));
    run("select 1");
    assertThat(summary.current(ROOT).getFirst().window())
        .isEqualTo(new Window(TEN.plusSeconds(60), TEN.plusSeconds(120)));
  }

  @Test
  void theNextWindowStartsEmptyAndTheHistoryHasBoth() {
    summary.configure(settings(60, 24, 100));
    run("select 1", "select 1");
    now = now.plusSeconds(60);
    assertThat(current()).isEmpty();
    run("select 1");
    assertThat(current()).containsExactly("select ?:1");
    assertThat(history()).containsExactly("select ?:2", "select ?:1");
  }

  @Test
  void theHistoryHasSoManyWindowsAndTheCurrentOneAlways() {
    summary.configure(settings(60, 2, 100));
    for (int i = 1; i <= 4; i++) {
      for (int j = 0; j < i; j++) {
        run("select 1");
      }
      now = now.plusSeconds(60);
    }
    assertThat(history()).containsExactly("select ?:3", "select ?:4");
    summary.configure(settings(60, 0, 100));
    assertThat(history()).containsExactly("select ?:4");
  }

  @Test
  void anotherLengthHoldsFromTheCurrentWindowOn() {
    summary.configure(settings(3600, 24, 100));
    run("select 1");
    summary.configure(settings(60, 24, 100));
    assertThat(current()).isEmpty();
    run("select 1", "select 1");
    summary.configure(settings(3600, 24, 100));
    assertThat(current()).containsExactly("select ?:2");
    assertThat(summary.current(ROOT).getFirst().window().end()).isEqualTo(TEN.plusSeconds(3660));
  }

  @Test
  void figuresAreSummed() {
    summary.ended(Records.of("select 1", Records.origin("root"), 1000));
    summary.ended(Records.of("select 2", Records.origin("root"), 3000));
    summary.ended(Records.failed("select 3"));
    Totals totals = summary.current(ROOT).getFirst().totals();
    assertThat(totals.executions).isEqualTo(3);
    assertThat(totals.errors).isEqualTo(1);
    assertThat(totals.warnings).isEqualTo(3);
    assertThat(totals.sumLatency).isEqualTo(5000);
    assertThat(totals.maxLatency).isEqualTo(3000);
    assertThat(totals.minLatency).isEqualTo(1000);
    assertThat(totals.average(totals.sumLatency)).isEqualTo(1666);
    assertThat(totals.maxParse).isEqualTo(300);
    assertThat(totals.maxCompile).isEqualTo(90);
    assertThat(totals.maxMemory).isEqualTo(6000);
    assertThat(totals.minRows).isZero();
    assertThat(totals.maxRows).isEqualTo(30);
    assertThat(totals.first).isEqualTo(Records.START);
  }

  @Test
  void whatRanLongestAgoIsEvictedIntoOneRow() {
    summary.configure(settings(60, 24, 2));
    run("select a", "select b", "select a", "select c", "select c");
    assertThat(current()).containsExactly("select `a`:2", "select `c`:2", "-:1");
    run("select d");
    assertThat(current()).containsExactly("select `c`:2", "select `d`:1", "-:3");
    assertThat(summary.evicted())
        .containsExactly(
            new EvictedStatements.Count(new Window(TEN.plusSeconds(60), TEN.plusSeconds(120)), 2));
  }

  @Test
  void evictionLosesNoExecution() { // tidb#23920, tidb#24083
    summary.configure(settings(60, 24, 3));
    for (int i = 0; i < 1000; i++) {
      run("select c" + i % 37);
      now = now.plusMillis(100);
    }
    assertThat(summary.history(ROOT).stream().mapToLong(row -> row.totals().executions).sum())
        .isEqualTo(1000);
    assertThat(summary.history(ROOT).stream().mapToLong(row -> row.totals().sumLatency).sum())
        .isEqualTo(1_000_000);
    // The newest window first.
    assertThat(summary.evicted())
        .hasSize(2)
        .allSatisfy(count -> assertThat(count.statements()).isBetween(34L, 37L))
        .isSortedAccordingTo((a, b) -> b.window().begin().compareTo(a.window().begin()));
  }

  @Test
  void theEvictedRowHasTheFiguresOfItsStatements() { // tidb#49732
    summary.configure(settings(60, 24, 1));
    summary.ended(Records.of("select a", Records.origin("root"), 1000));
    summary.ended(Records.of("select b", Records.origin("root"), 3000));
    run("select c");
    SummaryRow row = summary.current(ROOT).getLast();
    assertThat(row.of()).isEmpty();
    assertThat(row.totals().minLatency).isEqualTo(1000);
    assertThat(row.totals().maxLatency).isEqualTo(3000);
    assertThat(row.totals().average(row.totals().sumLatency)).isEqualTo(2000);
    assertThat(row.totals().first).isEqualTo(Records.START);
  }

  @Test
  void evictedStatementsDoNotKeepGrowing() { // tidb#56629
    summary.configure(settings(60, 2, 1));
    for (int window = 0; window < 5; window++) {
      for (int i = 0; i < 6000; i++) {
        run("select c" + i);
      }
      now = now.plusSeconds(60);
    }
    assertThat(summary.evicted()).hasSize(2);
    assertThat(summary.history(ROOT)).hasSize(3);
    // Told apart or not, each was evicted once.
    assertThat(summary.evicted().getFirst().statements()).isEqualTo(5999);
  }

  @Test
  void longTextsTakeTheRoomOfOthers() {
    summary.configure(
        new SummarySettings(
            true, false, Duration.ofSeconds(60), 24, 30_000, 1 << 20, Redaction.NONE));
    for (int i = 0; i < 100; i++) {
      run("select '" + "x".repeat(1 << 20) + "' as c" + i);
    }
    assertThat(summary.current(ROOT)).hasSizeBetween(5, 40);
    assertThat(summary.evicted().getFirst().statements()).isGreaterThan(60);
  }

  @Test
  void switchedOffItForgetsAllAndStartsEmpty() {
    run("select 1");
    SummarySettings on = SummarySettings.DEFAULT;
    summary.configure(
        new SummarySettings(false, false, on.interval(), 24, 100, 20, Redaction.NONE));
    run("select 1");
    assertThat(history()).isEmpty();
    summary.configure(on);
    assertThat(history()).isEmpty();
    run("select 1");
    assertThat(current()).containsExactly("select ?:1");
  }

  @Test
  void internalStatementsCountWhenThatIsWanted() {
    StatementRecord.Origin client = Records.origin("");
    StatementRecord.Origin internal =
        new StatementRecord.Origin(
            "", "", 0, client.database(), Optional.empty(), "utf8mb4", "utf8mb4_bin", false, true);
    summary.ended(Records.of("select 1", internal, 1));
    assertThat(current()).isEmpty();
    summary.configure(
        new SummarySettings(true, true, Duration.ofMinutes(30), 24, 100, 20, Redaction.NONE));
    summary.ended(Records.of("select 1", internal, 1));
    assertThat(current()).containsExactly("select ?:1");
  }

  @Test
  void withoutProcessOneSeesWhatOneRan() {
    summary.configure(settings(60, 24, 2));
    summary.ended(Records.of("select a", Records.origin("ann"), 1));
    summary.ended(Records.of("select a", Records.origin("bob"), 1));
    summary.ended(Records.of("select b", Records.origin("bob"), 1));
    summary.ended(Records.of("select c", Records.origin("cat"), 1));
    User ann = new User("ann", "localhost", Set.of());
    User bob = new User("bob", "localhost", Set.of());
    User cat = new User("cat", "localhost", Set.of());
    assertThat(counts(summary.current(bob))).containsExactly("select `b`:1", "-:2");
    assertThat(counts(summary.current(ann))).containsExactly("-:2");
    assertThat(counts(summary.history(cat))).containsExactly("select `c`:1");
    assertThat(counts(summary.history(ROOT))).hasSize(3);
  }

  @Test
  void aCommitIsCountedByWhatItCommits() {
    for (String before : List.of("update a set b = 1", "update a set b = 2", "delete from a")) {
      StatementRecord.Origin origin = Records.origin("root");
      StatementRecord.Origin behind =
          new StatementRecord.Origin(
              "root",
              "",
              1,
              origin.database(),
              Optional.of(Records.text(before)),
              "utf8mb4",
              "utf8mb4_bin",
              false,
              false);
      summary.ended(Records.of("commit", behind, 1));
      summary.ended(Records.of("select 1", behind, 1));
    }
    assertThat(current()).containsExactly("commit:2", "commit:1", "select ?:3");
    assertThat(summary.current(ROOT).getFirst().of().orElseThrow().previous())
        .isEqualTo("update a set b = 1");
  }

  @Test
  void whoReadsSeesNoHalfWrittenRow() // tidb#35340, #31998, #32134, #39134, #70166
      throws ExecutionException, InterruptedException {
    summary.configure(settings(1, 3, 5));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int w = 0; w < 4; w++) {
        int writer = w;
        writers.add(
            threads.submit(() -> {
              for (int i = 0; i < 5000; i++) {
                run("select c" + (i + writer) % 7);
                if (writer == 0 && i % 500 == 0) {
                  now = now.plusSeconds(1);
                }
              }
            }));
      }
      for (int i = 0; i < 200; i++) {
        for (SummaryRow row : summary.history(ROOT)) {
          assertThat(row.totals().sumLatency).isEqualTo(1000 * row.totals().executions);
          assertThat(row.totals().sumMemory).isEqualTo(2000 * row.totals().executions);
        }
        assertThat(summary.current(ROOT)).hasSizeLessThanOrEqualTo(6);
        assertThat(summary.evicted()).hasSizeLessThanOrEqualTo(3);
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
  }
}
