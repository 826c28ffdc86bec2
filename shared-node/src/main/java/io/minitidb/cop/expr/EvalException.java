package io.minitidb.cop.expr;

/// An error that the statement dies of, with the MySQL code that the client gets: 1690 for an
/// overflow, 1139 for a bad pattern.
public final class EvalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  public EvalException(int code, String message) {
    super(message);
    this.code = code;
  }

  public int code() {
    return code;
  }
}
