package io.minitidb.server;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Chooses the handler by the exact first segment of the path, from a map that is written down in
/// one place. `/pd_member/x` never meets the handler of `/pd`: the prototype failed on a prefix
/// that was compared as a string.
public final class HttpPrefixes implements HttpDispatcher {
  private static final Logger log = LoggerFactory.getLogger(HttpPrefixes.class);

  private final Map<String, HttpDispatcher> dispatchers;

  public HttpPrefixes(Map<String, HttpDispatcher> dispatchers) {
    this.dispatchers = Map.copyOf(dispatchers);
  }

  /// A handler that fails is logged and answered with 500.
  @Override
  public HttpPlan plan(HttpCall head) {
    HttpDispatcher dispatcher = dispatchers.get(head.firstSegment());
    return dispatcher == null
        ? HttpPlan.of(Routes.notFound())
        : dispatcher.plan(head).map(handler -> call -> guarded(handler, call));
  }

  private static HttpAnswer guarded(HttpHandler handler, HttpCall call) {
    try {
      return handler.handle(call);
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      log.warn("{} {} failed", call.method(), call.path(), e);
      return HttpAnswer.text(500, e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }
}
