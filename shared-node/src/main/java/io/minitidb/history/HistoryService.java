package io.minitidb.history;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.minitidb.memtable.KeptTable;
import io.minitidb.proto.history.HistoryGrpc;
import io.minitidb.proto.history.KeepRequest;
import io.minitidb.proto.history.KeepResponse;
import io.minitidb.wire.WireException;
import java.util.Map;
import java.util.function.Supplier;

/// `minitidb.history.History`: takes the ticks of other nodes.
public final class HistoryService extends HistoryGrpc.HistoryImplBase {
  private static final int MOST_TICKS = 1000;

  private final Supplier<TickTaker> taker;
  private final Map<String, KeptTable> tables;

  /// @param taker may block a call until the store knows itself
  public HistoryService(Supplier<TickTaker> taker, Map<String, KeptTable> tables) {
    this.taker = taker;
    this.tables = tables;
  }

  @Override
  public void keep(KeepRequest request, StreamObserver<KeepResponse> observer) {
    try {
      if (request.getTicksCount() > MOST_TICKS) {
        throw new WireException("more than " + MOST_TICKS + " ticks at once");
      }
      taker.get().take(TickCodec.origin(request), TickCodec.ticks(request, tables));
    } catch (WireException e) {
      observer.onError(
          Status.FAILED_PRECONDITION.withDescription(e.getMessage()).asRuntimeException());
      return;
    } catch (RuntimeException e) {
      observer.onError(Status.INTERNAL.withDescription(e.getMessage()).asRuntimeException());
      return;
    }
    observer.onNext(KeepResponse.getDefaultInstance());
    observer.onCompleted();
  }
}
