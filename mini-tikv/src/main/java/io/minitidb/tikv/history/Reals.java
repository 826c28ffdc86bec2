package io.minitidb.tikv.history;

/// Writes real numbers as whole ones with a common number of decimals where nothing is lost by
/// that, which is so for what samplers round; otherwise as their bits.
final class Reals {
  private static final int BITS = 255;
  private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
  private static final double LARGEST = 1e15; // beyond it, not every whole number is a double

  private Reals() {}

  static void write(double[] values, int count, int period, BlockOut out) {
    long[] numbers = new long[count];
    for (int decimals = 0; decimals < POWERS.length; decimals++) {
      if (whole(values, count, decimals, numbers)) {
        out.put(decimals);
        Longs.write(numbers, count, period, out);
        return;
      }
    }
    for (int i = 0; i < count; i++) {
      numbers[i] = Double.doubleToRawLongBits(values[i]);
    }
    out.put(BITS);
    Longs.write(numbers, count, period, out);
  }

  private static boolean whole(double[] values, int count, int decimals, long[] out) {
    double power = POWERS[decimals];
    for (int i = 0; i < count; i++) {
      double scaled = values[i] * power;
      if (!(Math.abs(scaled) < LARGEST)) { // infinite ones and NaN as well
        return false;
      }
      out[i] = Math.round(scaled);
      // By bits, so that a zero keeps its sign.
      if (Double.doubleToRawLongBits(out[i] / power) != Double.doubleToRawLongBits(values[i])) {
        return false;
      }
    }
    return true;
  }

  /// Reads the bits of the numbers to the first `count` places of `numbers`, which it returns.
  static long[] read(BlockIn in, int count, long[] numbers) {
    int decimals = in.get();
    Longs.read(in, count, numbers);
    if (decimals == BITS) {
      return numbers;
    }
    if (decimals >= POWERS.length) {
      throw new IllegalArgumentException("real numbers of " + decimals + " decimals");
    }
    double power = POWERS[decimals];
    for (int i = 0; i < count; i++) {
      numbers[i] = Double.doubleToRawLongBits(numbers[i] / power);
    }
    return numbers;
  }
}
