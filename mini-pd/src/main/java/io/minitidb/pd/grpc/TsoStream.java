package io.minitidb.pd.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.minitidb.pd.cluster.Tso;
import io.minitidb.proto.pdpb.Timestamp;
import io.minitidb.proto.pdpb.TsoRequest;
import io.minitidb.proto.pdpb.TsoResponse;
import org.jspecify.annotations.Nullable;

/// One client's stream of timestamps: one answer for each request, in order; any failure ends the
/// stream. Nothing here blocks. A request is taken only when the one before is answered and the
/// client reads, so at most one of each stream is held.
final class TsoStream implements StreamObserver<TsoRequest> {
  private final Headers headers;
  private final TsoMetrics metrics;
  private final ServerCallStreamObserver<TsoResponse> answers;
  private boolean waiting;
  private boolean moreWanted;
  private boolean halfClosed;
  private boolean ended;

  TsoStream(Headers headers, TsoMetrics metrics, StreamObserver<TsoResponse> answers) {
    this.headers = headers;
    this.metrics = metrics;
    this.answers = (ServerCallStreamObserver<TsoResponse>) answers;
    this.answers.disableAutoRequest();
    this.answers.setOnReadyHandler(this::ready);
    // With a handler, sending to a client that has gone is no error.
    this.answers.setOnCancelHandler(this::gone);
    this.answers.request(1);
  }

  @Override
  public void onNext(TsoRequest request) {
    synchronized (this) {
      if (ended) {
        return;
      }
      waiting = true;
    }
    long asked = System.nanoTime();
    try {
      headers
          .term(request.getHeader())
          .tso()
          .next(request.getCount())
          .whenComplete((last, failure) -> answer(request, asked, last, failure));
    } catch (StatusRuntimeException e) {
      end(e);
    } catch (IllegalArgumentException e) {
      end(Status.UNKNOWN.withDescription(e.getMessage()).asRuntimeException());
    }
  }

  private synchronized void answer(
      TsoRequest request, long asked, Tso.@Nullable Timestamp last, @Nullable Throwable failure) {
    waiting = false;
    if (last == null) {
      String why = failure == null ? "generate timestamp failed" : failure.getMessage();
      end(Status.UNKNOWN.withDescription(why).asRuntimeException());
      return;
    }
    if (ended) {
      return;
    }
    answers.onNext(
        TsoResponse.newBuilder()
            .setHeader(headers.ok())
            .setCount(request.getCount())
            .setTimestamp(
                Timestamp.newBuilder().setPhysical(last.physical()).setLogical(last.logical()))
            .build());
    metrics.given(request.getCount(), System.nanoTime() - asked);
    if (halfClosed) {
      ended = true;
      answers.onCompleted();
    } else if (answers.isReady()) {
      answers.request(1);
    } else {
      moreWanted = true;
    }
  }

  /// The client has read what it was sent.
  private synchronized void ready() {
    if (moreWanted) {
      moreWanted = false;
      answers.request(1);
    }
  }

  private synchronized void end(StatusRuntimeException failure) {
    if (!ended) {
      ended = true;
      metrics.failed();
      answers.onError(failure);
    }
  }

  private synchronized void gone() {
    ended = true;
  }

  @Override
  public void onError(Throwable cause) {
    gone();
  }

  @Override
  public synchronized void onCompleted() {
    if (waiting) {
      halfClosed = true;
    } else if (!ended) {
      ended = true;
      answers.onCompleted();
    }
  }
}
