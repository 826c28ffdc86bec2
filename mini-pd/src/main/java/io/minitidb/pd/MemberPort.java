package io.minitidb.pd;

import io.grpc.ManagedChannel;
import io.grpc.ServerInterceptors;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.minitidb.config.LiveConfig;
import io.minitidb.coprocessor.DiagnosticsService;
import io.minitidb.desired.Coordinator;
import io.minitidb.desired.LocalTarget;
import io.minitidb.latency.LatencyWatch;
import io.minitidb.node.HostPort;
import io.minitidb.node.NodeKind;
import io.minitidb.pd.change.ConfigRecord;
import io.minitidb.pd.change.MemberChanges;
import io.minitidb.pd.change.TtlItems;
import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.pd.etcd.EtcdProbe;
import io.minitidb.pd.etcd.EtcdSupervisor;
import io.minitidb.pd.grpc.EtcdPassThrough;
import io.minitidb.pd.grpc.Forwarding;
import io.minitidb.pd.grpc.PdService;
import io.minitidb.pd.grpc.TsoMetrics;
import io.minitidb.pd.http.ConfigRoutes;
import io.minitidb.pd.http.ConfigView;
import io.minitidb.pd.http.CorsFilter;
import io.minitidb.pd.http.EtcdHttp;
import io.minitidb.pd.http.HealthWatch;
import io.minitidb.pd.http.HotspotRoutes;
import io.minitidb.pd.http.LocalRoutes;
import io.minitidb.pd.http.LogRoute;
import io.minitidb.pd.http.MachineRoutes;
import io.minitidb.pd.http.MemberMetrics;
import io.minitidb.pd.http.MemberRoutes;
import io.minitidb.pd.http.PdRoutes;
import io.minitidb.pd.http.PeerHttp;
import io.minitidb.pd.http.ProbeRoutes;
import io.minitidb.pd.http.ProcessRoutes;
import io.minitidb.pd.http.Redirector;
import io.minitidb.pd.http.RegionRoutes;
import io.minitidb.pd.http.StoreRoutes;
import io.minitidb.pd.http.TokenFilter;
import io.minitidb.proto.pdpb.PDGrpc;
import io.minitidb.server.Closer;
import io.minitidb.server.HttpRelay;
import io.minitidb.server.NodeServer;
import io.minitidb.server.ProfileRoute;
import io.minitidb.tls.Security;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/// The one port of a member: everything that it answers, by the first segment of a path and by the
/// gRPC service.
final class MemberPort {
  private static final Duration ETCD_LIMIT = Duration.ofSeconds(3);

  private final MemberSetup setup;
  private final LocalMember member;
  private final LiveParts parts;
  private final Security security;
  private final EtcdSupervisor etcd;
  private final ManagedChannel etcdChannel;
  private final LatencyWatch latency;
  private final LocalMachine machine;
  private final HealthStatusManager health;
  private final Closer closer;

  /// @param closer gets what is opened here
  MemberPort(
      MemberSetup setup,
      EtcdSupervisor etcd,
      ManagedChannel etcdChannel,
      LatencyWatch latency,
      LocalMachine machine,
      HealthStatusManager health,
      Closer closer) {
    this.setup = setup;
    this.member = setup.member();
    this.parts = setup.parts();
    this.security = setup.security();
    this.etcd = etcd;
    this.etcdChannel = etcdChannel;
    this.latency = latency;
    this.machine = machine;
    this.health = health;
    this.closer = closer;
  }

  /// Opens the port.
  ///
  /// @param coordinator who changes the configuration of all nodes, once there is a quorum
  /// @param closed whether the member is being closed
  NodeServer open(Supplier<Optional<Coordinator>> coordinator, BooleanSupplier closed)
      throws IOException {
    PdConfig config = setup.config();
    LiveConfig<PdConfig> live = setup.live();
    PeerHttp peers = closer.add(new PeerHttp(parts::limits, security));
    MachineRoutes machineRoutes =
        new MachineRoutes(config.name(), config.advertisedAddress(), machine::machine, latency);
    ConfigView view =
        new ConfigView(member, live::toJson, new TtlItems(live), peers, parts::viewTimeout);
    ProfileRoute profiles = new ProfileRoute("mini-pd " + config.name(), ProfileRoute.Format.PPROF);
    ProbeRoutes probes = new ProbeRoutes(member, new EtcdProbe(etcdChannel), parts::viewTimeout);
    PdRoutes pd =
        new PdRoutes(member, peers, machineRoutes, profiles, parts::maxReplicas)
            .with(new StoreRoutes(member, Clock.systemUTC(), parts::storeView)::addTo)
            .with(new RegionRoutes(member)::addTo)
            .with(new HotspotRoutes(member, parts::storeView)::addTo)
            .with(
                new ConfigRoutes(
                        member, view, live.items(), changes(peers, coordinator), PdConfig::defaults)
                    ::addTo)
            .with(probes::addTo)
            .with(new MemberRoutes(member)::addTo);
    ProcessRoutes process = new ProcessRoutes(member, parts::storeView);
    HealthWatch healthWatch = closer.add(new HealthWatch(member, peers));
    new MemberMetrics(member, healthWatch::latest).register(process.registry());
    pd.audited(process.registry());
    ConfigRecord record = closer.add(new ConfigRecord(member, view::recorded));
    live.onChange(Function.identity(), all -> record.changed());
    Forwarding forwarding =
        closer.add(new Forwarding(member, () -> parts.limits().forward(), security));
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.NOT_SERVING);
    HttpRelay relay = closer.add(new HttpRelay(parts::forwardTimeout, security));
    EtcdHttp etcdState =
        new EtcdHttp(closer.add(HttpRelay.local(() -> ETCD_LIMIT, security)), etcd::address);
    EtcdHttp etcdApi =
        new EtcdHttp(closer.add(HttpRelay.local(parts::forwardTimeout, security)), etcd::address);
    List<LocalRoutes.Extra> extras = new ArrayList<>(probes.extras());
    extras.addAll(
        List.of(
            new LocalRoutes.Extra("POST", "coprocessor", machine::coprocess),
            new LocalRoutes.Extra("POST", "log", new LogRoute()),
            new LocalRoutes.Extra("GET", "metrics", process.metrics()),
            new LocalRoutes.Extra(
                "GET",
                "debug/pprof/{kind}",
                call -> profiles.answer(call, call.segments().getLast()))));
    return NodeServer.at(config.listenAddress())
        .security(security)
        .dispatch("pd", new Redirector(member, pd, relay, parts::limits, closed))
        .dispatch("pd_member", localRoutes("pd_member", machineRoutes, view, extras))
        .dispatch(
            "pd_cluster",
            localRoutes("pd_cluster", machineRoutes, view, extras)) // the prototype's name
        .http("metrics", process.metrics())
        .dispatch("health", etcdState)
        .dispatch("version", etcdState)
        .dispatch("v3", etcdApi)
        .http("debug", profiles.debugPrefix())
        .httpFilter(inner -> TokenFilter.before(inner, security.token()))
        .httpFilter(CorsFilter::new)
        .httpLimits(parts::http)
        .addService(() ->
            ServerInterceptors.intercept(
                new PdService(member, new TsoMetrics(process.registry())), forwarding))
        .onEventLoop(PDGrpc.getTsoMethod().getFullMethodName()::equals)
        .addService(new DiagnosticsService(machine::coprocessor))
        .addService(health.getHealthService())
        .fallback(new EtcdPassThrough(etcdChannel))
        .start();
  }

  private MemberChanges changes(PeerHttp peers, Supplier<Optional<Coordinator>> coordinator) {
    return new MemberChanges(
        coordinator,
        new LocalTarget(NodeKind.PD, setup.advertised().toString(), setup.live()),
        () ->
            member.started().stream()
                .flatMap(started -> started.members().view().members().stream())
                .filter(other -> !other.clientUrls().isEmpty())
                .map(other -> HostPort.ofUrl(other.clientUrls().getFirst()))
                .toList(),
        (address, request) -> peers.tell(address, request, MemberChanges.DEADLINE));
  }

  private LocalRoutes localRoutes(
      String prefix, MachineRoutes machineRoutes, ConfigView view, List<LocalRoutes.Extra> extras) {
    return new LocalRoutes(
        prefix, member, setup.self(0), etcd::alive, machineRoutes, view, parts::limits, extras);
  }
}
