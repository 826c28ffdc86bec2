package io.minitidb.cop.exec;

import java.util.Arrays;

/// Numbers distinct longs from 0, in the order in which they came first. Open addressing with
/// linear probing, at most half full; small keys, which enumerations and flags are, have places of
/// their own.
final class LongTable {
  static final int ABSENT = -1;

  private static final int SMALL = 256;

  private final int[] small = new int[SMALL]; // number + 1 of the keys below SMALL; 0 is free
  private long[] keys = new long[16];
  private int[] numbers = new int[16];
  private int shift = Long.SIZE - 4;
  private int size;

  LongTable() {
    Arrays.fill(numbers, ABSENT);
  }

  private static int slot(long key, int shift) {
    return (int) (key * 0x9E3779B97F4A7C15L >>> shift); // Fibonacci hashing
  }

  /// Returns the number of `key`, or ABSENT.
  int find(long key) {
    if ((key & -SMALL) == 0) {
      return small[(int) key] - 1;
    }
    int mask = numbers.length - 1;
    for (int at = slot(key, shift); ; at = (at + 1) & mask) {
      if (numbers[at] == ABSENT || keys[at] == key) {
        return numbers[at];
      }
    }
  }

  /// Writes the numbers of keys `from` to `to - 1` to `out`, up to the first absent key, and
  /// returns where it stands; `to` when all are known.
  int find(long[] wanted, int from, int to, int[] out) {
    long[] keys = this.keys;
    int[] numbers = this.numbers;
    int shift = this.shift;
    int mask = numbers.length - 1;
    for (int i = from; i < to; i++) {
      long key = wanted[i];
      if ((key & -SMALL) == 0) {
        int known = small[(int) key & SMALL - 1] - 1;
        if (known == ABSENT) {
          return i;
        }
        out[i] = known;
        continue;
      }
      int at = slot(key, shift);
      while (keys[at & mask] != key && numbers[at & mask] != ABSENT) {
        at++;
      }
      int number = numbers[at & mask];
      if (number == ABSENT) {
        return i;
      }
      out[i] = number;
    }
    return to;
  }

  /// Gives the absent `key` the number `number`.
  void put(long key, int number) {
    if ((key & -SMALL) == 0) {
      small[(int) key] = number + 1;
      return;
    }
    if (2 * (size + 1) > numbers.length) {
      grow();
    }
    insert(key, number);
    size++;
  }

  private void insert(long key, int number) {
    int at = slot(key, shift);
    while (numbers[at] != ABSENT) {
      at = (at + 1) & (numbers.length - 1);
    }
    keys[at] = key;
    numbers[at] = number;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldNumbers = numbers;
    keys = new long[2 * oldKeys.length];
    numbers = new int[2 * oldNumbers.length];
    Arrays.fill(numbers, ABSENT);
    shift--;
    for (int i = 0; i < oldNumbers.length; i++) {
      if (oldNumbers[i] != ABSENT) {
        insert(oldKeys[i], oldNumbers[i]);
      }
    }
  }

  long bytes() {
    return 12L * numbers.length + 4L * SMALL;
  }
}
