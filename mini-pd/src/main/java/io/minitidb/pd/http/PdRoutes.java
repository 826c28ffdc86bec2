package io.minitidb.pd.http;

import io.minitidb.pd.cluster.ClusterState;
import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.pd.cluster.Members;
import io.minitidb.pd.cluster.PdError;
import io.minitidb.pd.cluster.Term;
import io.minitidb.pd.etcd.MetaException;
import io.minitidb.pd.model.PdMember;
import io.minitidb.pd.model.Store;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpCall;
import io.minitidb.server.HttpHandler;
import io.minitidb.server.ProfileRoute;
import io.minitidb.server.Routes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// The original's API under `/pd/api/v1`, as the member answers it that the [Redirector] has
/// chosen.
public final class PdRoutes implements HttpHandler {
  private static final String V1 = "/pd/api/v1";

  private final LocalMember member;
  private final PeerHttp peers;
  private final Clock clock;
  private final Duration maxStoreDownTime;
  private final int maxReplicas;
  private final Routes routes;

  public PdRoutes(
      LocalMember member,
      PeerHttp peers,
      MachineRoutes machine,
      ProfileRoute profiles,
      Supplier<String> configJson,
      Clock clock,
      Duration maxStoreDownTime,
      int maxReplicas) {
    this.member = member;
    this.peers = peers;
    this.clock = clock;
    this.maxStoreDownTime = maxStoreDownTime;
    this.maxReplicas = maxReplicas;
    this.routes =
        new Routes()
            .get(V1 + "/members", (call, names) -> members())
            .get(
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
            .get(V1 + "/ping", (call, names) -> HttpAnswer.empty(200))
            .get("/pd/ping", (call, names) -> HttpAnswer.empty(200))
            .get(V1 + "/version", (call, names) -> Answers.json(BuildJson.version()))
            .get(V1 + "/status", (call, names) -> Answers.json(BuildJson.status(member)))
            .get(V1 + "/config", (call, names) -> HttpAnswer.json(200, configJson.get()))
            .get(V1 + "/cluster", (call, names) -> cluster())
            .get(V1 + "/cluster/status", (call, names) -> clusterStatus())
            .get(V1 + "/stores", (call, names) -> stores(call))
            .get(V1 + "/store/{id}", (call, names) -> store(names.getOrDefault("id", "")))
            .get(
                V1 + "/debug/pprof/{kind}",
                (call, names) -> profiles.answer(call, names.getOrDefault("kind", "")))
            .get(
                V1 + "/cluster_stats/{table}",
                (call, names) -> machine.table(names.getOrDefault("table", "")));
  }

  @Override
  public HttpAnswer handle(HttpCall call) throws Exception {
    try {
      return routes.handle(call);
    } catch (PdError | MetaException | IllegalArgumentException e) {
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
    return Answers.json(MemberJson.members(started.keys().clusterId(), started.members().view()));
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
    Members.View view = started().members().view();
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
            .putNonZero("max_peer_count", maxReplicas));
  }

  private HttpAnswer clusterStatus() {
    Optional<ClusterState> cluster =
        member.term().map(Term::cluster).filter(c -> c.bootstrapTime().isPresent());
    boolean initialized =
        cluster
            .filter(c ->
                c.regions().size() > 1
                    || c.regions().stream().anyMatch(r -> r.peers() >= c.maxReplicas()))
            .isPresent();
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

  /// Only the leader has the stores in memory, so elsewhere the cluster is as good as not
  /// bootstrapped.
  private ClusterState running() {
    return member
        .term()
        .map(Term::cluster)
        .filter(cluster -> cluster.bootstrapTime().isPresent())
        .orElseThrow(PdError::notBootstrapped);
  }

  private HttpAnswer stores(HttpCall call) {
    ClusterState cluster = running();
    Set<Store.State> wanted = EnumSet.noneOf(Store.State.class);
    for (String state : call.parameters("state")) {
      int number = Integer.parseInt(state);
      Optional<Store.State> known = Store.State.of(number);
      if (known.isEmpty()) {
        return Answers.json(500, "unknown StoreState: " + number);
      }
      wanted.add(known.get());
    }
    if (wanted.isEmpty()) {
      wanted = EnumSet.of(Store.State.UP, Store.State.OFFLINE);
    }
    Set<Store.State> states = wanted;
    List<GoJson.Obj> shown =
        cluster.stores().stream()
            .filter(store -> states.contains(store.state()))
            .map(store -> json(cluster, store))
            .toList();
    return Answers.json(GoJson.object().put("count", shown.size()).put("stores", shown));
  }

  private HttpAnswer store(String text) {
    ClusterState cluster = running();
    long id;
    try {
      id = Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      return Answers.badInput("'" + text + "' is no store id");
    }
    return cluster.stores().stream()
        .filter(store -> store.id() == id)
        .findFirst()
        .map(store -> Answers.json(json(cluster, store)))
        .orElseGet(() ->
            Answers.json(
                404,
                "[PD:core:ErrStoreNotFound]store " + Long.toUnsignedString(id) + " not found"));
  }

  private GoJson.Obj json(ClusterState cluster, Store store) {
    return StoreJson.store(store, cluster.stats(store.id()), clock.instant(), maxStoreDownTime);
  }
}
