package io.minitidb.tikv.history;

import io.minitidb.tikv.engine.RocksEngine.Pair;

/// How many pairs, and how many bytes of keys and values they have. Not thread-safe.
final class PairCount {
  private long pairs;
  private long bytes;

  void add(Pair pair) {
    pairs++;
    bytes += pair.key().length + pair.value().length;
  }

  long pairs() {
    return pairs;
  }

  long bytes() {
    return bytes;
  }
}
