package io.minitidb.pdclient;

import org.jspecify.annotations.Nullable;

/// PD could not be reached, has no leader, or refused; the message says which and names the
/// endpoints.
public final class PdException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PdException(String message) {
    super(message);
  }

  public PdException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
