package io.minitidb.pd.http;

import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpCall;
import io.minitidb.server.HttpHandler;
import java.util.function.LongSupplier;

/// Refuses requests with a body that is larger than what the configuration allows at this moment.
///
/// @param bytes the largest body
public record BodyLimit(HttpHandler inner, LongSupplier bytes) implements HttpHandler {
  @Override
  public HttpAnswer handle(HttpCall call) throws Exception {
    return call.body().length > bytes.getAsLong()
        ? Answers.plainError(413, "http: request body too large")
        : inner.handle(call);
  }
}
