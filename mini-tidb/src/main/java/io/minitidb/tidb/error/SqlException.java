package io.minitidb.tidb.error;

import io.minitidb.cop.expr.EvalException;
import org.jspecify.annotations.Nullable;

/// Ends a statement; the client gets the code, the SQLSTATE and the message, and its connection
/// lives on.
public final class SqlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  public SqlException(SqlError error, String message) {
    this(error.code(), message, null);
  }

  public SqlException(SqlError error, String message, Throwable cause) {
    this(error.code(), message, cause);
  }

  /// The same error, of a statement.
  public SqlException(EvalException cause) {
    this(cause.code(), String.valueOf(cause.getMessage()), cause);
  }

  /// @param code as a node gave it
  public SqlException(int code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public int code() {
    return code;
  }

  public String state() {
    return SqlError.stateOf(code);
  }

  public String text() {
    return String.valueOf(getMessage());
  }
}
