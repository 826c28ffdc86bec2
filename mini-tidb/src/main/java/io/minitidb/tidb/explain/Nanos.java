package io.minitidb.tidb.explain;

import java.util.Locale;

/// Durations as TiDB prints them: `1.23ms`, `456.7µs`.
final class Nanos {
  private Nanos() {}

  static String text(long nanos) {
    if (nanos < 1_000) {
      return nanos + "ns";
    }
    return nanos < 1_000_000
        ? number(nanos / 1e3) + "µs"
        : nanos < 1_000_000_000 ? number(nanos / 1e6) + "ms" : number(nanos / 1e9) + "s";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
  }
}
