package io.minitidb.server;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Chooses the handler by the exact first segment of the path, from a map that is written down in
/// one place. `/pd_member/x` never meets the handler of `/pd`: the prototype failed on a prefix
/// that was compared as a string.
public final class HttpPrefixes implements HttpHandler {
  private static final Logger log = LoggerFactory.getLogger(HttpPrefixes.class);

  private final Map<String, HttpHandler> handlers;

  public HttpPrefixes(Map<String, HttpHandler> handlers) {
    this.handlers = Map.copyOf(handlers);
  }

  /// Never throws: a failure of the chosen handler is logged and answered with 500.
  @Override
  public HttpAnswer handle(HttpCall call) {
    try {
      HttpHandler handler = handlers.get(call.segments().getFirst());
      return handler == null ? Routes.notFound() : handler.handle(call);
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      log.warn("{} {} failed", call.method(), call.path(), e);
      return HttpAnswer.text(500, e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }
}
