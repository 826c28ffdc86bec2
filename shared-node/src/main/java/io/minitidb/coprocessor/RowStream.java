package io.minitidb.coprocessor;

import io.grpc.stub.ServerCallStreamObserver;
import io.minitidb.cop.data.Batch;
import io.minitidb.proto.coprocessor.Response;
import io.minitidb.wire.CopAnswer;
import io.minitidb.wire.WorkTime;
import java.util.List;
import java.util.concurrent.Semaphore;

/// The server's end of a stream of rows: makes the next message wait until the client has taken
/// those before it, so that no more than a few wait here. A client that goes away ends the scan.
final class RowStream implements Coprocessor.Sink {
  private final ServerCallStreamObserver<Response> out;
  private final Semaphore changed = new Semaphore(0);
  private final long begin = System.nanoTime();
  private long idle;

  /// Must be called before the gRPC method returns.
  RowStream(ServerCallStreamObserver<Response> out) {
    this.out = out;
    out.setOnReadyHandler(changed::release);
    out.setOnCancelHandler(changed::release);
  }

  @Override
  public boolean take(List<Batch> batches) {
    if (!batches.isEmpty() && awaitReady()) {
      out.onNext(new CopAnswer.Rows(batches, List.of(), List.of()).encode());
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

  void finish(CopAnswer last) {
    if (awaitReady()) {
      out.onNext(WorkTime.add(last.encode(), System.nanoTime() - begin - idle));
      out.onCompleted();
    }
  }
}
