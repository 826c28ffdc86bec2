package io.minitidb.pd;

import io.minitidb.config.ConfigLoader;
import io.minitidb.config.LiveConfig;
import io.minitidb.node.Executable;
import io.minitidb.node.HostPort;
import io.minitidb.node.Version;
import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.pd.etcd.EtcdOptions;
import io.minitidb.pd.etcd.EtcdTls;
import io.minitidb.pd.etcd.Join;
import io.minitidb.pd.model.PdMember;
import io.minitidb.tls.Security;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What one member is started with, and what follows from it.
///
/// @param live the configuration as it is at each moment
/// @param parts of it as single values
/// @param member as its servers see it
record MemberSetup(
    PdConfig config,
    LiveConfig<PdConfig> live,
    LiveParts parts,
    Security security,
    LocalMember member) {
  private static final Duration JOIN_PATIENCE = Duration.ofSeconds(30);

  static MemberSetup of(ConfigLoader.Loaded<PdConfig> loaded) {
    LiveConfig<PdConfig> live = new LiveConfig<>(loaded);
    PdConfig config = live.get();
    return new MemberSetup(
        config,
        live,
        new LiveParts(live),
        config.security().open(config),
        new LocalMember(config.name(), Instant.now()));
  }

  HostPort advertised() {
    return config.advertisedAddress();
  }

  /// Returns what this member says of itself; its id is 0 before etcd has answered.
  PdMember self(long id) {
    return new PdMember(
        config.name(),
        id,
        PdConfig.urls(config.advertisePeerUrls()),
        PdConfig.urls(config.advertiseClientUrls()),
        0,
        Executable.directoryOf(PdServer.class),
        "v" + Version.RELEASE,
        Version.GIT_HASH);
  }

  /// Returns how etcd starts, after a running cluster was told of this member if it is to join one.
  EtcdOptions joinedEtcd() throws IOException {
    EtcdOptions options = etcdOptions();
    if (config.join().isBlank()) {
      return options;
    }
    try {
      return Join.prepare(options, PdConfig.urls(config.join()), JOIN_PATIENCE, security);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while joining", e);
    }
  }

  private EtcdOptions etcdOptions() {
    return new EtcdOptions(
        config.name(),
        Path.of(config.dataDir()),
        config.advertiseClientUrls(),
        config.peerUrls(),
        config.advertisePeerUrls(),
        config.initialCluster(),
        EtcdOptions.NEW,
        config.initialClusterToken(),
        config.tickInterval().value(),
        config.electionInterval().value(),
        config.enablePrevote(),
        config.quotaBackendBytes(),
        config.maxRequestBytes(),
        config.autoCompactionMode(),
        config.autoCompactionRetentionV2());
  }

  Optional<EtcdTls> etcdTls() {
    return security
        .files()
        .map(files -> new EtcdTls(files, config.security().certAllowedCn(), config.peerUrls()));
  }
}
