package io.minitidb.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Remembers what was opened and closes it in reverse order. A start that fails halfway closes what
/// it had opened, so there is one way out for both cases. Every resource is closed even when
/// another one fails; later failures are suppressed into the first. Safe for use by several
/// threads.
public final class Closer implements AutoCloseable {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /// Remembers `resource` and returns it, so that opening and registering is one expression.
  public synchronized <T extends AutoCloseable> T add(T resource) {
    opened.push(resource);
    return resource;
  }

  /// Closes everything, last opened first. A second call closes only what was added since.
  ///
  /// @throws IllegalStateException whose cause is the first checked failure; an unchecked one is
  ///   thrown as it is
  @Override
  @SuppressWarnings("ReferenceEquality") // an exception cannot suppress itself
  public void close() {
    Throwable first = null;
    for (AutoCloseable next = next(); next != null; next = next()) {
      try {
        next.close();
      } catch (
          Throwable e) { // the last frame before the process ends: nothing may keep the others open
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        if (first == null) {
          first = e;
        } else if (first != e) {
          first.addSuppressed(e);
        }
      }
    }
    switch (first) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException("closing failed: " + first.getMessage(), first);
    }
  }

  private synchronized @Nullable AutoCloseable next() {
    return opened.poll();
  }
}
