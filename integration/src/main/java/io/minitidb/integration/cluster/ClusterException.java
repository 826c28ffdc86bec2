package io.minitidb.integration.cluster;

/// A failure that the user can act on. The message says what and how, and is printed as it is.
public final class ClusterException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ClusterException(String message) {
    super(message);
  }

  public ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
