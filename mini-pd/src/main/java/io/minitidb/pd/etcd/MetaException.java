package io.minitidb.pd.etcd;

/// etcd did not do what it was asked for, or not in time; after a write its outcome is unknown.
public final class MetaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MetaException(String message, Throwable cause) {
    super(message, cause);
  }
}
