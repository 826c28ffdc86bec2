package io.minitidb.tikv.history;

import java.util.Arrays;

/// Writes whole numbers in whatever form takes the fewest bytes: all the same, what they have above
/// the least in bits, what they differ by from one to the next in bits, or what they differ by from
/// those of the tick before in bytes. Bits are read fastest; bytes bear values that stand out.
final class Longs {
  private static final int SAME = 0;
  private static final int ABOVE = 1;
  private static final int STEPS = 2;
  private static final int LAGGED = 3;
  private static final int WORDS = 4;
  private static final int WIDEST = 56;

  private Longs() {}

  /// @param period how many values a tick has, if all have as many; else 1
  static void write(long[] values, int count, int period, BlockOut out) {
    if (count == 0) {
      out.put(SAME).signed(0);
      return;
    }
    long[] steps = new long[count];
    long min = values[0];
    long max = values[0];
    long minStep = Long.MAX_VALUE;
    long maxStep = Long.MIN_VALUE;
    for (int i = 1; i < count; i++) {
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
      steps[i] = values[i] - values[i - 1];
      minStep = Math.min(minStep, steps[i]);
      maxStep = Math.max(maxStep, steps[i]);
    }
    if (min == max) {
      out.put(SAME).signed(min);
      return;
    }
    int above = width(max - min);
    int stepped = width(maxStep - minStep);
    long aboveSize = above > WIDEST ? Long.MAX_VALUE : 2 + size(min) + bytes(count, above);
    long stepSize =
        stepped > WIDEST
            ? Long.MAX_VALUE
            : 2 + size(values[0]) + size(minStep) + bytes(count - 1, stepped);
    long laggedSize = 3 + lagged(values, count, period);
    laggedSize += laggedSize / 3; // bytes are read several times slower than bits
    long wordsSize = 1 + 8L * count;
    long best = Math.min(Math.min(aboveSize, stepSize), Math.min(laggedSize, wordsSize));
    if (best == aboveSize) {
      out.put(ABOVE).put(above).signed(min).bits(values, 0, count, min, above);
    } else if (best == stepSize) {
      out.put(STEPS).put(stepped).signed(values[0]).signed(minStep);
      out.bits(steps, 1, count, minStep, stepped);
    } else if (best == laggedSize) {
      out.put(LAGGED).varint(period);
      for (int i = 0; i < count; i++) {
        out.signed(values[i] - before(values, i, period));
      }
    } else {
      out.put(WORDS);
      for (int i = 0; i < count; i++) {
        out.word(values[i]);
      }
    }
  }

  /// The first tick of a block has no other before it; its values are told by the one beside them.
  private static long before(long[] values, int i, int period) {
    return i >= period ? values[i - period] : i > 0 ? values[i - 1] : 0;
  }

  private static long lagged(long[] values, int count, int period) {
    long size = 0;
    for (int i = 0; i < count; i++) {
      size += size(values[i] - before(values, i, period));
    }
    return size;
  }

  /// Returns the bytes of [BlockOut#signed].
  private static int size(long value) {
    return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value << 1 ^ value >> 63) + 6) / 7);
  }

  /// Returns the bits of a span of values, which may be beyond the signed numbers.
  private static int width(long span) {
    return Long.SIZE - Long.numberOfLeadingZeros(span);
  }

  private static long bytes(int count, int width) {
    return ((long) count * width + 7) >>> 3;
  }

  static long[] read(BlockIn in, int count) {
    return read(in, count, new long[count]);
  }

  /// Reads the numbers to the first `count` places of `values`, which it returns.
  static long[] read(BlockIn in, int count, long[] values) {
    int form = in.get();
    switch (form) {
      case SAME -> Arrays.fill(values, 0, count, in.signed());
      case ABOVE -> {
        int width = width(in);
        in.bits(values, 0, count, in.signed(), width);
      }
      case STEPS -> {
        int width = width(in);
        long value = in.signed();
        long least = in.signed();
        values[0] = value;
        if (width == 0) {
          for (int i = 1; i < count; i++) {
            values[i] = values[i - 1] + least;
          }
        } else {
          in.bits(values, 1, count, least, width);
          for (int i = 1; i < count; i++) {
            value += values[i];
            values[i] = value;
          }
        }
      }
      case LAGGED -> {
        int period = in.count();
        for (int i = 0; i < count; i++) {
          values[i] = in.signed() + before(values, i, period);
        }
      }
      case WORDS -> in.words(values, 0, count);
      default -> throw new IllegalArgumentException("numbers of an unknown form " + form);
    }
    return values;
  }

  private static int width(BlockIn in) {
    int width = in.get();
    if (width > WIDEST) {
      throw new IllegalArgumentException("numbers of " + width + " bits");
    }
    return width;
  }
}
