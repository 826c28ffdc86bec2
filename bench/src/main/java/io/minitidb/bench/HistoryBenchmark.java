package io.minitidb.bench;

import io.minitidb.config.ConfigLoader;
import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.exec.AggCall;
import io.minitidb.cop.exec.AggFunction;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Functions;
import io.minitidb.coprocessor.Coprocessor;
import io.minitidb.history.Tick;
import io.minitidb.memtable.HistorySource;
import io.minitidb.memtable.MemTables;
import io.minitidb.memtable.NodeContext;
import io.minitidb.memtable.TableInfo;
import io.minitidb.memtable.User;
import io.minitidb.node.HostPort;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.probe.Inventory;
import io.minitidb.probe.LinuxProbe;
import io.minitidb.tikv.TikvConfig;
import io.minitidb.tikv.engine.RocksEngine;
import io.minitidb.tikv.history.HistoryStore;
import io.minitidb.wire.CopAnswer;
import io.minitidb.wire.CopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// The history of processes, ten numbers a tick and a tick a second over seven days for each node,
/// as mini-tikv keeps and reads it. `-p nodes=17` makes a hundred million numbers.
///
/// `scan` filters by one column and adds up another, `floor` is the loop over two `long[]` that one
/// would write by hand; both in microseconds for all rows, so divide by their number, which the
/// setup prints beside the bytes that a number takes. `minute` reads one minute of them, `ingest`
/// keeps one more tick.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx2g", "--enable-native-access=ALL-UNNAMED"})
@SuppressWarnings("NullAway.Init") // JMH calls fill() first
public class HistoryBenchmark {
  private static final String TABLE = "cluster_processes_history";
  private static final int TICKS = 7 * 24 * 3600;
  private static final int AT_ONCE = 600;
  private static final Instant START = Instant.parse("2026-06-01T00:00:00.123456Z");
  private static final long HEAP_LIMIT = 60L << 20;

  /// Of which there is a week of history.
  @Param({"1"})
  int nodes;

  private Path directory;
  private RocksEngine engine;
  private HistoryStore store;
  private MemTables tables;
  private Coprocessor coprocessor;
  private long[] heap;
  private long[] rss;
  private long nextTick = TICKS;

  @Setup(Level.Trial)
  public void fill() throws IOException {
    directory = Files.createTempDirectory("history");
    TikvConfig config =
        ConfigLoader.load(
                TikvConfig.class,
                "tikv-default.toml",
                Optional.empty(),
                Map.of("rocksdb.block-cache-size", "256MiB"))
            .config();
    engine = new RocksEngine(directory, config.rocksdb());
    tables = MemTables.load();
    store = new HistoryStore(engine, tables.kept());
    heap = new long[nodes * TICKS];
    rss = new long[nodes * TICKS];
    long begin = System.nanoTime();
    for (int node = 0; node < nodes; node++) {
      Random random = new Random(node);
      for (int from = 0; from < TICKS; from += AT_ONCE) {
        List<Tick> ticks = new ArrayList<>();
        for (int tick = from; tick < from + AT_ONCE; tick++) {
          Batch row = row(tick, random);
          heap[node * TICKS + tick] = row.column(3).getLong(0);
          rss[node * TICKS + tick] = row.column(2).getLong(0);
          ticks.add(tick(tick, row));
        }
        store.take(node(node), ticks);
      }
    }
    long took = System.nanoTime() - begin;
    long values = 10L * nodes * TICKS;
    System.err.printf(
        "%d rows, %d numbers; %.2f bytes on disk a number; filled in %d ms%n",
        (long) nodes * TICKS, values, engine.size() / (double) values, took / 1_000_000);
    coprocessor = coprocessor();
  }

  /// What a process looks like that does some work.
  private static Batch row(int tick, Random random) {
    long[] counts = {
      4711,
      0,
      (180L << 20) + 4096L * random.nextInt(500),
      (30L << 20) + 1024L * (tick % 60) * 700 + random.nextInt(1 << 20),
      96L << 20,
      tick / 60,
      0,
      40 + random.nextInt(4),
      120 + random.nextInt(20),
      0
    };
    double[] reals = {
      Math.rint(1e6 * random.nextInt(60) / (200.0 + random.nextInt(3))) / 1e6,
      Math.rint(1000.0 * Math.floorDiv(tick, 60) * 0.012) / 1000,
      tick + random.nextInt(10) / 1000.0
    };
    int real = 0;
    List<Vector> columns = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      boolean isReal = i == 1 || i == 6 || i == 9;
      VectorBuilder out = new VectorBuilder(isReal ? Type.DOUBLE : Type.BIGINT, 1);
      if (isReal) {
        out.appendDouble(reals[real++]);
      } else {
        out.appendLong(counts[i]);
      }
      columns.add(out.build());
    }
    return new Batch(columns, 1);
  }

  private static Tick tick(long number, Batch row) {
    long moment = moment(number);
    return new Tick(moment, moment(number - 1), moment, Map.of(TABLE, row));
  }

  /// Clocks do not tick to the microsecond.
  private static long moment(long tick) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, START) + tick * 1_000_000 + tick * 37 % 1000;
  }

  private static NodeInfo node(int number) {
    HostPort address = new HostPort("127.0.0.1", 20160 + number);
    return new NodeInfo(NodeKind.TIKV, "tikv" + number, address, address, "", "", START);
  }

  private Coprocessor coprocessor() {
    NodeContext context =
        new NodeContext(
            node(0),
            () -> {
              throw new IllegalStateException("nobody samples here");
            },
            Inventory.of(new LinuxProbe(directory).hardware(), List.of()),
            Map.of(HistorySource.class, store));
    return new Coprocessor(tables, context, 0);
  }

  private Dag scan(String... columns) {
    TableInfo info = tables.find(TABLE).orElseThrow().info();
    List<Integer> positions = Stream.of(columns).map(info::indexOf).toList();
    return Dag.scan(
        new Operator.MemTableScan(
            TABLE,
            positions,
            positions.stream().map(position -> info.columns().get(position).type()).toList()));
  }

  private long run(Dag dag) {
    CopRequest request =
        new CopRequest(dag, User.INTERNAL, ZoneOffset.UTC, Duration.ofMinutes(1), 0);
    CopAnswer answer =
        coprocessor.run(request, new EvalContext(ZoneOffset.UTC, Instant.EPOCH), rows -> false);
    return ((CopAnswer.Rows) answer).batches().getFirst().rows();
  }

  @Benchmark
  public long scan() {
    Type unsigned = Type.bigint(21).asUnsigned();
    Expr above =
        new Expr.Call(
            Functions.get("gt", Kind.INT),
            List.of(new Expr.ColumnRef(0, unsigned), Expr.Constant.of(HEAP_LIMIT, Type.BIGINT)),
            Type.BOOLEAN);
    return run(
        scan("HEAP_USED", "RSS")
            .then(new Operator.Selection(List.of(above)))
            .then(
                new Operator.Aggregation(
                    List.of(),
                    List.of(
                        new AggCall(
                            AggFunction.SUM,
                            List.of(new Expr.ColumnRef(1, unsigned)),
                            false,
                            Type.decimal(42, 0))))));
  }

  @Benchmark
  public long floor() {
    long sum = 0;
    for (int i = 0; i < heap.length; i++) {
      if (heap[i] > HEAP_LIMIT) {
        sum += rss[i];
      }
    }
    return sum;
  }

  @Benchmark
  public long minute() {
    LocalDateTime from = LocalDateTime.ofInstant(START.plus(3, ChronoUnit.DAYS), ZoneOffset.UTC);
    Type time = Type.datetime(6);
    Expr since =
        new Expr.Call(
            Functions.get("ge", Kind.TIME),
            List.of(new Expr.ColumnRef(0, time), Expr.Constant.of(CoreTime.of(from, time), time)),
            Type.BOOLEAN);
    Expr until =
        new Expr.Call(
            Functions.get("lt", Kind.TIME),
            List.of(
                new Expr.ColumnRef(0, time),
                Expr.Constant.of(CoreTime.of(from.plusMinutes(1), time), time)),
            Type.BOOLEAN);
    return run(
        scan("TIME", "CPU", "RSS", "HEAP_USED")
            .then(new Operator.Selection(List.of(since, until))));
  }

  @Benchmark
  public long ingest() {
    store.take(
        node(0), List.of(tick(nextTick, row((int) (nextTick % TICKS), new Random(nextTick)))));
    return nextTick++;
  }

  @TearDown(Level.Trial)
  public void delete() throws IOException {
    engine.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
