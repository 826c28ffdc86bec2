package io.minitidb.tidb.statement;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// One statement in the windows in which it ran, oldest first. Guarded by the lock of the summary.
final class SummedStatement {
  /// About the bytes of sums and of what holds them together.
  private static final long WINDOW_SIZE = 700;

  private final Deque<Part> parts = new ArrayDeque<>();

  /// Its executions in one window.
  record Part(Window window, Sample sample, Totals totals) {}

  boolean isIn(Window window) {
    Part last = parts.peekLast();
    return last != null && last.window().begin().equals(window.begin());
  }

  /// Begins with a window.
  void enter(Window window, Sample sample) {
    Part last = parts.peekLast();
    // A statement that runs in every window has mostly the same texts in each.
    boolean same = last != null && sample.equals(last.sample());
    parts.addLast(new Part(window, same ? last.sample() : sample, new Totals()));
  }

  Deque<Part> parts() {
    return parts;
  }

  /// Forgets the oldest windows.
  void keep(int windows) {
    while (parts.size() > windows) {
      parts.removeFirst();
    }
  }

  /// Returns about how many bytes it takes.
  @SuppressWarnings("ReferenceEquality") // counts what is there only once
  long size() {
    long size = 0;
    @Nullable Sample before = null;
    for (Part part : parts) {
      size += WINDOW_SIZE + (part.sample() == before ? 0 : part.sample().size());
      before = part.sample();
    }
    return size;
  }
}
