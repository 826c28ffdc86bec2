package io.minitidb.desired;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A change was not made, or nobody knows whether it was; the message says which, and what to do.
public final class ChangeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // always an immutable list of the JDK
  private final List<String> refusals;

  ChangeException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.refusals = List.of();
  }

  ChangeException(String message) {
    this(message, List.of());
  }

  ChangeException(String message, List<String> refusals) {
    super(message);
    this.refusals = List.copyOf(refusals);
  }

  /// Returns the reasons of nodes that refused it, without the nodes, or else the message: for who
  /// asked a single node.
  public String reason() {
    return refusals.isEmpty() ? String.valueOf(getMessage()) : String.join("; ", refusals);
  }
}
