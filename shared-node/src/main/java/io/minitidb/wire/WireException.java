package io.minitidb.wire;

/// A message that means nothing to us: an unknown signature, a constant of the wrong length, a plan
/// without a scan.
public final class WireException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public WireException(String message) {
    super(message);
  }

  public WireException(String message, Throwable cause) {
    super(message, cause);
  }
}
