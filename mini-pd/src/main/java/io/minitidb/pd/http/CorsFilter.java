package io.minitidb.pd.http;

import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpCall;
import io.minitidb.server.HttpHandler;

/// Lets scripts of any origin read, as etcd's front does: three headers on every answer, and every
/// OPTIONS is answered at once.
public record CorsFilter(HttpHandler inner) implements HttpHandler {
  @Override
  public HttpAnswer handle(HttpCall call) throws Exception {
    HttpAnswer answer =
        call.method().equals("OPTIONS") ? HttpAnswer.empty(200) : inner.handle(call);
    return answer
        .with("Access-Control-Allow-Headers", "accept, content-type, authorization")
        .with("Access-Control-Allow-Methods", "POST, GET, OPTIONS, PUT, DELETE")
        .with("Access-Control-Allow-Origin", "*");
  }
}
