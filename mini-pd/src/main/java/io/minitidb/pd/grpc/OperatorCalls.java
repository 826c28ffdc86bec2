package io.minitidb.pd.grpc;

import io.minitidb.pd.cluster.Term;
import io.minitidb.proto.pdpb.ErrorType;
import io.minitidb.proto.pdpb.GetOperatorResponse;
import io.minitidb.proto.pdpb.ScatterRegionRequest;
import io.minitidb.proto.pdpb.ScatterRegionResponse;
import java.util.List;

/// The calls about moving regions, of which nothing here moves any: what is to be spread counts as
/// spread at once, and no region has an operator.
final class OperatorCalls {
  private OperatorCalls() {}

  static ScatterRegionResponse scatter(Headers headers, Term term, ScatterRegionRequest request) {
    GcCalls.requireBootstrapped(term);
    ScatterRegionResponse.Builder answer = ScatterRegionResponse.newBuilder();
    if (request.getRegionsIdCount() == 0) {
      boolean known =
          request.hasRegion()
              || term.cluster().regionBook().find(request.getRegionId()).isPresent();
      if (!known) {
        return answer
            .setHeader(
                headers.refused(
                    ErrorType.REGION_NOT_FOUND,
                    "region " + Long.toUnsignedString(request.getRegionId()) + " not found"))
            .build();
      }
      return answer.setHeader(headers.ok()).setFinishedPercentage(100).build();
    }
    List<Long> unknown =
        request.getRegionsIdList().stream()
            .filter(id -> term.cluster().regionBook().find(id).isEmpty())
            .toList();
    int all = request.getRegionsIdCount();
    return answer
        .setHeader(headers.ok())
        .setFinishedPercentage(100L * (all - unknown.size()) / all)
        .addAllFailedRegionsId(unknown)
        .build();
  }

  static GetOperatorResponse operator(Headers headers, Term term) {
    GcCalls.requireBootstrapped(term);
    return GetOperatorResponse.newBuilder()
        .setHeader(headers.refused(ErrorType.REGION_NOT_FOUND, "Not Found"))
        .build();
  }
}
