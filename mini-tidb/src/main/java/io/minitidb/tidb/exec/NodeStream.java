package io.minitidb.tidb.exec;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.minitidb.proto.coprocessor.Request;
import io.minitidb.proto.coprocessor.Response;
import io.minitidb.proto.tikvpb.TikvGrpc;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The client's end of a stream of rows. One message is asked for at a time, so a node is never
/// further ahead than that. The listener is called on an event loop: it only hands over.
final class NodeStream implements ClientResponseObserver<Request, Response> {

  /// What a stream tells.
  sealed interface Event {
    record Message(Response response) implements Event {}

    record Ended() implements Event {}

    record Failed(Throwable cause) implements Event {}
  }

  private final Consumer<Event> listener;
  private @Nullable ClientCallStreamObserver<Request> call;

  private NodeStream(Consumer<Event> listener) {
    this.listener = listener;
  }

  /// Opens a stream and asks for its first message.
  static NodeStream open(TikvGrpc.TikvStub stub, Request request, Consumer<Event> listener) {
    NodeStream stream = new NodeStream(listener);
    stub.coprocessorStream(request, stream);
    return stream;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<Request> call) {
    this.call = call;
    call.disableAutoRequestWithInitial(1);
  }

  /// Asks for the next message.
  void more() {
    if (call != null) {
      call.request(1);
    }
  }

  void cancel() {
    if (call != null) {
      call.cancel("no longer wanted", null);
    }
  }

  @Override
  public void onNext(Response response) {
    listener.accept(new Event.Message(response));
  }

  @Override
  public void onError(Throwable failure) {
    listener.accept(new Event.Failed(failure));
  }

  @Override
  public void onCompleted() {
    listener.accept(new Event.Ended());
  }
}
