package io.minitidb.pd;

import io.minitidb.config.ConfigException;
import io.minitidb.pd.model.Labels;
import java.util.List;

/// The section `replication`, the original's ReplicationConfig.
///
/// @param locationLabels comma-separated
public record Replication(
    int maxReplicas,
    String locationLabels,
    boolean strictlyMatchLabel,
    boolean enablePlacementRules,
    boolean enablePlacementRulesCache,
    String isolationLevel) {

  public Replication {
    List<String> labels = Labels.list(locationLabels);
    for (String label : labels) {
      if (!Labels.isKey(label)) {
        throw new ConfigException("replication.location-labels: '" + label + "' is no label");
      }
    }
    if (!isolationLevel.isEmpty() && !labels.contains(isolationLevel)) {
      throw new ConfigException(
          "replication.isolation-level must be one of replication.location-labels or empty, '"
              + isolationLevel
              + "' is not");
    }
  }
}
