package io.minitidb.pd.http;

import io.minitidb.pd.cluster.ClusterState;
import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.pd.cluster.PdError;
import io.minitidb.pd.cluster.Term;
import java.util.Optional;

/// The bootstrapped cluster, which only the leader has in memory: elsewhere the cluster is as good
/// as not bootstrapped.
record RunningCluster(LocalMember member) {

  Optional<ClusterState> find() {
    return member.term().map(Term::cluster).filter(cluster -> cluster.bootstrapTime().isPresent());
  }

  /// @throws PdError when it is not here
  ClusterState get() {
    return find().orElseThrow(PdError::notBootstrapped);
  }
}
