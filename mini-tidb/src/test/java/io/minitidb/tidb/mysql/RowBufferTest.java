package io.minitidb.tidb.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowBufferTest {
  private static final long SEED = Long.getLong("fuzz.seed", 1);

  private static String decimal(long value, boolean unsigned) {
    RowBuffer row = new RowBuffer();
    row.decimal(value, unsigned);
    String text = new String(row.array(), 0, row.size(), StandardCharsets.US_ASCII);
    assertThat((int) text.charAt(0)).isEqualTo(text.length() - 1);
    return text.substring(1);
  }

  @Test
  void numbersAroundEachPowerOfTen() {
    for (long power = 1; power > 0 && power <= Long.MAX_VALUE / 10; power *= 10) {
      for (long value : new long[] {power - 1, power, power + 1, 10 * power - 1, -power}) {
        assertThat(decimal(value, false)).isEqualTo(Long.toString(value));
      }
    }
    for (long value : new long[] {0, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
      assertThat(decimal(value, false)).isEqualTo(Long.toString(value));
      assertThat(decimal(value, true)).isEqualTo(Long.toUnsignedString(value));
    }
  }

  @Test
  void anyNumber() {
    Random random = new Random(SEED);
    for (int i = 0; i < 100_000; i++) {
      long value = random.nextLong() >> random.nextInt(64);
      assertThat(decimal(value, false)).as("seed %d", SEED).isEqualTo(Long.toString(value));
      assertThat(decimal(value, true)).as("seed %d", SEED).isEqualTo(Long.toUnsignedString(value));
    }
  }
}
