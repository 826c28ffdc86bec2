package io.minitidb.memtable;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.cop.Rows;
import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.AggCall;
import io.minitidb.cop.exec.AggFunction;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Executor;
import io.minitidb.cop.exec.ExecutorBuilder;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.exec.SortKey;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Functions;
import io.minitidb.node.NodeKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A table of one row a minute, as a stream that counts what is read of it.
final class StreamScanTest {
  private static final Instant START = Instant.parse("2026-10-24T12:00:00Z");
  private static final int ROWS = 3 * 24 * 60;
  private static final Type TIME = Type.timestamp(0);
  private static final Expr.ColumnRef T = new Expr.ColumnRef(0, TIME);
  private static final Expr.ColumnRef N = new Expr.ColumnRef(1, Type.BIGINT);

  private int read;
  private boolean closed;
  private Wanted wanted = new Wanted(Set.of(), TimeRanges.ALL, Wanted.Order.ANY, 0, Map.of());

  /// Rows with times in minutes since the start, which the cursor gives in the wanted order.
  private final class Minutes implements RowCursor<Integer> {
    private final boolean backward;
    private int at;

    Minutes(Wanted wanted) {
      backward = wanted.order() == Wanted.Order.NEWEST_FIRST;
      at = backward ? ROWS : -1;
    }

    @Override
    public Step next() {
      while (true) {
        at += backward ? -1 : 1;
        if (at < 0 || at >= ROWS) {
          return Step.END;
        }
        read++;
        if (wanted.times().contains(LocalTimes.micros(time(at)))) {
          return Step.ROW;
        }
        if (at % 100 == 0) {
          return Step.PAUSE;
        }
      }
    }

    @Override
    public Integer row() {
      return at;
    }

    @Override
    public OptionalLong frontier() {
      return OptionalLong.of(LocalTimes.micros(time(at)));
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static Instant time(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }

  private List<String> run(ZoneId zone, Operator... steps) {
    Definition<Integer> definition =
        Definition.named("minutes", NodeKind.PD)
            .streaming(
                List.of(
                    Column.<Integer>time("t", TIME, StreamScanTest::time).as(TableInfo.Role.TIME),
                    Column.<Integer>bigint("n", Type.BIGINT, Integer::longValue)),
                (context, hints) -> {
                  wanted = hints;
                  return new Minutes(hints);
                });
    BoundTable table = BoundTable.single(definition);
    ScanContext scan = new ScanContext(Nodes.context(NodeKind.PD), Nodes.ROOT, zone, Nodes.NOW);
    Dag dag =
        Dag.scan(new Operator.MemTableScan("minutes", List.of(0, 1), List.of(TIME, Type.BIGINT)));
    for (Operator step : steps) {
      dag = dag.then(step);
    }
    read = 0;
    try (Executor executor =
        ExecutorBuilder.build(
            dag,
            (leaf, demand, context) -> table.open(scan, leaf.columns(), demand),
            new EvalContext(zone, Nodes.NOW))) {
      return Rows.run(executor);
    }
  }

  private static Expr.Constant moment(String local) {
    return Expr.Constant.of(
        CoreTime.of(LocalDateTime.parse(local), Type.datetime(6)), Type.datetime(6));
  }

  private static Expr call(String name, Kind kind, Expr... args) {
    return new Expr.Call(Functions.get(name, kind), List.of(args), Type.BOOLEAN);
  }

  private static Operator newest(long limit) {
    return new Operator.TopN(List.of(new SortKey(T, true)), limit);
  }

  @Test
  void newestFirstWithALimitReadsOnlyTheEnd() {
    List<String> rows = run(ZoneOffset.UTC, newest(3), new Operator.Projection(List.of(N)));
    assertThat(rows).containsExactly("4319", "4318", "4317");
    assertThat(read).isLessThan(200);
    assertThat(closed).isTrue();
  }

  @Test
  void aFilterBelowTheOrderIsNoObstacle() {
    List<String> rows =
        run(
            ZoneOffset.UTC,
            new Operator.Selection(List.of(call("lt", Kind.INT, N, number(4000)))),
            new Operator.Projection(List.of(N, T)),
            new Operator.TopN(
                List.of(
                    new SortKey(new Expr.ColumnRef(1, TIME), true),
                    new SortKey(new Expr.ColumnRef(0, Type.BIGINT), false)),
                2));
    assertThat(rows).containsExactly("3999 2026-10-27 06:39:00", "3998 2026-10-27 06:38:00");
    assertThat(read).isBetween(320, 1000);
  }

  private static Expr number(long n) {
    return Expr.Constant.of(n, Type.BIGINT);
  }

  @Test
  void oldestFirstAndAnyOrderWithALimitReadOnlyTheBeginning() {
    run(ZoneOffset.UTC, new Operator.TopN(List.of(new SortKey(T, false)), 3));
    assertThat(read).isLessThan(200);
    run(ZoneOffset.UTC, new Operator.Limit(3));
    assertThat(read).isLessThan(200);
  }

  @Test
  void anotherOrderReadsEverything() {
    assertThat(run(ZoneOffset.UTC, new Operator.TopN(List.of(new SortKey(N, true)), 1)))
        .containsExactly("2026-10-27 11:59:00 4319");
    assertThat(read).isEqualTo(ROWS);
    assertThat(wanted.order()).isEqualTo(Wanted.Order.ANY);
  }

  /// On the 25th of October the clocks of Berlin show the hour from two to three twice.
  @Test
  void anHourThatIsThereTwiceIsSortedAsTheClocksShowIt() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    Operator until =
        new Operator.Selection(List.of(call("le", Kind.TIME, T, moment("2026-10-25T02:59:00"))));
    assertThat(run(berlin, until, newest(4)))
        .containsExactlyInAnyOrder(
            "2026-10-25 02:59:00 839",
            "2026-10-25 02:59:00 779",
            "2026-10-25 02:58:00 838",
            "2026-10-25 02:58:00 778");
    assertThat(wanted.times().last())
        .isEqualTo(LocalTimes.micros(Instant.parse("2026-10-25T01:59:00.999999Z")));
    assertThat(
            run(
                berlin,
                new Operator.Selection(
                    List.of(call("ge", Kind.TIME, T, moment("2026-10-25T02:00:00")))),
                new Operator.TopN(List.of(new SortKey(T, false)), 2)))
        .containsExactlyInAnyOrder("2026-10-25 02:00:00 720", "2026-10-25 02:00:00 780");
  }

  @Test
  void conditionsOnOneColumnAreOffered() {
    run(
        ZoneOffset.UTC,
        new Operator.Selection(
            List.of(
                call(
                    "and",
                    Kind.INT,
                    call("ge", Kind.INT, number(7), N),
                    call("eq", Kind.TIME, T, T)))));
    assertThat(wanted.on("n")).hasSize(1);
    assertThat(wanted.on("n").getFirst().toString()).contains("index=0");
    assertThat(wanted.on("t")).hasSize(1);
    assertThat(wanted.columns()).containsExactlyInAnyOrder("t", "n");
  }

  @Test
  void aContradictionOpensNothing() {
    read = 0;
    wanted = new Wanted(Set.of(), TimeRanges.ALL, Wanted.Order.ANY, 42, Map.of());
    List<String> rows =
        run(
            ZoneOffset.UTC,
            new Operator.Selection(
                List.of(
                    call("gt", Kind.TIME, T, moment("2026-10-26T00:00:00")),
                    call("lt", Kind.TIME, T, moment("2026-10-25T00:00:00")))));
    assertThat(rows).isEmpty();
    assertThat(wanted.limit()).isEqualTo(42);
  }

  @Test
  void manyRowsCanBeAggregated() {
    AggCall count = new AggCall(AggFunction.COUNT, List.of(), false, Type.BIGINT);
    Expr third =
        new Expr.Call(Functions.get("mod", Kind.INT), List.of(N, number(1500)), Type.BIGINT);
    assertThat(run(ZoneOffset.UTC, new Operator.Aggregation(List.of(third), List.of(count))))
        .hasSize(1500)
        .contains("2 1499");
    assertThat(read).isEqualTo(ROWS);
  }

  /// Conditions over the time column made at random, in zones with and without changes of their
  /// clocks: what is read because of the hint, filtered, equals what is read without one.
  @Test
  void aHintNeverLosesARow() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<ZoneId> zones =
        List.of(ZoneOffset.UTC, ZoneId.of("Europe/Berlin"), ZoneId.of("Asia/Kolkata"));
    for (int round = 0; round < 300; round++) {
      ZoneId zone = zones.get(random.nextInt(zones.size()));
      Expr condition = condition(random, 3);
      List<String> hinted =
          run(
              zone,
              new Operator.Selection(List.of(condition)),
              new Operator.Projection(List.of(N)));
      // A function around the condition hides it from whoever looks for ranges.
      Expr hidden = call("istrue", Kind.INT, condition);
      List<String> all =
          run(zone, new Operator.Selection(List.of(hidden)), new Operator.Projection(List.of(N)));
      assertThat(wanted.times()).isEqualTo(TimeRanges.ALL);
      assertThat(hinted).as("seed %d, zone %s: %s", seed, zone, condition).isEqualTo(all);
    }
  }

  private static Expr condition(Random random, int depth) {
    if (depth > 0 && random.nextInt(3) > 0) {
      return call(
          random.nextBoolean() ? "and" : "or",
          Kind.INT,
          condition(random, depth - 1),
          condition(random, depth - 1));
    }
    List<String> comparisons = List.of("lt", "le", "gt", "ge", "eq", "ne");
    int shape = random.nextInt(8);
    if (shape == 0) {
      List<Expr> args = new ArrayList<>(List.of(T));
      for (int i = random.nextInt(3); i >= 0; i--) {
        args.add(moment(random));
      }
      return call("in", Kind.TIME, args.toArray(Expr[]::new));
    }
    String name = comparisons.get(random.nextInt(comparisons.size()));
    Expr value = shape == 1 ? Expr.Constant.ofNull(Type.datetime(6)) : moment(random);
    return random.nextBoolean() ? call(name, Kind.TIME, T, value) : call(name, Kind.TIME, value, T);
  }

  private static Expr moment(Random random) {
    LocalDateTime near = LocalDateTime.parse("2026-10-25T00:00:00");
    return moment(near.plusMinutes(random.nextInt(400)).toString() + ":00");
  }
}
