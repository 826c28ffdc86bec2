package io.minitidb.pd.grpc;

import io.minitidb.pd.cluster.Term;
import io.minitidb.proto.metapb.Cluster;
import io.minitidb.proto.pdpb.ErrorType;
import io.minitidb.proto.pdpb.ResponseHeader;

/// `PutClusterConfig`: a cluster has an id, which never changes, and a number of peers, which is
/// that of the configuration. So there is nothing to put, only to agree on.
final class ClusterConfigCall {
  private ClusterConfigCall() {}

  /// Returns the header of the answer.
  static ResponseHeader put(Headers headers, Term term, Cluster cluster) {
    GcCalls.requireBootstrapped(term);
    long id = term.fence().keys().clusterId();
    if (cluster.getId() != id) {
      return headers.refused(
          ErrorType.UNKNOWN,
          "invalid cluster id "
              + Long.toUnsignedString(cluster.getId())
              + ", this is cluster "
              + Long.toUnsignedString(id));
    }
    int replicas = term.cluster().maxReplicas();
    return cluster.getMaxPeerCount() == 0 || cluster.getMaxPeerCount() == replicas
        ? headers.ok()
        : headers.refused(
            ErrorType.INVALID_VALUE,
            "max_peer_count is "
                + replicas
                + ", as replication.max-replicas says; change that instead");
  }
}
