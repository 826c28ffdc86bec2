package io.minitidb.coprocessor;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.minitidb.cop.data.Batch;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.LongFunction;

/// The server's end of a stream of rows: makes the next message wait until the client has taken
/// those before it, so that no more than a few wait here. A client that goes away ends the scan.
///
/// @param <M> the messages that carry the rows
final class RowStream<M> implements Coprocessor.Sink {
  private final ServerCallStreamObserver<M> out;
  private final Function<List<Batch>, M> message;
  private final Semaphore changed = new Semaphore(0);
  private final long begin = System.nanoTime();
  private long idle;

  /// Must be called before the gRPC method returns.
  ///
  /// @param message that carries some rows
  RowStream(ServerCallStreamObserver<M> out, Function<List<Batch>, M> message) {
    this.out = out;
    this.message = message;
    out.setOnReadyHandler(changed::release);
    out.setOnCancelHandler(changed::release);
  }

  @Override
  public boolean take(List<Batch> batches) {
    if (!batches.isEmpty() && awaitReady()) {
      out.onNext(message.apply(batches));
    }
    return !out.isCancelled();
  }

  @Override
  public boolean isGone() {
    return out.isCancelled();
  }

  /// Returns false when the client is gone, at the latest when its deadline has passed.
  private boolean awaitReady() {
    long from = System.nanoTime();
    while (!out.isReady() && !out.isCancelled()) {
      changed.acquireUninterruptibly();
      changed.drainPermits();
    }
    idle += System.nanoTime() - from;
    return !out.isCancelled();
  }

  /// Sends the last message.
  ///
  /// @param last made of the nanoseconds that the node worked for all of them
  void finish(LongFunction<M> last) {
    if (awaitReady()) {
      out.onNext(last.apply(System.nanoTime() - begin - idle));
      out.onCompleted();
    }
  }

  /// Ends the stream with an error.
  void fail(StatusRuntimeException cause) {
    if (!out.isCancelled()) {
      out.onError(cause);
    }
  }
}
