package io.minitidb.tikv.raw;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Lets those who write the same key follow each other, so that compare-and-swap sees every write.
/// Keys share a bounded number of locks, which are taken in one order: nobody waits in a circle.
final class Latches {
  private static final int SLOTS = 2048;

  private final ReentrantLock[] locks = new ReentrantLock[SLOTS];

  Latches() {
    for (int i = 0; i < SLOTS; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  private int slot(ByteString key) {
    int hash = key.hashCode();
    return (hash ^ hash >>> 16) & SLOTS - 1;
  }

  /// Runs alone among those who write the key.
  void holding(ByteString key, Runnable write) {
    ReentrantLock lock = locks[slot(key)];
    lock.lock();
    try {
      write.run();
    } finally {
      lock.unlock();
    }
  }

  /// Runs alone among those who write any of the keys.
  void holding(List<ByteString> keys, Runnable write) {
    int[] slots = keys.stream().mapToInt(this::slot).sorted().distinct().toArray();
    int held = 0;
    try {
      for (; held < slots.length; held++) {
        locks[slots[held]].lock();
      }
      write.run();
    } finally {
      while (held > 0) {
        locks[slots[--held]].unlock();
      }
    }
  }
}
