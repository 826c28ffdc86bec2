package io.minitidb.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Executor;
import io.minitidb.cop.exec.ExecutorBuilder;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.exec.SortKey;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Functions;
import io.minitidb.log.LogFiles.Line;
import io.minitidb.memtable.MemTableSource;
import io.minitidb.memtable.MemTables;
import io.minitidb.memtable.NodeContext;
import io.minitidb.memtable.Nodes;
import io.minitidb.memtable.User;
import io.minitidb.node.NodeKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogSearchTest {
  private static final MemTables TABLES = MemTables.load();
  private static final Type TEXT = Type.varchar(32);
  private static final Expr TIME = new Expr.ColumnRef(0, TEXT);
  private static final Expr LEVEL = new Expr.ColumnRef(1, Type.varchar(8));
  private static final Expr MESSAGE = new Expr.ColumnRef(2, Type.LONGTEXT);
  private static final String FIRST = "[2026/03/01 10:00:00.000 +00:00] [INFO] ";

  @TempDir private Path directory;
  private EvalContext context = new EvalContext(ZoneOffset.UTC, Nodes.NOW);
  private NodeLog log = new NodeLog(Optional.empty());

  private Path file() {
    return directory.resolve("node.log");
  }

  private Executor open(ZoneId zone, List<Operator> steps) {
    context = new EvalContext(zone, Nodes.NOW);
    NodeContext node = Nodes.context(NodeKind.TIKV);
    NodeContext logging =
        new NodeContext(node.node(), node.vitals(), node.inventory(), Map.of(NodeLog.class, log));
    Dag dag =
        Dag.scan(
            new Operator.MemTableScan(
                "cluster_log", List.of(0, 3, 4), List.of(TEXT, Type.varchar(8), Type.LONGTEXT)));
    for (Operator step : steps) {
      dag = dag.then(step);
    }
    return ExecutorBuilder.build(
        dag, new MemTableSource(TABLES, logging, User.INTERNAL, 1, counts -> {}), context);
  }

  private List<String> rows(ZoneId zone, Operator... steps) {
    if (log.file().isEmpty()) {
      log = new NodeLog(Optional.of(file()));
    }
    try (Executor executor = open(zone, List.of(steps))) {
      return Rows.run(executor);
    }
  }

  private List<String> rows(Operator... steps) {
    return rows(ZoneOffset.UTC, steps);
  }

  private static Expr call(String name, Kind kind, Expr... args) {
    return new Expr.Call(Functions.get(name, kind), List.of(args), Type.BOOLEAN);
  }

  private static Expr time(String name, String local) {
    Type type = Type.datetime(6);
    return call(
        name,
        Kind.TIME,
        new Expr.Call(Functions.get("cast_time", Kind.STRING), List.of(TIME), type),
        Expr.Constant.of(CoreTime.of(LocalDateTime.parse(local), type), type));
  }

  private static Expr like(String pattern) {
    return call(
        "like",
        Kind.STRING,
        MESSAGE,
        Expr.Constant.of(pattern),
        Expr.Constant.of('\\', Type.BIGINT));
  }

  private static Operator where(Expr... conditions) {
    return new Operator.Selection(List.of(conditions));
  }

  private static Operator newest(long limit) {
    return new Operator.TopN(List.of(new SortKey(TIME, true)), limit);
  }

  @Test
  void linesWithoutTimeBelongToTheLineBeforeAlsoInTheFileBefore() throws IOException {
    Files.writeString(Path.of(file() + ".1"), "lost\n" + FIRST + "[a] [b=\"c d\"]\n");
    Files.writeString(file(), "  at x\n[2026/03/01 12:00:00.500 +01:00] [warning] later\n\nend");
    assertThat(rows())
        .containsExactly(
            "NULL UNKNOWN lost",
            "2026/03/01 10:00:00.000 INFO [a] [b=\"c d\"]",
            "2026/03/01 10:00:00.000 INFO   at x",
            "2026/03/01 11:00:00.500 WARN later",
            "2026/03/01 11:00:00.500 WARN end");
    assertThat(rows(ZoneId.of("Asia/Tokyo"), newest(1)))
        .containsExactly("2026/03/01 20:00:00.500 WARN end");
    assertThat(rows(where(like("%at_x")))).containsExactly("2026/03/01 10:00:00.000 INFO   at x");
    assertThat(context.warnings()).isEmpty();
  }

  /// The original's own denials of searches without bounds are not there (tidb#56100, #28069).
  @Test
  void aOneSidedTimeRangeIsNotCutToADay() throws IOException {
    Files.writeString(
        file(),
        "[2025/01/01 00:00:00.000 +00:00] [INFO] old\n"
            + FIRST
            + "middle\n[2026/05/01 00:00:00.000 +00:00] [INFO] new\n");
    assertThat(rows(where(time("gt", "2025-06-01T00:00:00")))).hasSize(2);
    assertThat(rows(where(time("lt", "2026-04-01T00:00:00")))).hasSize(2);
  }

  /// tidb#41309: no log, and no word of it.
  @Test
  void aNodeWithoutLogFileSaysSo() {
    log = new NodeLog(Optional.empty());
    try (Executor executor = open(ZoneOffset.UTC, List.of())) {
      assertThat(Rows.run(executor)).isEmpty();
    }
    assertThat(context.warnings())
        .containsExactly(
            new EvalContext.Warning(
                1105, "tikv 127.0.0.1:4000: no log file: it logs to standard error"));
  }

  /// tidb#19985: one node without a file fails the statement.
  @Test
  void aFileThatIsNotThereHasNoRows() {
    assertThat(rows()).isEmpty();
    assertThat(context.warnings()).isEmpty();
  }

  @Test
  void aFileThatCannotBeReadCostsItsRowsAndAWarning() throws IOException {
    Files.writeString(file(), FIRST + "fine\n");
    Files.writeString(Path.of(file() + ".2.gz"), "this is no gzip");
    assertThat(rows()).containsExactly("2026/03/01 10:00:00.000 INFO fine");
    assertThat(context.warnings()).hasSize(1);
    assertThat(context.warnings().getFirst().message())
        .startsWith("tikv 127.0.0.1:4000: " + file() + ".2.gz cannot be read: Not in GZIP format");
  }

  @Test
  void otherFilesOfTheDirectoryAreNoLogs() throws IOException {
    Files.writeString(file(), FIRST + "fine\n");
    Files.writeString(directory.resolve("node-slow.log"), FIRST + "slow\n");
    Files.writeString(directory.resolve("node.log.bak"), FIRST + "backup\n");
    Files.writeString(directory.resolve("node-2026-02-01T10-00-00.000.log"), FIRST + "stamped\n");
    Files.createDirectory(Path.of(file() + ".3"));
    assertThat(rows())
        .containsExactly(
            "2026/03/01 10:00:00.000 INFO stamped", "2026/03/01 10:00:00.000 INFO fine");
  }

  @Test
  void aLongLineIsCutWithANote() throws IOException {
    String line = "ä".repeat(1 << 20);
    Files.writeString(file(), FIRST + line + "\n" + "y".repeat(5 << 20) + "\n" + FIRST + "end\n");
    List<String> rows = rows();
    assertThat(rows).hasSize(3);
    assertThat(rows.get(0)).hasSizeLessThan(600_000).endsWith("ä ... (1048576 bytes more)");
    assertThat(rows.get(1)).endsWith("y ... (" + (4 << 20) + " bytes more)");
    assertThat(rows.get(2)).endsWith("INFO end");
    assertThat(rows(newest(10))).hasSize(3).contains(rows.get(1));
  }

  @Test
  void aRotationOrDeletionDuringTheReadChangesNothing() throws IOException {
    log = new NodeLog(Optional.of(file()));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 40_000; i++) {
      text.append(FIRST).append(i).append('\n');
    }
    Files.writeString(file(), text);
    Files.writeString(Path.of(file() + ".1"), text);
    try (Executor executor = open(ZoneOffset.UTC, List.of())) {
      long count = executor.next().orElseThrow().rows();
      Files.delete(Path.of(file() + ".1"));
      Files.move(file(), Path.of(file() + ".1"));
      Files.writeString(file(), FIRST + "new\n");
      for (Optional<Batch> next = executor.next(); next.isPresent(); next = executor.next()) {
        count += next.get().rows();
      }
      assertThat(count).isEqualTo(80_000);
    }
    assertThat(context.warnings()).isEmpty();
  }

  @Test
  void aFileThatIsCutDuringTheReadIsAWarning() throws IOException {
    log = new NodeLog(Optional.of(file()));
    Files.writeString(file(), (FIRST + "x\n").repeat(40_000));
    try (Executor executor = open(ZoneOffset.UTC, List.of())) {
      executor.next();
      Files.writeString(file(), "");
      assertThat(Rows.run(executor).size()).isLessThan(40_000);
    }
    assertThat(context.warnings()).hasSize(1);
    assertThat(context.warnings().getFirst().message()).contains("was cut while it was read");
  }

  /// Random logs, random questions, against a reader that has everything in memory.
  @Test
  void theSearchFindsWhatANaiveReaderFinds() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      Instant start = Instant.parse("2026-10-24T22:00:00Z").plusSeconds(random.nextInt(20_000));
      LogFiles.write(file(), random, round % 10 == 0 ? 20_000 : 300, start);
      List<Line> all = LogFiles.readAll(file());
      log = new NodeLog(Optional.of(file()));
      for (int question = 0; question < 12; question++) {
        ask(random, all, start, "seed " + seed + " round " + round + " question " + question);
      }
      LogFiles.delete(directory);
    }
  }

  private void ask(Random random, List<Line> all, Instant start, String name) {
    ZoneId zone = random.nextBoolean() ? ZoneId.of("Europe/Berlin") : ZoneId.of("America/Lima");
    List<Expr> conditions = new ArrayList<>();
    Predicate<Line> holds = line -> true;
    DateTimeFormatter shown =
        DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
    if (random.nextInt(3) > 0) {
      LocalDateTime from =
          LocalDateTime.ofInstant(start.plusSeconds(random.nextInt(5000) - 500), zone);
      String text = shown.withZone(null).format(from);
      conditions.add(time("ge", from.toString()));
      holds =
          holds.and(
              line -> line.micros() != Long.MIN_VALUE && show(line, shown).compareTo(text) >= 0);
      if (random.nextBoolean()) {
        LocalDateTime to = from.plusSeconds(random.nextInt(2000));
        String end = shown.withZone(null).format(to);
        conditions.add(time("lt", to.toString()));
        holds = holds.and(line -> show(line, shown).compareTo(end) < 0);
      }
    }
    if (random.nextInt(3) == 0) {
      conditions.add(
          call("in", Kind.STRING, LEVEL, Expr.Constant.of("ERROR"), Expr.Constant.of("UNKNOWN")));
      holds = holds.and(l -> l.level().equals("ERROR") || l.level().equals("UNKNOWN"));
    }
    switch (random.nextInt(5)) {
      case 0 -> {
        conditions.add(like("%größe%"));
        holds = holds.and(line -> line.message().contains("größe"));
      }
      case 1 -> {
        conditions.add(like("%slow%\\%%"));
        holds = holds.and(l -> l.message().matches("(?s).*slow.*%.*"));
      }
      case 2 -> {
        conditions.add(call("regexp", Kind.STRING, MESSAGE, Expr.Constant.of("region.*snap_shot")));
        holds = holds.and(l -> l.message().matches("(?s).*region.*snap_shot.*"));
      }
      default -> {}
    }
    check(random, all.stream().filter(holds).toList(), conditions, zone, shown, name);
  }

  private void check(
      Random random,
      List<Line> expected,
      List<Expr> conditions,
      ZoneId zone,
      DateTimeFormatter shown,
      String name) {
    List<String> texts = expected.stream().map(line -> text(line, shown)).toList();
    Operator where = where(conditions.toArray(Expr[]::new));
    int limit = 1 + random.nextInt(50);
    switch (random.nextInt(4)) {
      case 0 ->
          assertThat(rows(zone, where, new Operator.Limit(limit)))
              .as(name)
              .isEqualTo(texts.subList(0, Math.min(limit, texts.size())));
      case 1 -> {
        boolean descending = random.nextBoolean();
        List<String> rows =
            rows(zone, where, new Operator.TopN(List.of(new SortKey(TIME, descending)), limit));
        Comparator<String> order = Comparator.comparing(row -> timeOf(row));
        List<String> sorted =
            texts.stream().sorted(descending ? order.reversed() : order).limit(limit).toList();
        assertThat(rows.stream().map(row -> timeOf(row)).toList())
            .as(name)
            .isEqualTo(sorted.stream().map(row -> timeOf(row)).toList());
        assertThat(texts).as(name).containsAll(rows);
      }
      default -> assertThat(rows(zone, where)).as(name).isEqualTo(texts);
    }
  }

  /// NULL is before everything.
  private static String timeOf(String row) {
    return row.startsWith("NULL") ? "" : row.substring(0, 23);
  }

  private static String show(Line line, DateTimeFormatter shown) {
    return line.micros() == Long.MIN_VALUE
        ? "NULL"
        : shown.format(Instant.ofEpochMilli(line.micros() / 1000));
  }

  private static String text(Line line, DateTimeFormatter shown) {
    return show(line, shown) + " " + line.level() + " " + line.message();
  }
}
