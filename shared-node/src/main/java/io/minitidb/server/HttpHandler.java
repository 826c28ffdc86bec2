package io.minitidb.server;

/// Answers one HTTP request. Runs on a virtual thread of its own and may block; the connection's
/// next request waits for it.
@FunctionalInterface
@SuppressWarnings("FunctionalInterfaceMethodChanged") // a handler is the plan to let it work
public interface HttpHandler extends HttpDispatcher {

  /// @throws Exception becomes status 500 with the exception's message as text, and a line in the
  ///   log
  HttpAnswer handle(HttpCall call) throws Exception;

  @Override
  default HttpPlan plan(HttpCall head) {
    return HttpPlan.work(this);
  }
}
