package io.minitidb.pd.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// How long no timestamp was to be had, by what had happened.
final class Outages {
  private final Map<String, List<Double>> seconds = new TreeMap<>();

  void add(String label, double lasted) {
    seconds.computeIfAbsent(label, each -> new ArrayList<>()).add(lasted);
  }

  /// Returns the longest time between `begin` and `end` in which no member gave a timestamp, in
  /// nanoseconds.
  long longest(long begin, long end, List<Probe> probes) {
    long[] served =
        probes.stream()
            .flatMap(probe -> probe.stamps().stream())
            .filter(stamp -> stamp.sent() >= begin && stamp.received() <= end)
            .mapToLong(Probe.Stamp::received)
            .sorted()
            .toArray();
    long longest = 0;
    long before = begin;
    for (long at : served) {
      longest = Math.max(longest, at - before);
      before = at;
    }
    return longest;
  }

  String table() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            "%-52s %5s %6s %6s %6s%n", "without a leader, s", "count", "min", "med", "max"));
    seconds.forEach((label, all) -> {
      List<Double> sorted = all.stream().sorted().toList();
      text.append(
          String.format(
              Locale.ROOT,
              "%-52s %5d %6.2f %6.2f %6.2f%n",
              label,
              sorted.size(),
              sorted.getFirst(),
              sorted.get(sorted.size() / 2),
              sorted.getLast()));
    });
    return text.toString();
  }
}
