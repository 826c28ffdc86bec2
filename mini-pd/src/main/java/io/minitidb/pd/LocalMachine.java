package io.minitidb.pd;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.minitidb.config.Configurable;
import io.minitidb.config.LiveConfig;
import io.minitidb.coprocessor.Coprocessor;
import io.minitidb.coprocessor.CoprocessorRoute;
import io.minitidb.history.HistoryFeed;
import io.minitidb.latency.LatencyWatch;
import io.minitidb.log.NodeLog;
import io.minitidb.memtable.MemTables;
import io.minitidb.memtable.NetworkLatency;
import io.minitidb.memtable.NodeContext;
import io.minitidb.memtable.Settings;
import io.minitidb.memtable.Sources;
import io.minitidb.node.HostPort;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.node.Version;
import io.minitidb.pd.http.MachineRoutes;
import io.minitidb.probe.InventoryWatch;
import io.minitidb.probe.LinuxProbe;
import io.minitidb.probe.Sampler;
import io.minitidb.server.Closer;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpCall;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a member knows of the machine it runs on, and the coprocessor that reads it. Looking around
/// takes its time and nobody needs it at once, so both are there some moments after the start.
final class LocalMachine {
  private final MemberSetup setup;
  private final LatencyWatch latency;
  private final Closer closer;
  private volatile MachineRoutes.@Nullable Machine machine;
  private volatile @Nullable CoprocessorRoute coprocessor;

  /// @param closer gets what is opened here
  LocalMachine(MemberSetup setup, LatencyWatch latency, Closer closer) {
    this.setup = setup;
    this.latency = latency;
    this.closer = closer;
  }

  void start() {
    Thread.ofVirtual().name("pd-machine").start(this::look);
  }

  Optional<MachineRoutes.Machine> machine() {
    return Optional.ofNullable(machine);
  }

  HttpAnswer coprocess(HttpCall call) {
    CoprocessorRoute route = coprocessor;
    return route == null
        ? HttpAnswer.text(503, "the machine has not been sampled yet\n")
        : route.handle(call);
  }

  /// @throws StatusRuntimeException with UNAVAILABLE while there is none yet
  Coprocessor coprocessor() {
    CoprocessorRoute route = coprocessor;
    if (route == null) {
      throw Status.UNAVAILABLE
          .withDescription("the machine has not been sampled yet")
          .asRuntimeException();
    }
    return route.coprocessor();
  }

  private void look() {
    PdConfig config = setup.config();
    LiveConfig<PdConfig> live = setup.live();
    LinuxProbe probe = new LinuxProbe(Path.of(config.dataDir()));
    MemTables tables = MemTables.load();
    HistoryFeed feed =
        closer.add(
            new HistoryFeed(List.of(config.advertisedAddress()), setup.security(), tables.kept()));
    Sampler sampler = closer.add(new Sampler(probe, config.node().sampleInterval().value(), feed));
    live.follow(each -> each.node().sampleInterval().value(), sampler::every);
    InventoryWatch inventory =
        closer.add(new InventoryWatch(probe, config.node().inventoryInterval().value()));
    live.follow(each -> each.node().inventoryInterval().value(), inventory::every);
    machine = new MachineRoutes.Machine(inventory, sampler);
    HostPort address = config.advertisedAddress();
    NodeInfo node =
        new NodeInfo(
            NodeKind.PD,
            config.name(),
            address,
            address,
            Version.RELEASE,
            Version.GIT_HASH,
            setup.member().startTime());
    NodeContext context =
        new NodeContext(
            node,
            sampler,
            inventory,
            new Sources()
                .add(NodeLog.class, new NodeLog(config.log().path()))
                .add(Settings.class, live)
                .add(Configurable.class, live)
                .add(NetworkLatency.class, latency)
                .map());
    Coprocessor local = new Coprocessor(tables, context, 0);
    live.follow(PdConfig::coprocessor, local::limit);
    coprocessor = new CoprocessorRoute(local);
    feed.begin(local.context());
  }
}
