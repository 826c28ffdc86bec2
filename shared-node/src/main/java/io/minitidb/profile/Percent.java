package io.minitidb.profile;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Shares as pprof writes them: `100%` from 99.95 on, two digits behind the point from 1 on, below
/// that two digits that count.
final class Percent {
  private static final MathContext TWO_DIGITS = new MathContext(2, RoundingMode.HALF_EVEN);

  private Percent() {}

  /// @param total 0 makes every share 0
  static String of(long value, long total) {
    double percent = total == 0 ? 0 : 100.0 * value / total;
    if (percent >= 99.95) {
      return "100%";
    }
    BigDecimal exact = new BigDecimal(percent);
    BigDecimal rounded =
        percent >= 1
            ? exact.setScale(2, RoundingMode.HALF_EVEN)
            : exact.round(TWO_DIGITS).stripTrailingZeros();
    return rounded.toPlainString() + "%";
  }
}
