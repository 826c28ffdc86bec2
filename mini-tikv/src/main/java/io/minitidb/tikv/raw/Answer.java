package io.minitidb.tikv.raw;

import com.google.protobuf.Message;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.minitidb.pdclient.PdException;
import io.minitidb.proto.errorpb.Error;
import io.minitidb.tikv.engine.DiskFullException;
import io.minitidb.tikv.engine.EngineException;
import io.minitidb.tikv.engine.StalledException;
import io.minitidb.tikv.region.RegionRefused;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The answer to one call: what the call has found, or why it has not, in the form that the
/// response has for it: its field `region_error`, or `error` for what is said in words.
///
/// @param empty a response without fields
record Answer<T>(ServerCallStreamObserver<T> out, Message empty) {
  private static final Logger log = LoggerFactory.getLogger(Answer.class);

  static <T> Answer<T> to(StreamObserver<T> out, Message empty) {
    ServerCallStreamObserver<T> call = (ServerCallStreamObserver<T>) out;
    // With a handler, a call that was given up is no exception for who answers it.
    call.setOnCancelHandler(() -> {});
    return new Answer<>(call, empty);
  }

  T refusal(Error error) {
    return having("region_error", error);
  }

  /// What a client reads as pairs must not be an error, so responses of pairs have no such field.
  private T failure(String why) {
    if (empty.getDescriptorForType().findFieldByName("error") == null) {
      throw Status.INVALID_ARGUMENT.withDescription(why).asRuntimeException();
    }
    return having("error", why);
  }

  @SuppressWarnings("unchecked") // a message's builder builds such a message
  private T having(String field, Object value) {
    return (T)
        empty.toBuilder()
            .setField(empty.getDescriptorForType().findFieldByName(field), value)
            .build();
  }

  /// Whether nobody waits for it any more.
  boolean isGone() {
    return out.isCancelled();
  }

  /// Answers with what the work finds.
  void with(long storeId, Supplier<T> work) {
    if (isGone()) {
      return;
    }
    try {
      send(outcome(storeId, work));
    } catch (StatusRuntimeException e) {
      out.onError(e);
    } catch (RuntimeException e) {
      log.error("a call failed", e);
      out.onError(Status.INTERNAL.withDescription(String.valueOf(e)).asRuntimeException());
    }
  }

  /// Answers at once if something is known at once, otherwise leaves that to `otherwise`.
  void ifKnown(long storeId, Supplier<Optional<T>> quick, Runnable otherwise) {
    Optional<T> known;
    try {
      known = quick.get();
    } catch (RuntimeException e) {
      with(
          storeId,
          () -> {
            throw e;
          });
      return;
    }
    known.ifPresentOrElse(this::send, otherwise);
  }

  private T outcome(long storeId, Supplier<T> work) {
    try {
      return work.get();
    } catch (RegionRefused e) {
      return refusal(RegionErrors.of(e.refusal()));
    } catch (RawException e) {
      return failure(String.valueOf(e.getMessage()));
    } catch (DiskFullException e) {
      return refusal(RegionErrors.diskFull(storeId, String.valueOf(e.getMessage())));
    } catch (StalledException e) {
      return refusal(RegionErrors.busy(String.valueOf(e.getMessage())));
    } catch (PdException e) {
      throw Status.UNAVAILABLE.withDescription(e.getMessage()).withCause(e).asRuntimeException();
    } catch (EngineException e) {
      log.error("RocksDB failed", e);
      throw Status.INTERNAL.withDescription(e.getMessage()).withCause(e).asRuntimeException();
    }
  }

  void send(T answer) {
    out.onNext(answer);
    out.onCompleted();
  }
}
