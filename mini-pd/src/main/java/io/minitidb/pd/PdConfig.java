package io.minitidb.pd;

import io.minitidb.config.Advertised;
import io.minitidb.config.ByteSize;
import io.minitidb.config.ConfigException;
import io.minitidb.config.ConfigLoader;
import io.minitidb.config.HumanDuration;
import io.minitidb.config.LiveConfig;
import io.minitidb.coprocessor.CoprocessorConfig;
import io.minitidb.log.LogConfig;
import io.minitidb.node.HostPort;
import io.minitidb.pd.model.SemVer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The configuration of a member. The items, their meaning and their defaults are in
/// `pd-default.toml`.
public record PdConfig(
    String name,
    String dataDir,
    String clientUrls,
    String advertiseClientUrls,
    String peerUrls,
    String advertisePeerUrls,
    String initialCluster,
    String initialClusterToken,
    String join,
    int lease,
    HumanDuration tsoSaveInterval,
    HumanDuration tsoUpdatePhysicalInterval,
    HumanDuration leaderPriorityCheckInterval,
    HumanDuration leaderAbsenceMargin,
    String clusterVersion,
    HumanDuration tickInterval,
    HumanDuration electionInterval,
    boolean enablePrevote,
    long quotaBackendBytes,
    String autoCompactionMode,
    String autoCompactionRetentionV2,
    long maxRequestBytes,
    LogConfig log,
    SecurityConfig security,
    Schedule schedule,
    Replication replication,
    ReplicationMode replicationMode,
    PdServer pdServer,
    Limits limits,
    Node node,
    CoprocessorConfig coprocessor) {

  public record ReplicationMode(String replicationMode) {}

  /// What clients of the original look for under this name; the server itself is
  /// [io.minitidb.pd.PdServer].
  public record PdServer(String keyType, String metricStorage, String dashboardAddress) {}

  /// How long what may take, and how large it may be.
  public record Limits(
      HumanDuration leaderWait,
      HumanDuration forwardTimeout,
      HumanDuration pingTimeout,
      HumanDuration viewTimeout,
      ByteSize requestSize,
      HumanDuration storeDisconnectTime,
      HumanDuration heartbeatSaveInterval,
      int httpConnections,
      HumanDuration headTimeout,
      HumanDuration bodyTimeout,
      HumanDuration answerTimeout,
      HumanDuration idleTimeout,
      HumanDuration storeCheckInterval) {}

  public record Node(
      HumanDuration sampleInterval,
      HumanDuration inventoryInterval,
      HumanDuration latencyInterval) {}

  public PdConfig {
    if (lease < 1) {
      throw new ConfigException("lease is in seconds and at least 1, not " + lease);
    }
    if (SemVer.parse(clusterVersion).isEmpty()) {
      throw new ConfigException(
          "cluster-version: '" + clusterVersion + "' is no version like 8.5.0");
    }
    if (electionInterval.value().compareTo(tickInterval.value().multipliedBy(5)) < 0) {
      throw new ConfigException("election-interval must be at least five times tick-interval");
    }
  }

  /// Loads the defaults, the file and the flags, then fills in what follows from other items: the
  /// name from the host, the advertised URLs from those that are listened on.
  public static ConfigLoader.Loaded<PdConfig> load(Optional<Path> file, Map<String, String> flags) {
    ConfigLoader.Loaded<PdConfig> first =
        ConfigLoader.load(PdConfig.class, "pd-default.toml", file, flags);
    PdConfig given = first.config();
    if (!given.join().isBlank() && !given.initialCluster().isBlank()) {
      throw new ConfigException(
          "--initial-cluster and --join cannot be given together: the one makes a new cluster, the other"
              + " joins a running one");
    }
    Map<String, String> all = new HashMap<>(flags);
    String name = orElse(given.name(), "pd-" + hostName());
    String clientUrls = given.security().url(first, "client-urls", given.clientUrls());
    String peerUrls = given.security().url(first, "peer-urls", given.peerUrls());
    if (!clientUrls.equals(given.clientUrls())) {
      all.put("client-urls", clientUrls);
    }
    if (!peerUrls.equals(given.peerUrls())) {
      all.put("peer-urls", peerUrls);
    }
    String advertisePeerUrls = orElse(given.advertisePeerUrls(), peerUrls);
    all.put("name", name);
    all.put(
        "data-dir",
        Path.of(orElse(given.dataDir(), "default." + name))
            .toAbsolutePath()
            .normalize()
            .toString());
    all.put("advertise-client-urls", orElse(given.advertiseClientUrls(), clientUrls));
    all.put("advertise-peer-urls", advertisePeerUrls);
    all.put(
        "initial-cluster",
        orElse(
            given.initialCluster(),
            urls(advertisePeerUrls).stream()
                .map(url -> name + "=" + url)
                .collect(Collectors.joining(","))));
    ConfigLoader.Loaded<PdConfig> loaded =
        ConfigLoader.load(PdConfig.class, "pd-default.toml", file, all);
    List<String> own = urls(loaded.config().advertiseClientUrls());
    if (urls(given.join()).stream().anyMatch(own::contains)) {
      throw new ConfigException(
          "join self is forbidden: --join names client URLs of other members");
    }
    Advertised.check(loaded.config().advertisedAddress(), "advertise-client-urls");
    urls(advertisePeerUrls)
        .forEach(url -> Advertised.check(HostPort.ofUrl(url), "advertise-peer-urls"));
    return loaded;
  }

  /// Returns the configuration of a member of which nothing was said, as JSON.
  static String defaults() {
    return new LiveConfig<>(load(Optional.empty(), Map.of())).toJson();
  }

  private static String orElse(String value, String otherwise) {
    return value.isBlank() ? otherwise : value;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /// Splits a comma-separated list of URLs.
  static List<String> urls(String list) {
    return Arrays.stream(list.split(",")).map(String::strip).filter(url -> !url.isEmpty()).toList();
  }

  /// Returns the address that is listened on.
  HostPort listenAddress() {
    return HostPort.ofUrl(urls(clientUrls).getFirst());
  }

  /// Returns the address by which others know this member.
  HostPort advertisedAddress() {
    return HostPort.ofUrl(urls(advertiseClientUrls).getFirst());
  }
}
