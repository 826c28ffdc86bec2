package io.minitidb.tidb.exec;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CompletionException;

/// Says in a few words why a call to a node failed.
final class Failures {
  private static final String LATE = "did not answer within tidb_cluster_node_timeout";

  private Failures() {}

  static String describe(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return switch (cause) {
      case StatusRuntimeException e -> describe(e.getStatus());
      case StatusException e -> describe(e.getStatus());
      case HttpTimeoutException e -> LATE;
      case ConnectException e -> "cannot be reached: connection refused";
      default -> "failed: " + cause;
    };
  }

  private static String describe(Status status) {
    return switch (status.getCode()) {
      case DEADLINE_EXCEEDED -> LATE;
      case UNAVAILABLE -> "cannot be reached: " + root(status);
      default -> "failed: " + status.getCode() + " " + status.getDescription();
    };
  }

  private static String root(Status status) {
    Throwable cause = status.getCause();
    if (cause == null) {
      return String.valueOf(status.getDescription());
    }
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof ConnectException
        ? "connection refused"
        : String.valueOf(cause.getMessage());
  }
}
