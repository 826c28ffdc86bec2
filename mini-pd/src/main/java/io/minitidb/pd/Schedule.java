package io.minitidb.pd;

import io.minitidb.config.ConfigException;
import io.minitidb.config.HumanDuration;
import java.util.List;
import java.util.Map;

/// The section `schedule`, the original's ScheduleConfig. mini-pd moves no regions; what it reads
/// of this is what says how a store is.
public record Schedule(
    HumanDuration maxStoreDownTime,
    double lowSpaceRatio,
    double highSpaceRatio,
    String regionScoreFormulaVersion,
    long maxMergeRegionSize,
    long maxMergeRegionKeys,
    long maxSnapshotCount,
    long maxPendingPeerCount,
    HumanDuration splitMergeInterval,
    HumanDuration patrolRegionInterval,
    HumanDuration maxStorePreparingTime,
    long leaderScheduleLimit,
    String leaderSchedulePolicy,
    long regionScheduleLimit,
    long replicaScheduleLimit,
    long mergeScheduleLimit,
    long hotRegionScheduleLimit,
    long hotRegionCacheHitsThreshold,
    double tolerantSizeRatio,
    long schedulerMaxWaitingOperator,
    boolean enableRemoveDownReplica,
    boolean enableReplaceOfflineReplica,
    boolean enableMakeUpReplica,
    boolean enableRemoveExtraReplica,
    boolean enableLocationReplacement,
    boolean enableJointConsensus,
    boolean enableCrossTableMerge,
    boolean enableOneWayMerge,
    boolean enableDebugMetrics,
    boolean haltScheduling,
    String storeLimitVersion,
    List<Map<String, Object>> schedulersV2,
    StoreLimit storeLimit) {

  /// Peers a minute, for every store.
  public record StoreLimit(double addPeer, double removePeer) {}

  public Schedule {
    schedulersV2 = List.copyOf(schedulersV2);
    if (lowSpaceRatio <= highSpaceRatio) {
      throw new ConfigException(
          "schedule.low-space-ratio must be larger than schedule.high-space-ratio, "
              + lowSpaceRatio
              + " is not larger than "
              + highSpaceRatio);
    }
  }
}
