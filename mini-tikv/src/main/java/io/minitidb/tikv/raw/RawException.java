package io.minitidb.tikv.raw;

/// A call asks for what cannot be done; it goes into the answer's `error`.
final class RawException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RawException(String message) {
    super(message, null, false, false);
  }
}
