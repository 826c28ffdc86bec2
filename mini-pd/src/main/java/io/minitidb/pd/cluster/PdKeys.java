package io.minitidb.pd.cluster;

import java.util.Locale;

/// Where things lie in etcd, as in the original: a cluster can be read with the original's tools.
/// Ids are printed unsigned.
public record PdKeys(long clusterId) {
  /// Eight bytes, big-endian.
  public static final String CLUSTER_ID = "/pd/cluster_id";

  /// Under it each mini-tidb announces itself: `/tidb/server/info/{uuid}`.
  public static final String TIDB_SERVERS = "/tidb/server/info/";

  private String root() {
    return "/pd/" + Long.toUnsignedString(clusterId);
  }

  /// The serialised leader, alive as long as its lease.
  public String leader() {
    return root() + "/leader";
  }

  /// The prefix of what each member says of itself: `{member id}/deploy_path`, `/binary_version`,
  /// `/git_hash`, `/leader_priority`.
  public String members() {
    return root() + "/member/";
  }

  public String member(long id, String property) {
    return members() + Long.toUnsignedString(id) + "/" + property;
  }

  /// The end of the reserved ids, eight bytes, big-endian.
  public String allocId() {
    return root() + "/alloc_id";
  }

  /// The upper bound of issued timestamps: unix nanoseconds, eight bytes, big-endian.
  public String timestamp() {
    return root() + "/timestamp";
  }

  /// The serialised cluster; its existence means bootstrapped.
  public String cluster() {
    return root() + "/raft";
  }

  public String bootstrapTime() {
    return root() + "/raft/status/raft_bootstrap_time";
  }

  public String stores() {
    return root() + "/raft/s/";
  }

  public String store(long id) {
    return stores() + padded(id);
  }

  /// The prefix of the stores' weights, which are float text: `{padded store id}/leader`,
  /// `/region`.
  public String weights() {
    return root() + "/schedule/store_weight/";
  }

  public String leaderWeight(long storeId) {
    return weights() + padded(storeId) + "/leader";
  }

  public String regionWeight(long storeId) {
    return weights() + padded(storeId) + "/region";
  }

  public String regions() {
    return root() + "/raft/r/";
  }

  public String region(long id) {
    return regions() + padded(id);
  }

  /// What the leader runs with, as JSON: for tools that read it here. The truth lies elsewhere.
  public String config() {
    return root() + "/config";
  }

  /// A timestamp, hexadecimal text.
  public String gcSafePoint() {
    return root() + "/gc/safe_point";
  }

  /// The prefix of the services' own safe points, JSON each.
  public String gcServices() {
    return gcSafePoint() + "/service/";
  }

  public String gcService(String id) {
    return gcServices() + id;
  }

  private static String padded(long id) {
    return String.format(Locale.ROOT, "%20s", Long.toUnsignedString(id)).replace(' ', '0');
  }
}
