package io.minitidb.cop.exec;

import io.minitidb.cop.expr.MemoryTracker;

/// What one operator holds of the statement's memory.
final class HeldMemory {
  private final MemoryTracker tracker;
  private long held;

  HeldMemory(MemoryTracker tracker) {
    this.tracker = tracker;
  }

  /// Holds `bytes` more.
  void hold(long bytes) {
    tracker.hold(bytes);
    held += bytes;
  }

  /// Holds `bytes` in all, which is not less than before.
  void grow(long bytes) {
    if (bytes > held) {
      hold(bytes - held);
    }
  }

  /// Gives everything back; may be called more than once.
  void release() {
    tracker.release(held);
    held = 0;
  }
}
