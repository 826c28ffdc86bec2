package io.minitidb.bench;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.exec.AggCall;
import io.minitidb.cop.exec.AggFunction;
import io.minitidb.cop.exec.AggregationExecutor;
import io.minitidb.cop.exec.BatchesExecutor;
import io.minitidb.cop.exec.Executor;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.exec.SelectionExecutor;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Functions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Selection and Aggregation over a million integers in batches, beside the loop over arrays that
/// one would write by hand (`floor`). Times are nanoseconds a value: 10 is 100 million values a
/// second. Run it with `./mini-cluster bench ExecutorBenchmark`.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ExecutorBenchmark.ROWS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
@SuppressWarnings("NullAway.Init") // JMH calls fill() first
public class ExecutorBenchmark {
  static final int ROWS = 1 << 20;
  private static final int GROUPS = 16;

  /// What is computed: `filter` counts the values above a constant that half of them exceed, `sum`
  /// adds all, `group` adds them by a key of 16 values.
  @Param({"filter", "sum", "group"})
  String work;

  private final Expr keys = new Expr.ColumnRef(0, Type.BIGINT);
  private final Expr column = new Expr.ColumnRef(1, Type.BIGINT);
  private final long[] key = new long[ROWS];
  private final long[] value = new long[ROWS];
  private List<Batch> batches;

  @Setup(Level.Trial)
  public void fill() {
    Random random = new Random(7);
    batches = new ArrayList<>();
    for (int from = 0; from < ROWS; from += Batch.MAX_ROWS) {
      VectorBuilder first = new VectorBuilder(Type.BIGINT, Batch.MAX_ROWS);
      VectorBuilder second = new VectorBuilder(Type.BIGINT, Batch.MAX_ROWS);
      for (int i = from; i < from + Batch.MAX_ROWS; i++) {
        key[i] = random.nextInt(GROUPS);
        value[i] = random.nextInt(1000);
        first.appendLong(key[i]);
        second.appendLong(value[i]);
      }
      batches.add(new Batch(List.of(first.build(), second.build()), Batch.MAX_ROWS));
    }
  }

  @Benchmark
  public long executor() {
    EvalContext context = new EvalContext(ZoneOffset.UTC, Instant.EPOCH);
    try (Executor executor = executor(new BatchesExecutor(batches), context)) {
      Optional<Batch> answer = executor.next();
      return answer.map(ExecutorBenchmark::checksum).orElse(0L);
    }
  }

  private Executor executor(Executor source, EvalContext context) {
    return switch (work) {
      case "filter" -> aggregation(above(source, context), List.of(), count(), context);
      case "sum" -> aggregation(source, List.of(), sum(), context);
      default -> aggregation(source, List.of(keys), sum(), context);
    };
  }

  private Executor above(Executor source, EvalContext context) {
    Expr limit = Expr.Constant.of(499, Type.BIGINT);
    Expr above = new Expr.Call(Functions.get("gt", Kind.INT), List.of(column, limit), Type.BOOLEAN);
    return new SelectionExecutor(source, List.of(above), context);
  }

  private static Executor aggregation(
      Executor source, List<Expr> keys, AggCall call, EvalContext context) {
    return new AggregationExecutor(
        source, new Operator.Aggregation(keys, List.of(call)), true, context);
  }

  private static AggCall count() {
    return new AggCall(AggFunction.COUNT, List.of(), false, Type.BIGINT);
  }

  private AggCall sum() {
    return new AggCall(AggFunction.SUM, List.of(column), false, Type.decimal(42, 0));
  }

  private static long checksum(Batch batch) {
    Vector first = batch.column(0);
    long sum = 0;
    for (int row = 0; row < batch.rows(); row++) {
      sum +=
          first.type().kind() == Kind.INT
              ? first.getLong(row)
              : first.getDecimal(row).longValueExact();
    }
    return sum;
  }

  @Benchmark
  public long floor() {
    return switch (work) {
      case "filter" -> countAbove();
      case "sum" -> sumAll();
      default -> sumByKey();
    };
  }

  private long countAbove() {
    long count = 0;
    for (long each : value) {
      if (each > 499) {
        count++;
      }
    }
    return count;
  }

  private long sumAll() {
    long sum = 0;
    for (long each : value) {
      sum += each;
    }
    return sum;
  }

  private long sumByKey() {
    long[] sums = new long[GROUPS];
    for (int i = 0; i < ROWS; i++) {
      sums[(int) key[i]] += value[i];
    }
    long all = 0;
    for (long sum : sums) {
      all += sum;
    }
    return all;
  }
}
