package io.minitidb.pd.etcd;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// How a member runs its etcd.
///
/// @param dataDir etcd's data directory; its log and pid file lie beside the data
/// @param advertiseClientUrls what etcd publishes for this member: the client URLs of mini-pd,
///   where etcd itself does not listen
/// @param initialClusterState [#NEW] or [#EXISTING]; of no meaning once there is data
/// @param tick etcd's heartbeat interval
/// @param election at least five ticks
public record EtcdOptions(
    String name,
    Path dataDir,
    String advertiseClientUrls,
    String peerUrls,
    String advertisePeerUrls,
    String initialCluster,
    String initialClusterState,
    String initialClusterToken,
    Duration tick,
    Duration election,
    boolean preVote,
    long quotaBytes,
    long maxRequestBytes,
    String compactionMode,
    String compactionRetention) {
  public static final String NEW = "new";
  public static final String EXISTING = "existing";

  /// Returns the options of a member that an existing cluster knows already.
  EtcdOptions existing(String cluster) {
    return new EtcdOptions(
        name,
        dataDir,
        advertiseClientUrls,
        peerUrls,
        advertisePeerUrls,
        cluster,
        EXISTING,
        initialClusterToken,
        tick,
        election,
        preVote,
        quotaBytes,
        maxRequestBytes,
        compactionMode,
        compactionRetention);
  }

  /// Returns the command line that serves clients on a private URL.
  List<String> command(EtcdBinary binary, String clientUrl) {
    return List.of(
        binary.path().toString(),
        "--name",
        name,
        "--data-dir",
        dataDir.toString(),
        "--listen-client-urls",
        clientUrl,
        "--advertise-client-urls",
        advertiseClientUrls,
        "--listen-peer-urls",
        peerUrls,
        "--initial-advertise-peer-urls",
        advertisePeerUrls,
        "--initial-cluster",
        initialCluster,
        "--initial-cluster-state",
        initialClusterState,
        "--initial-cluster-token",
        initialClusterToken,
        "--heartbeat-interval",
        Long.toString(tick.toMillis()),
        "--election-timeout",
        Long.toString(election.toMillis()),
        "--pre-vote=" + preVote,
        "--strict-reconfig-check=true",
        "--auto-compaction-mode",
        compactionMode,
        "--auto-compaction-retention",
        compactionRetention,
        "--quota-backend-bytes",
        Long.toString(quotaBytes),
        "--max-request-bytes",
        Long.toString(maxRequestBytes),
        "--logger",
        "zap",
        "--log-outputs",
        "stderr");
  }
}
