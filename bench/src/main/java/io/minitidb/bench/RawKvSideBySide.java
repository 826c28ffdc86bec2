package io.minitidb.bench;

import io.minitidb.bench.RawKvBenchmark.Clients;
import io.minitidb.bench.RawKvBenchmark.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The calls of [RawKvBenchmark] in turn, one of each, so that other work on the machine meets all
/// of them alike: ratios are right where absolute times are not. Arguments: clients, and calls of
/// each client in a round. Prints the median of the last rounds.
public final class RawKvSideBySide {
  private static final int ROUNDS = 6;
  private static final int WARM_UP = 3;

  private RawKvSideBySide() {}

  /// Nanoseconds of each call.
  private record Samples(long[] floor, long[] rawKv, long[] engine) {
    Samples(int count) {
      this(new long[count], new long[count], new long[count]);
    }
  }

  public static void main(String[] args) throws Exception {
    int clients = Integer.parseInt(args[0]);
    int calls = Integer.parseInt(args[1]);
    for (Operation operation : Operation.values()) {
      RawKvBenchmark benchmark = new RawKvBenchmark();
      benchmark.operation = operation;
      benchmark.start();
      try {
        // A scan is as much work as many gets.
        print(
            operation,
            measure(benchmark, clients, operation == Operation.scan ? calls / 8 : calls));
      } finally {
        benchmark.stop();
      }
    }
  }

  private static List<Samples> measure(RawKvBenchmark benchmark, int clients, int calls)
      throws Exception {
    List<Samples> measured = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      for (int round = 0; round < ROUNDS; round++) {
        List<Callable<Samples>> work = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
          work.add(() -> call(benchmark, calls));
        }
        for (Future<Samples> done : threads.invokeAll(work)) {
          if (round >= WARM_UP) {
            measured.add(done.get());
          }
        }
      }
    }
    return measured;
  }

  private static Samples call(RawKvBenchmark benchmark, int calls) {
    Clients clients = new Clients();
    clients.connect(benchmark);
    Samples samples = new Samples(calls);
    for (int i = 0; i < calls; i++) {
      samples.floor[i] = nanos(() -> benchmark.floor(clients));
      samples.rawKv[i] = nanos(() -> benchmark.rawKv(clients));
      samples.engine[i] = nanos(() -> benchmark.engine(clients));
    }
    clients.close();
    return samples;
  }

  private static long nanos(Callable<Object> call) {
    long begin = System.nanoTime();
    try {
      call.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return System.nanoTime() - begin;
  }

  private static void print(Operation operation, List<Samples> all) {
    double floor = median(all.stream().map(Samples::floor).toList());
    double rawKv = median(all.stream().map(Samples::rawKv).toList());
    double engine = median(all.stream().map(Samples::engine).toList());
    System.out.printf(
        Locale.ROOT,
        "%-10s floor %9.1f us   rawKv %9.1f us   engine %9.1f us   rawKv / floor %.2f%n",
        operation,
        floor,
        rawKv,
        engine,
        rawKv / floor);
  }

  private static double median(List<long[]> samples) {
    long[] sorted = samples.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return sorted[sorted.length / 2] / 1e3;
  }
}
