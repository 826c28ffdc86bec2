package io.minitidb.cop.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// The 40-byte form of a decimal in a chunk: counts of integer and fraction digits, the scale to
/// show, the sign, then nine words of nine digits each; integer words first, fraction words aligned
/// to the left.
final class DecimalCodec {
  static final int WIDTH = 40;
  private static final int WORDS = 9;
  private static final BigInteger BASE = BigInteger.valueOf(1_000_000_000L);
  private static final long[] POWERS = {
    1L, 10L, 100L, 1_000L, 10_000L, 100_000L, 1_000_000L, 10_000_000L, 100_000_000L
  };

  private DecimalCodec() {}

  static void encode(BigDecimal value, int scale, byte[] target, int at) {
    BigDecimal rounded = value.setScale(scale, RoundingMode.HALF_UP);
    BigInteger unscaled = rounded.unscaledValue().abs();
    int padding = (9 - scale % 9) % 9;
    BigInteger[] parts =
        unscaled
            .multiply(BigInteger.valueOf(POWERS[padding]))
            .divideAndRemainder(BASE.pow((scale + 8) / 9));
    int integerDigits = parts[0].signum() == 0 ? 1 : parts[0].toString().length();
    int integerWords = (integerDigits + 8) / 9;
    int fractionWords = (scale + 8) / 9;
    if (integerWords + fractionWords > WORDS) {
      throw new ArithmeticException("DECIMAL value is out of range");
    }
    target[at] = (byte) integerDigits;
    target[at + 1] = (byte) scale;
    target[at + 2] = (byte) scale;
    target[at + 3] = (byte) (rounded.signum() < 0 ? 1 : 0);
    java.util.Arrays.fill(target, at + 4, at + WIDTH, (byte) 0);
    putWords(parts[0], integerWords, target, at + 4);
    putWords(parts[1], fractionWords, target, at + 4 + 4 * integerWords);
  }

  private static void putWords(BigInteger digits, int words, byte[] target, int at) {
    BigInteger rest = digits;
    for (int word = words - 1; word >= 0; word--) {
      BigInteger[] step = rest.divideAndRemainder(BASE);
      Vector.INTS.set(target, at + 4 * word, step[1].intValue());
      rest = step[0];
    }
  }

  /// Returns whether the bytes at `at` are a decimal: counts that fit the nine words, words of nine
  /// digits.
  static boolean isSound(byte[] source, int at) {
    boolean sound = source[at] >= 0 && source[at + 1] >= 0 && source[at + 2] >= 0;
    sound &= (source[at] + 8) / 9 + (source[at + 1] + 8) / 9 <= WORDS;
    for (int word = 0; word < WORDS; word++) {
      int digits = (int) Vector.INTS.get(source, at + 4 + 4 * word);
      sound &= digits >= 0 && digits < 1_000_000_000;
    }
    return sound;
  }

  /// Reads a value that is known to be sound.
  static BigDecimal decode(byte[] source, int at) {
    int integerWords = (source[at] + 8) / 9;
    int scale = source[at + 1];
    int fractionWords = (scale + 8) / 9;
    BigInteger unscaled = BigInteger.ZERO;
    for (int word = 0; word < integerWords + fractionWords; word++) {
      int digits = (int) Vector.INTS.get(source, at + 4 + 4 * word);
      unscaled = unscaled.multiply(BASE).add(BigInteger.valueOf(digits));
    }
    unscaled = unscaled.divide(BigInteger.valueOf(POWERS[(9 - scale % 9) % 9]));
    int shown = source[at + 2];
    BigDecimal value = new BigDecimal(source[at + 3] == 0 ? unscaled : unscaled.negate(), scale);
    return shown == scale ? value : value.setScale(shown, RoundingMode.HALF_UP);
  }
}
