package io.minitidb.bench;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/// Runs the benchmarks whose names match the arguments (all without arguments; JMH's own options
/// work too) and prints, for each set of parameters, p50 and p99 of every method with its ratio to
/// the method called `floor`.
public final class BenchMain {
  private static final String FLOOR = "floor";

  private BenchMain() {}

  public static void main(String[] args) throws RunnerException, CommandLineOptionException {
    Collection<RunResult> results = new Runner(new CommandLineOptions(args)).run();
    Map<String, Map<String, RunResult>> groups = new TreeMap<>();
    for (RunResult result : results) {
      String benchmark = result.getParams().getBenchmark();
      String name = benchmark.substring(0, benchmark.lastIndexOf('.'));
      StringBuilder group = new StringBuilder(name.substring(name.lastIndexOf('.') + 1));
      for (String key : result.getParams().getParamsKeys()) {
        group.append(String.format(Locale.ROOT, " %s=%5s", key, result.getParams().getParam(key)));
      }
      groups
          .computeIfAbsent(group.toString(), key -> new TreeMap<>())
          .put(result.getPrimaryResult().getLabel(), result);
    }
    System.out.println();
    System.out.printf(
        Locale.ROOT,
        "%-44s %-16s %12s %12s %8s%n",
        "benchmark",
        "method",
        "p50 us",
        "p99 us",
        "p50 x");
    groups.forEach(BenchMain::print);
  }

  private static void print(String group, Map<String, RunResult> methods) {
    RunResult floor = methods.get(FLOOR);
    methods.forEach((method, result) ->
        System.out.printf(
            Locale.ROOT,
            "%-44s %-16s %12.1f %12.1f %8s%n",
            group,
            method,
            percentile(result, 50),
            percentile(result, 99),
            floor == null
                ? ""
                : String.format(
                    Locale.ROOT, "%.2f", percentile(result, 50) / percentile(floor, 50))));
  }

  private static double percentile(RunResult result, double rank) {
    return result.getPrimaryResult().getStatistics().getPercentile(rank);
  }
}
