package io.minitidb.pd.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;

/// One call that is handed through to another server, of any kind: flow control, metadata,
/// deadline, status and cancellation pass in both directions. A message is asked for on one side
/// when the other side can take it, so at most one waits here.
final class Passage<Q, A> extends ServerCall.Listener<Q> {
  private final ServerCall<Q, A> caller;
  private final ClientCall<Q, A> callee;
  private boolean requestWanted;
  private boolean answerWanted;

  private Passage(ServerCall<Q, A> caller, ClientCall<Q, A> callee) {
    this.caller = caller;
    this.callee = callee;
  }

  /// Hands a call through. To be called where gRPC's context is the call's: with it come the
  /// caller's deadline and cancellation.
  ///
  /// @param headers what is sent on
  /// @param to with callbacks on the event loop: nothing here blocks
  static <Q, A> ServerCall.Listener<Q> start(
      ServerCall<Q, A> caller,
      Metadata headers,
      Channel to,
      MethodDescriptor<Q, A> method,
      CallOptions options) {
    Passage<Q, A> passage = new Passage<>(caller, to.newCall(method, options));
    passage.callee.start(passage.new Answers(), headers);
    caller.request(1);
    passage.callee.request(1);
    return passage;
  }

  @Override
  public void onMessage(Q request) {
    callee.sendMessage(request);
    synchronized (this) {
      requestWanted = !callee.isReady();
      if (requestWanted) {
        return;
      }
    }
    caller.request(1);
  }

  @Override
  public void onHalfClose() {
    callee.halfClose();
  }

  @Override
  public void onCancel() {
    callee.cancel("the caller went away", null);
  }

  /// The caller can take more.
  @Override
  public void onReady() {
    synchronized (this) {
      if (!answerWanted) {
        return;
      }
      answerWanted = false;
    }
    callee.request(1);
  }

  /// The callee can take more.
  private void calleeReady() {
    synchronized (this) {
      if (!requestWanted) {
        return;
      }
      requestWanted = false;
    }
    caller.request(1);
  }

  private final class Answers extends ClientCall.Listener<A> {
    @Override
    public void onHeaders(Metadata headers) {
      caller.sendHeaders(headers);
    }

    @Override
    public void onMessage(A answer) {
      caller.sendMessage(answer);
      synchronized (Passage.this) {
        answerWanted = !caller.isReady();
        if (answerWanted) {
          return;
        }
      }
      callee.request(1);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      caller.close(status, trailers);
    }

    @Override
    public void onReady() {
      calleeReady();
    }
  }
}
