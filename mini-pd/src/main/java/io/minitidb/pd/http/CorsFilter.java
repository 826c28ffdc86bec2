package io.minitidb.pd.http;

import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpCall;
import io.minitidb.server.HttpDispatcher;
import io.minitidb.server.HttpPlan;
import java.util.Map;

/// Lets scripts of any origin read, as etcd's front does: three headers on every answer, and every
/// OPTIONS is answered at once.
public record CorsFilter(HttpDispatcher inner) implements HttpDispatcher {
  private static final Map<String, String> HEADERS =
      Map.of(
          "Access-Control-Allow-Headers", "accept, content-type, authorization",
          "Access-Control-Allow-Methods", "POST, GET, OPTIONS, PUT, DELETE",
          "Access-Control-Allow-Origin", "*");

  @Override
  public HttpPlan plan(HttpCall head) {
    HttpPlan plan =
        head.method().equals("OPTIONS") ? HttpPlan.of(HttpAnswer.empty(200)) : inner.plan(head);
    return plan.with(HEADERS);
  }
}
