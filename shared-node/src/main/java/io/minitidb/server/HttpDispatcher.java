package io.minitidb.server;

/// Decides by the head of a request who answers it.
@FunctionalInterface
public interface HttpDispatcher {

  /// Runs on the event loop for every request, hence never waits: what has to wait is
  /// [HttpPlan.Undecided].
  ///
  /// @param head the request without its body, which has not been read yet
  HttpPlan plan(HttpCall head);
}
