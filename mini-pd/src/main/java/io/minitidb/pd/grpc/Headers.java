package io.minitidb.pd.grpc;

import io.grpc.Status;
import io.minitidb.pd.cluster.FencedException;
import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.pd.cluster.PdError;
import io.minitidb.pd.cluster.Term;
import io.minitidb.pd.etcd.MetaException;
import io.minitidb.proto.pdpb.ErrorType;
import io.minitidb.proto.pdpb.RequestHeader;
import io.minitidb.proto.pdpb.ResponseHeader;

/// The checks before every call of a leader, in the original's order, and the two places where a
/// failure may be told: in gRPC's status when this member is the wrong one to ask, in the answer's
/// header when the request is refused.
final class Headers {
  private final LocalMember member;

  Headers(LocalMember member) {
    this.member = member;
  }

  LocalMember.Started started() {
    return member
        .started()
        .orElseThrow(
            () -> Status.UNAVAILABLE.withDescription("server not started").asRuntimeException());
  }

  /// Returns the running term if this member may answer the request.
  Term term(RequestHeader header) {
    LocalMember.Started started = started();
    Term term =
        member
            .term()
            .orElseThrow(
                () -> Status.UNAVAILABLE.withDescription("not leader").asRuntimeException());
    long clusterId = started.keys().clusterId();
    if (header.getClusterId() != clusterId) {
      throw Status.FAILED_PRECONDITION
          .withDescription(
              "mismatch cluster id, need "
                  + Long.toUnsignedString(clusterId)
                  + " but got "
                  + Long.toUnsignedString(header.getClusterId()))
          .asRuntimeException();
    }
    return term;
  }

  /// Returns the header of a success, in which no error is set.
  ResponseHeader ok() {
    return ResponseHeader.newBuilder().setClusterId(started().keys().clusterId()).build();
  }

  /// Returns the header that tells of `failure`.
  ///
  /// @throws RuntimeException the failure itself, when it is none of ours
  ResponseHeader failed(RuntimeException failure) {
    ErrorType type =
        switch (failure) {
          case PdError error ->
              switch (error.kind()) {
                case UNKNOWN -> ErrorType.UNKNOWN;
                case NOT_BOOTSTRAPPED -> ErrorType.NOT_BOOTSTRAPPED;
                case ALREADY_BOOTSTRAPPED -> ErrorType.ALREADY_BOOTSTRAPPED;
                case STORE_TOMBSTONE -> ErrorType.STORE_TOMBSTONE;
              };
          case FencedException _, MetaException _, IllegalArgumentException _ -> ErrorType.UNKNOWN;
          default -> throw failure;
        };
    return refused(type, String.valueOf(failure.getMessage()));
  }

  /// Returns the header of a refusal.
  ResponseHeader refused(ErrorType type, String message) {
    return ok().toBuilder()
        .setError(io.minitidb.proto.pdpb.Error.newBuilder().setType(type).setMessage(message))
        .build();
  }
}
