package io.minitidb.logfile;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Searches bytes for a text, eight at a time for the one byte of it that is rarest in logs.
public final class ByteSearch {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;

  /// What logs have much of, the most frequent first.
  private static final String FREQUENT = " e0t1ainosr2lc3d.[]4m=5u67p8g:9f_vh\"b/-wkyx,jqz";

  private final byte[] needle;
  private final int rarest;

  /// @param needle not empty
  public ByteSearch(byte[] needle) {
    this.needle = needle.clone();
    int best = 0;
    for (int i = 1; i < needle.length; i++) {
      if (rarity(needle[i]) > rarity(needle[best])) {
        best = i;
      }
    }
    this.rarest = best;
  }

  private static int rarity(byte value) {
    int rank = FREQUENT.indexOf((char) (value & 0xFF));
    return rank < 0 ? FREQUENT.length() : rank;
  }

  /// Returns where the text begins for the first time in `from`..`to`, or -1.
  public int find(byte[] bytes, int from, int to) {
    int last = to - needle.length + rarest;
    int at = from + rarest;
    while (true) {
      at = indexOf(bytes, at, last + 1, needle[rarest]);
      if (at < 0) {
        return -1;
      }
      if (isAt(bytes, at - rarest)) {
        return at - rarest;
      }
      at++;
    }
  }

  private boolean isAt(byte[] bytes, int start) {
    for (int i = 0; i < needle.length; i++) {
      if (bytes[start + i] != needle[i]) {
        return false;
      }
    }
    return true;
  }

  static int indexOf(byte[] bytes, int from, int to, byte value) {
    long pattern = (value & 0xFF) * ONES;
    int at = from;
    for (; at + 8 <= to; at += 8) {
      long word = (long) WORDS.get(bytes, at) ^ pattern;
      // The lowest set bit marks the first byte that has become zero.
      long zeros = (word - ONES) & ~word & HIGHS;
      if (zeros != 0) {
        return at + (Long.numberOfTrailingZeros(zeros) >>> 3);
      }
    }
    for (; at < to; at++) {
      if (bytes[at] == value) {
        return at;
      }
    }
    return -1;
  }
}
