package io.minitidb.pd.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/// How much memory a process holds and how many files it has open, over time.
final class Footprint {
  private final String name;
  private final Path proc;
  private final List<Sample> samples = new ArrayList<>();

  /// @param resident in KiB
  /// @param files open ones, sockets included
  record Sample(long resident, long files) {}

  Footprint(String name, long pid) {
    this.name = name;
    this.proc = Path.of("/proc", Long.toString(pid));
  }

  void sample() throws IOException {
    long resident =
        Files.readAllLines(proc.resolve("status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElseThrow();
    try (Stream<Path> files = Files.list(proc.resolve("fd"))) {
      samples.add(new Sample(resident, files.count()));
    }
  }

  /// Returns the median of a quarter of the time, 1 to 4.
  private long median(int quarter, ToLongFunction<Sample> part) {
    int from = samples.size() * (quarter - 1) / 4;
    int to = samples.size() * quarter / 4;
    long[] sorted = samples.subList(from, to).stream().mapToLong(part).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /// Returns a sentence when the last quarter needs more than the second by a tenth and `slack`.
  List<String> growth(long slackKib, long slackFiles) {
    List<String> found = new ArrayList<>();
    check("KiB of memory", Sample::resident, slackKib, found);
    check("open files", Sample::files, slackFiles, found);
    return found;
  }

  private void check(String what, ToLongFunction<Sample> part, long slack, List<String> found) {
    long before = median(2, part);
    long after = median(4, part);
    if (after > before * 11 / 10 + slack) {
      found.add(name + " grows from " + before + " to " + after + " " + what);
    }
  }

  static String head() {
    return String.format(
        Locale.ROOT, "%-12s %31s %31s", "", "MiB resident, by quarter", "open files, by quarter");
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-12s", name));
    for (int quarter = 1; quarter <= 4; quarter++) {
      text.append(String.format(Locale.ROOT, " %7d", median(quarter, Sample::resident) / 1024));
    }
    for (int quarter = 1; quarter <= 4; quarter++) {
      text.append(String.format(Locale.ROOT, " %7d", median(quarter, Sample::files)));
    }
    return text.toString();
  }
}
