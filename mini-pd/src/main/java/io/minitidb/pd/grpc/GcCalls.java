package io.minitidb.pd.grpc;

import com.google.protobuf.ByteString;
import io.minitidb.pd.cluster.GcSafePoints;
import io.minitidb.pd.cluster.PdError;
import io.minitidb.pd.cluster.Term;
import io.minitidb.proto.pdpb.GetGCSafePointResponse;
import io.minitidb.proto.pdpb.UpdateServiceGCSafePointRequest;
import io.minitidb.proto.pdpb.UpdateServiceGCSafePointResponse;

/// The calls about old versions, on the leader of a bootstrapped cluster.
final class GcCalls {
  private final GcSafePoints safePoints = new GcSafePoints();

  GetGCSafePointResponse safePoint(Headers headers, Term term) {
    requireBootstrapped(term);
    return GetGCSafePointResponse.newBuilder()
        .setHeader(headers.ok())
        .setSafePoint(safePoints.safePoint(term.fence()))
        .build();
  }

  UpdateServiceGCSafePointResponse update(
      Headers headers, Term term, UpdateServiceGCSafePointRequest request) {
    requireBootstrapped(term);
    // Of all clocks the one that the members have in common.
    long now = term.tso().next(1).join().physical() / 1000;
    GcSafePoints.Service lowest =
        safePoints.update(
            term.fence(),
            request.getServiceId().toStringUtf8(),
            request.getTTL(),
            request.getSafePoint(),
            now);
    return UpdateServiceGCSafePointResponse.newBuilder()
        .setHeader(headers.ok())
        .setServiceId(ByteString.copyFromUtf8(lowest.id()))
        .setTTL(lowest.ttl(now))
        .setMinSafePoint(lowest.safePoint())
        .build();
  }

  static void requireBootstrapped(Term term) {
    if (term.cluster().bootstrapTime().isEmpty()) {
      throw PdError.notBootstrapped();
    }
  }
}
