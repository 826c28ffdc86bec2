package io.minitidb.desired;

import java.util.concurrent.CompletionException;

/// Words for nodes that did not answer.
final class Failures {
  private Failures() {}

  static String text(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
