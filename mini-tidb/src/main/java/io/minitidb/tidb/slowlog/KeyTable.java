package io.minitidb.tidb.slowlog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds out which of a few keys some bytes are, without making a text of them.
final class KeyTable<V> {
  private final byte[][] keys;
  private final @Nullable Object[] values;
  private final Class<V> type;

  KeyTable(Map<String, V> entries, Class<V> type) {
    int size = Integer.highestOneBit(Math.max(4, entries.size())) * 4;
    this.keys = new byte[size][];
    this.values = new Object[size];
    this.type = type;
    Arrays.fill(keys, new byte[0]);
    entries.forEach((key, value) -> {
      byte[] bytes = key.getBytes(StandardCharsets.US_ASCII);
      int slot = slot(bytes, 0, bytes.length);
      while (values[slot] != null) {
        slot = slot + 1 & size - 1;
      }
      keys[slot] = bytes;
      values[slot] = value;
    });
  }

  private int slot(byte[] bytes, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    return (hash ^ hash >>> 15) & keys.length - 1;
  }

  /// Returns the value of a key, or null.
  @Nullable V get(byte[] bytes, int from, int to) {
    for (int slot = slot(bytes, from, to);
        values[slot] != null;
        slot = slot + 1 & keys.length - 1) {
      byte[] key = keys[slot];
      if (Arrays.equals(key, 0, key.length, bytes, from, to)) {
        return type.cast(values[slot]);
      }
    }
    return null;
  }
}
