package io.minitidb.pd.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.minitidb.pd.cluster.Tso;
import io.minitidb.proto.pdpb.Timestamp;
import io.minitidb.proto.pdpb.TsoRequest;
import io.minitidb.proto.pdpb.TsoResponse;

/// One client's stream of timestamps: one answer for each request, in order; any failure ends the
/// stream.
final class TsoStream implements StreamObserver<TsoRequest> {
  private final Headers headers;
  private final StreamObserver<TsoResponse> answers;
  private boolean ended;

  TsoStream(Headers headers, StreamObserver<TsoResponse> answers) {
    this.headers = headers;
    this.answers = answers;
  }

  @Override
  public void onNext(TsoRequest request) {
    if (ended) {
      return;
    }
    try {
      Tso.Timestamp last = headers.term(request.getHeader()).tso().next(request.getCount());
      answers.onNext(
          TsoResponse.newBuilder()
              .setHeader(headers.ok())
              .setCount(request.getCount())
              .setTimestamp(
                  Timestamp.newBuilder().setPhysical(last.physical()).setLogical(last.logical()))
              .build());
    } catch (StatusRuntimeException e) {
      end(e);
    } catch (IllegalArgumentException | IllegalStateException e) {
      end(Status.UNKNOWN.withDescription(e.getMessage()).asRuntimeException());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end(Status.CANCELLED.withDescription("interrupted").asRuntimeException());
    }
  }

  private void end(StatusRuntimeException failure) {
    ended = true;
    answers.onError(failure);
  }

  @Override
  public void onError(Throwable cause) {
    ended = true;
  }

  @Override
  public void onCompleted() {
    if (!ended) {
      answers.onCompleted();
    }
  }
}
