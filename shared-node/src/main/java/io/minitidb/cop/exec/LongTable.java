package io.minitidb.cop.exec;

import java.util.Arrays;

/// Numbers distinct longs from 0, in the order in which they came first. Open addressing with
/// linear probing, at most half full.
final class LongTable {
  static final int ABSENT = -1;

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
    int mask = numbers.length - 1;
    for (int at = slot(key, shift); ; at = (at + 1) & mask) {
      if (numbers[at] == ABSENT || keys[at] == key) {
        return numbers[at];
      }
    }
  }

  /// Gives the absent `key` the number `number`.
  void put(long key, int number) {
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
    return 12L * numbers.length;
  }
}
