package io.minitidb.coprocessor;

/// A limit of this node ends the request; the message says which.
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }
}
