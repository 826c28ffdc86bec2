package io.minitidb.coprocessor;

import com.google.protobuf.InvalidProtocolBufferException;
import io.minitidb.proto.coprocessor.Request;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpCall;
import io.minitidb.server.HttpHandler;
import io.minitidb.wire.RequestDecoder;

/// The coprocessor over HTTP, for nodes that are asked by a member-local route: the body is a
/// `coprocessor.Request`, the answer's body a `coprocessor.Response`. A body that is no such
/// message is 400; everything else is 200 and said in the response.
public record CoprocessorRoute(Coprocessor coprocessor, RequestDecoder decoder)
    implements HttpHandler {
  public static final String CONTENT_TYPE = "application/x-protobuf";

  public CoprocessorRoute(Coprocessor coprocessor) {
    this(coprocessor, new RequestDecoder());
  }

  @Override
  public HttpAnswer handle(HttpCall call) {
    Request request;
    try {
      request = Request.parseFrom(call.body());
    } catch (InvalidProtocolBufferException e) {
      return HttpAnswer.text(400, "the body is no coprocessor request: " + e.getMessage() + "\n");
    }
    byte[] body = CoprocessorService.encoded(coprocessor, decoder, request).toByteArray();
    return HttpAnswer.of(200, CONTENT_TYPE, body);
  }
}
