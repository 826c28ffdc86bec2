package io.minitidb.tikv.engine;

import org.rocksdb.RocksIterator;

/// The pair that a scan is at, in arrays that are used again for the next one: nothing is allocated
/// for a pair. Not thread-safe.
public final class PairView {
  private byte[] key = new byte[256];
  private int keyLength;
  private byte[] value = new byte[4 << 10];
  private int valueLength;

  PairView() {}

  PairView at(RocksIterator iterator) {
    keyLength = iterator.key(key, 0, key.length);
    if (keyLength > key.length) {
      key = new byte[keyLength * 2];
      keyLength = iterator.key(key, 0, key.length);
    }
    valueLength = iterator.value(value, 0, value.length);
    if (valueLength > value.length) {
      value = new byte[valueLength];
      valueLength = iterator.value(value, 0, value.length);
    }
    return this;
  }

  /// Returns an array that begins with the key.
  public byte[] key() {
    return key;
  }

  public int keyLength() {
    return keyLength;
  }

  /// Returns an array that begins with the value.
  public byte[] value() {
    return value;
  }

  public int valueLength() {
    return valueLength;
  }
}
