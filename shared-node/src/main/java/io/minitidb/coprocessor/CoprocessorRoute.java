package io.minitidb.coprocessor;

import com.google.protobuf.InvalidProtocolBufferException;
import io.minitidb.cop.data.Batch;
import io.minitidb.proto.coprocessor.Request;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpCall;
import io.minitidb.server.HttpHandler;
import io.minitidb.wire.RequestDecoder;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The coprocessor over HTTP, for nodes that are asked by a member-local route: the body is a
/// `coprocessor.Request`, the answer's body a `coprocessor.Response`. A body that is no such
/// message is 400; everything else is 200 and said in the response.
public record CoprocessorRoute(Coprocessor coprocessor, RequestDecoder decoder)
    implements HttpHandler {
  public static final String CONTENT_TYPE = "application/x-protobuf";

  private static final long QUICK = TimeUnit.MILLISECONDS.toNanos(5);

  /// Who wants everything in one message. Whether he is still there is asked only when the answer
  /// takes its time: watching a connection costs more than most answers.
  private record Caller(HttpCall call, long begin) implements Coprocessor.Sink {
    @Override
    public boolean take(List<Batch> batches) {
      return false;
    }

    @Override
    public boolean isGone() {
      return System.nanoTime() - begin > QUICK && call.gone().getAsBoolean();
    }
  }

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
    Coprocessor.Sink caller = new Caller(call, System.nanoTime());
    byte[] body = CoprocessorService.encoded(coprocessor, decoder, request, caller).toByteArray();
    return HttpAnswer.of(200, CONTENT_TYPE, body);
  }
}
