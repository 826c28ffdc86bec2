package io.minitidb.pd.cluster;

import io.minitidb.pd.model.SemVer;
import java.time.Duration;
import java.util.List;

/// What the configuration asks of stores at this moment.
///
/// @param locationLabels that each store should have
/// @param strictLabels whether a store that does not is refused
/// @param minVersion stores older than this are refused; zero for none
/// @param saveHeartbeats how often a heartbeat is worth a write
/// @param checkInterval how often the states of stores are looked after
/// @param mayBeSilent how long a store counts as alive without a heartbeat
/// @param maxPreparing how long a new store may be preparing before it serves
public record StoreRules(
    int maxReplicas,
    List<String> locationLabels,
    boolean strictLabels,
    SemVer minVersion,
    Duration saveHeartbeats,
    Duration checkInterval,
    Duration mayBeSilent,
    Duration maxPreparing) {

  public StoreRules {
    locationLabels = List.copyOf(locationLabels);
  }
}
