package io.minitidb.cop.exec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Numbers distinct byte strings from 0, in the order in which they came first. Open addressing;
/// the strings lie one behind the other in one array, so that a known key costs no object.
final class BytesTable {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] arena = new byte[256];
  private int[] ends = new int[16];
  private int[] hashes = new int[16];
  private int[] table = new int[32]; // number + 1; 0 is free
  private int size;

  int size() {
    return size;
  }

  /// Returns the number of the first `length` bytes of `key`, or -1.
  int find(byte[] key, int length) {
    return find(key, length, hash(key, length));
  }

  /// Returns the number of the first `length` bytes of `key`; a new one when they are new.
  int numberOf(byte[] key, int length) {
    int hash = hash(key, length);
    int known = find(key, length, hash);
    return known >= 0 ? known : add(key, length, hash);
  }

  private int find(byte[] key, int length, int hash) {
    int mask = table.length - 1;
    for (int at = hash & mask; table[at] != 0; at = (at + 1) & mask) {
      int number = table[at] - 1;
      int from = number == 0 ? 0 : ends[number - 1];
      if (hashes[number] == hash && Arrays.equals(arena, from, ends[number], key, 0, length)) {
        return number;
      }
    }
    return -1;
  }

  private int add(byte[] key, int length, int hash) {
    int from = size == 0 ? 0 : ends[size - 1];
    int end = Math.addExact(from, length);
    if (end > arena.length) {
      arena = Arrays.copyOf(arena, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(end, 2L * end)));
    }
    System.arraycopy(key, 0, arena, from, length);
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, 2 * size);
      hashes = Arrays.copyOf(hashes, 2 * size);
      table = new int[4 * size];
      for (int number = 0; number < size; number++) {
        insert(number);
      }
    }
    ends[size] = end;
    hashes[size] = hash;
    insert(size);
    return size++;
  }

  private void insert(int number) {
    int mask = table.length - 1;
    int at = hashes[number] & mask;
    while (table[at] != 0) {
      at = (at + 1) & mask;
    }
    table[at] = number + 1;
  }

  private static int hash(byte[] key, int length) {
    long hash = length;
    int at = 0;
    for (; at + 8 <= length; at += 8) {
      hash = (hash ^ (long) LONGS.get(key, at)) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 32;
    }
    for (; at < length; at++) {
      hash = (hash ^ key[at]) * 0x9E3779B97F4A7C15L;
    }
    return (int) (hash ^ hash >>> 32);
  }

  long bytes() {
    return arena.length + 8L * ends.length + 4L * table.length;
  }
}
