package io.minitidb.pd.etcd;

import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Asks the local etcd how it is. Answered from its own memory: the list of alarms that the client
/// library offers goes through a quorum, and would be silent when it is needed.
///
/// @param local a channel to the local etcd, which stays the caller's
public record EtcdProbe(Channel local) {

  /// How an etcd is.
  ///
  /// @param learner whether it has no vote
  /// @param complaints its alarms and whether it has no leader, in its own words
  public record State(boolean learner, List<String> complaints) {

    public State {
      complaints = List.copyOf(complaints);
    }

    /// Returns those of the complaints that tell of damaged data.
    public List<String> corruptions() {
      return complaints.stream().filter(each -> each.contains("CORRUPT")).toList();
    }
  }

  /// @throws MetaException when it does not answer within `limit`
  public State state(Duration limit) {
    try {
      StatusResponse status =
          MaintenanceGrpc.newBlockingStub(local)
              .withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS)
              .status(StatusRequest.getDefaultInstance());
      return new State(status.getIsLearner(), status.getErrorsList());
    } catch (StatusRuntimeException e) {
      throw new MetaException(String.valueOf(e.getMessage()), e);
    }
  }
}
