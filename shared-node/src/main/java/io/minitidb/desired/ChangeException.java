package io.minitidb.desired;

import org.jspecify.annotations.Nullable;

/// A change was not made, or nobody knows whether it was; the message says which, and what to do.
public final class ChangeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ChangeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  ChangeException(String message) {
    this(message, null);
  }
}
