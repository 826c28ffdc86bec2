package io.minitidb.pd.http;

import io.minitidb.pd.cluster.ClusterState;
import io.minitidb.pd.cluster.FencedException;
import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.pd.cluster.Members;
import io.minitidb.pd.cluster.PdError;
import io.minitidb.pd.etcd.MetaException;
import io.minitidb.pd.model.PdMember;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpCall;
import io.minitidb.server.HttpDispatcher;
import io.minitidb.server.HttpHandler;
import io.minitidb.server.HttpPlan;
import io.minitidb.server.ProfileRoute;
import io.minitidb.server.Routes;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/// The original's API under `/pd/api/v1`, as the member answers it that the [Redirector] has
/// chosen.
public final class PdRoutes implements HttpDispatcher {
  static final String V1 = "/pd/api/v1";

  /// A busy etcd is waited for: an error would tell less than a late answer.
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final LocalMember member;
  private final PeerHttp peers;
  private final IntSupplier maxReplicas;
  private final Routes routes;

  public PdRoutes(
      LocalMember member,
      PeerHttp peers,
      MachineRoutes machine,
      ProfileRoute profiles,
      IntSupplier maxReplicas) {
    this.member = member;
    this.peers = peers;
    this.maxReplicas = maxReplicas;
    this.routes =
        new Routes()
            .get(V1 + "/members", (call, names) -> members())
            .instant(
                V1 + "/leader",
                (call, names) -> Answers.json(member.leader().map(MemberJson::member).orElse(null)))
            .post(
                V1 + "/leader/resign",
                (call, names) -> transfer(Optional.empty(), "The resign command is submitted."))
            .post(
                V1 + "/leader/transfer/{name}",
                (call, names) ->
                    transfer(
                        Optional.ofNullable(names.get("name")),
                        "The transfer command is submitted."))
            .get(V1 + "/health", (call, names) -> health())
            .get("/pd/health", (call, names) -> health())
            .instant(V1 + "/ping", (call, names) -> HttpAnswer.empty(200))
            .instant("/pd/ping", (call, names) -> HttpAnswer.empty(200))
            .instant(V1 + "/version", (call, names) -> Answers.json(BuildJson.version()))
            .instant(V1 + "/status", (call, names) -> Answers.json(BuildJson.status(member)))
            .get(V1 + "/cluster", (call, names) -> cluster())
            .get(V1 + "/cluster/status", (call, names) -> clusterStatus())
            .get(
                V1 + "/debug/pprof/{kind}",
                (call, names) -> profiles.answer(call, names.getOrDefault("kind", "")))
            .instant(
                V1 + "/cluster_stats/{table}",
                (call, names) -> machine.table(names.getOrDefault("table", "")))
            .post(V1 + "/admin/log", (call, names) -> new LogRoute().handle(call));
  }

  /// Counts what is asked here.
  public PdRoutes audited(PrometheusRegistry registry) {
    routes.observed(new AuditMetrics(registry));
    return this;
  }

  /// Takes over the routes that `more` adds.
  public PdRoutes with(Consumer<Routes> more) {
    more.accept(routes);
    return this;
  }

  @Override
  public HttpPlan plan(HttpCall head) {
    return routes.plan(head).map(handler -> call -> guarded(handler, call));
  }

  private static HttpAnswer guarded(HttpHandler handler, HttpCall call) throws Exception {
    try {
      return handler.handle(call);
    } catch (PdError | FencedException | MetaException | IllegalArgumentException e) {
      return Answers.json(500, e.getMessage());
    }
  }

  private LocalMember.Started started() {
    return member
        .started()
        .orElseThrow(() ->
            new IllegalArgumentException("[PD:server:ErrServerNotStarted]server not started"));
  }

  private HttpAnswer members() {
    LocalMember.Started started = started();
    return Answers.json(
        MemberJson.members(started.keys().clusterId(), started.members().view(PATIENCE)));
  }

  private HttpAnswer transfer(Optional<String> to, String done) {
    started().election().transfer(to);
    return Answers.json(done);
  }

  /// Asks all members at once; a dead one costs a second, not three for each.
  private HttpAnswer health() throws Exception {
    if (member.started().isEmpty()) {
      return Answers.json(503, "[PD:server:ErrServerNotStarted]server not started");
    }
    Members.View view = started().members().view(PATIENCE);
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> pings = new ArrayList<>();
      view.members().forEach(m -> pings.add(() -> peers.ping(m.clientUrls())));
      List<Future<Boolean>> healthy = each.invokeAll(pings);
      List<GoJson.Obj> answer = new ArrayList<>();
      for (int i = 0; i < healthy.size(); i++) {
        PdMember m = view.members().get(i);
        answer.add(
            GoJson.object()
                .put("name", m.name())
                .putUnsigned("member_id", m.id())
                .put("client_urls", m.clientUrls())
                .put("health", healthy.get(i).get()));
      }
      return Answers.json(answer);
    }
  }

  private HttpAnswer cluster() {
    return Answers.json(
        GoJson.object()
            .putUnsigned("id", started().keys().clusterId())
            .putNonZero("max_peer_count", maxReplicas.getAsInt()));
  }

  private HttpAnswer clusterStatus() {
    Optional<ClusterState> cluster = new RunningCluster(member).find();
    boolean initialized =
        cluster.filter(c -> c.regionBook().initialized(c.maxReplicas())).isPresent();
    return Answers.json(
        GoJson.object()
            .put(
                "raft_bootstrap_time",
                cluster
                    .flatMap(ClusterState::bootstrapTime)
                    .map(GoText::time)
                    .orElse("0001-01-01T00:00:00Z"))
            .put("is_initialized", initialized)
            .put("replication_status", ""));
  }
}
