package io.minitidb.coprocessor;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.minitidb.cop.data.Batch;
import io.minitidb.proto.coprocessor.Request;
import io.minitidb.proto.coprocessor.Response;
import io.minitidb.proto.tikvpb.TikvGrpc;
import io.minitidb.wire.AnswerForm;
import io.minitidb.wire.CommandRequest;
import io.minitidb.wire.CopAnswer;
import io.minitidb.wire.CopRequest;
import io.minitidb.wire.RequestDecoder;
import io.minitidb.wire.WireException;
import io.minitidb.wire.WorkTime;
import java.util.List;
import java.util.function.Supplier;

/// `tikvpb.Tikv/Coprocessor` and `CoprocessorStream`. All other methods of the service are
/// UNIMPLEMENTED unless a subclass has them.
public class CoprocessorService extends TikvGrpc.TikvImplBase {
  private final Supplier<Coprocessor> coprocessor;
  private final RequestDecoder decoder = new RequestDecoder();

  /// @param coprocessor may block a call until the node knows itself
  public CoprocessorService(Supplier<Coprocessor> coprocessor) {
    this.coprocessor = coprocessor;
  }

  @Override
  public void coprocessor(Request request, StreamObserver<Response> observer) {
    Single caller = new Single((ServerCallStreamObserver<Response>) observer);
    Response answer = encoded(coprocessor.get(), decoder, request, caller);
    if (!caller.isGone()) {
      observer.onNext(answer);
      observer.onCompleted();
    }
  }

  @Override
  public void coprocessorStream(Request request, StreamObserver<Response> observer) {
    RowStream<Response> stream =
        new RowStream<>(
            (ServerCallStreamObserver<Response>) observer,
            rows -> new CopAnswer.Rows(rows, List.of(), List.of()).encode());
    // Its own thread: gRPC tells a call that the client can take more only when no other callback
    // of the call is running.
    Thread.startVirtualThread(() -> {
      CopAnswer last = answer(coprocessor.get(), decoder, request, stream);
      stream.finish(nanos -> WorkTime.add(last.encode(), nanos));
    });
  }

  /// Who wants everything in one message.
  private record Single(ServerCallStreamObserver<Response> out) implements Coprocessor.Sink {
    @Override
    public boolean take(List<Batch> batches) {
      return false;
    }

    @Override
    public boolean isGone() {
      return out.isCancelled();
    }
  }

  /// Answers in one message, which says how long it took to make.
  static Response encoded(
      Coprocessor coprocessor, RequestDecoder decoder, Request request, Coprocessor.Sink caller) {
    long begin = System.nanoTime();
    Response answer = answer(coprocessor, decoder, request, caller).encode();
    return WorkTime.add(answer, System.nanoTime() - begin);
  }

  /// Wants everything in one message, for somebody who would take several.
  private record Whole(Coprocessor.Sink caller) implements Coprocessor.Sink {
    @Override
    public boolean take(List<Batch> batches) {
      return false;
    }

    @Override
    public boolean isGone() {
      return caller.isGone();
    }
  }

  /// Decodes, runs, and turns a request that means nothing into an error that says why.
  private static CopAnswer answer(
      Coprocessor coprocessor, RequestDecoder decoder, Request request, Coprocessor.Sink sink) {
    try {
      return switch (decoder.decode(request)) {
        case CommandRequest command -> coprocessor.obey(command);
        case CopRequest plan -> answer(coprocessor, plan, sink);
      };
    } catch (WireException | IllegalArgumentException e) {
      return new CopAnswer.Refused(String.valueOf(e.getMessage()));
    }
  }

  private static CopAnswer answer(
      Coprocessor coprocessor, CopRequest decoded, Coprocessor.Sink sink) {
    if (decoded.form().encoding() == AnswerForm.Encoding.DATUM) {
      // One message holds it all: datums are for readers that know no streams.
      CopAnswer answer = coprocessor.answer(decoded, new Whole(sink));
      return answer instanceof CopAnswer.Rows rows
          ? new CopAnswer.DatumRows(rows, decoded.zone())
          : answer;
    }
    return coprocessor.answer(decoded, sink);
  }
}
