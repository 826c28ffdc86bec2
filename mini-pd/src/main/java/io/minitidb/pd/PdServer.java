package io.minitidb.pd;

import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.minitidb.config.ConfigLoader;
import io.minitidb.config.LiveConfig;
import io.minitidb.latency.LatencyWatch;
import io.minitidb.log.Logging;
import io.minitidb.node.HostPort;
import io.minitidb.pd.cluster.LatencyPeers;
import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.pd.etcd.EtcdBinary;
import io.minitidb.pd.etcd.EtcdSupervisor;
import io.minitidb.server.Channels;
import io.minitidb.server.Closer;
import io.minitidb.server.NodeServer;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/// One running member: its etcd, its election and its port. The port is open as soon as [#start]
/// returns; joining the cluster goes on behind it, because it needs a quorum.
public final class PdServer implements AutoCloseable {
  private final MemberSetup setup;
  private final Closer closer;
  private final EtcdSupervisor etcd;
  private final CompletableFuture<String> failure = new CompletableFuture<>();
  private final NodeServer server;
  private volatile boolean closed;

  private PdServer(ConfigLoader.Loaded<PdConfig> loaded, Closer closer) throws IOException {
    this.closer = closer;
    setup = MemberSetup.of(loaded);
    LiveConfig<PdConfig> live = setup.live();
    Logging.follow(live, PdConfig::log);
    etcd =
        closer.add(
            EtcdSupervisor.start(
                EtcdBinary.find(), setup.joinedEtcd(), setup.etcdTls(), this::etcdEnded));
    etcd.givenUp().thenAccept(failure::complete);
    ManagedChannel etcdChannel = Channels.openLocal(etcd.address(), setup.security());
    closer.add(etcdChannel::shutdownNow);
    LatencyWatch latency =
        closer.add(
            new LatencyWatch(
                new LatencyPeers(setup.member(), setup.advertised()),
                setup.config().node().latencyInterval().value(),
                setup.security()));
    live.onChange(each -> each.node().latencyInterval().value(), latency::every);
    LocalMachine machine = new LocalMachine(setup, latency, closer);
    HealthStatusManager health = new HealthStatusManager();
    Participation participation =
        new Participation(
            setup,
            etcd,
            etcdChannel,
            () ->
                health.setStatus(
                    HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.SERVING),
            failure::complete);
    server =
        closer.add(
            new MemberPort(setup, etcd, etcdChannel, latency, machine, health, closer)
                .open(participation::coordinator, () -> closed));
    closer.add(participation);
    machine.start();
    participation.start();
  }

  /// Starts a member.
  ///
  /// @throws IOException when etcd is missing or the port is taken
  public static PdServer start(ConfigLoader.Loaded<PdConfig> loaded) throws IOException {
    Closer closer = new Closer();
    try {
      return new PdServer(loaded, closer);
    } catch (Throwable e) { // whatever it was, nothing may stay open behind it, etcd least of all
      closer.close();
      throw e;
    }
  }

  /// A member without its etcd knows nothing and may decide nothing. It keeps its port and tells
  /// what it is missing.
  private void etcdEnded(String why) {
    setup.member().trouble(why);
    setup.member().stepDown();
  }

  /// Returns the configuration that this member runs with, to change it.
  public LiveConfig<PdConfig> config() {
    return setup.live();
  }

  /// Returns the address that is listened on, with the port that was taken.
  public HostPort address() {
    return new HostPort(setup.config().listenAddress().host(), server.port());
  }

  public LocalMember member() {
    return setup.member();
  }

  public EtcdSupervisor etcd() {
    return etcd;
  }

  /// Completes with the reason when the member cannot go on, never when it is closed.
  public CompletableFuture<String> failure() {
    return failure;
  }

  /// Steps down, closes the port, and stops etcd.
  @Override
  public void close() {
    closed = true;
    closer.close();
  }
}
