package io.minitidb.pd.http;

import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.pd.cluster.Members;
import io.minitidb.pd.etcd.MetaException;
import io.minitidb.pd.etcd.MetaStore;
import io.minitidb.pd.etcd.MetaStore.EtcdStatus;
import io.minitidb.pd.model.PdMember;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpCall;
import io.minitidb.server.HttpDispatcher;
import io.minitidb.server.HttpHandler;
import io.minitidb.server.HttpPlan;
import io.minitidb.server.Routes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Each member's own routes, under a prefix of their own. Nothing here is ever forwarded: it tells
/// what *this* member sees, also without a leader, without a quorum and with an etcd that does not
/// answer, and never takes much longer than `limits.view-timeout`. Every answer names its member in
/// `X-PD-Handle-By`.
public final class LocalRoutes implements HttpDispatcher {
  private final LocalMember member;
  private final BooleanSupplier etcdAlive;
  private final PdMember self;
  private final Supplier<Limits> limits;
  private final Routes routes = new Routes();

  /// A route that another part of the node brings along, such as the coprocessor.
  ///
  /// @param path below `api/v1/`
  public record Extra(String method, String path, HttpHandler handler) {}

  /// @param prefix the first segment
  /// @param self what is known of this member before etcd has answered: its id is 0
  public LocalRoutes(
      String prefix,
      LocalMember member,
      PdMember self,
      BooleanSupplier etcdAlive,
      MachineRoutes machine,
      ConfigView config,
      Supplier<Limits> limits,
      List<Extra> extras) {
    this.member = member;
    this.self = self;
    this.etcdAlive = etcdAlive;
    this.limits = limits;
    String v1 = "/" + prefix + "/api/v1/";
    for (String table : List.of("node_info", "stats_info", "network_latency")) {
      routes.instant(v1 + table, (call, names) -> machine.table(table));
    }
    routes
        .instant(v1 + "ping", (call, names) -> HttpAnswer.empty(200))
        .instant(v1 + "version", (call, names) -> Answers.json(BuildJson.version()))
        .instant(v1 + "status", (call, names) -> Answers.json(BuildJson.status(member)))
        .instant(v1 + "role", (call, names) -> Answers.json(role()))
        .get(v1 + "members", (call, names) -> Answers.json(members()))
        .instant(
            v1 + "leader",
            (call, names) -> Answers.json(member.leader().map(MemberJson::member).orElse(null)))
        .get(v1 + "health", (call, names) -> health())
        .get(v1 + "config", (call, names) -> ConfigView.show(config.own()));
    for (Extra extra : extras) {
      routes.on(extra.method(), v1 + extra.path(), (call, names) -> extra.handler().handle(call));
    }
  }

  @Override
  public HttpPlan plan(HttpCall head) {
    return routes.plan(head).with(Map.of("X-PD-Handle-By", member.name()));
  }

  private GoJson.Obj role() {
    Optional<EtcdStatus> etcd = member.started().flatMap(s -> s.election().etcd());
    long id = member.started().map(s -> s.self().id()).orElse(0L);
    long etcdLeader = etcd.map(EtcdStatus::leader).orElse(0L);
    return GoJson.object()
        .put("name", member.name())
        .putUnsigned("member_id", id)
        .put("is_leader", member.term().isPresent())
        .put("is_etcd_leader", etcdLeader != 0 && etcdLeader == id)
        .putUnsigned("etcd_leader_id", etcdLeader)
        .put("pd_leader", member.leader().map(PdMember::name).orElse(""))
        .put(
            "lease_remaining_ms",
            member.term().map(t -> t.fence().remaining().toMillis()).orElse(0L))
        .putUnsigned("raft_term", etcd.map(EtcdStatus::raftTerm).orElse(0L))
        .put("serving", member.started().isPresent() && member.trouble().isEmpty())
        .putNonZero("trouble", member.trouble());
  }

  private GoJson.Obj members() {
    LocalMember.Started started = member.started().orElse(null);
    if (started == null) {
      return MemberJson.members(
          0, new Members.View(List.of(self), Optional.empty(), Optional.empty()));
    }
    Members.View view;
    try {
      view = started.members().view();
    } catch (MetaException e) {
      view = started.members().latestView();
    }
    return MemberJson.members(started.keys().clusterId(), view);
  }

  private HttpAnswer health() throws Exception {
    boolean leaderKnown = member.leader().isPresent();
    try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> localRead =
          both.submit(() -> reads(store -> store.localGet("/pd/cluster_id")));
      Future<Boolean> quorumRead = both.submit(() -> reads(store -> store.get("/pd/cluster_id")));
      boolean healthy =
          etcdAlive.getAsBoolean() && localRead.get() && quorumRead.get() && leaderKnown;
      return Answers.json(
          GoJson.object()
              .put("name", member.name())
              .put("etcd_alive", etcdAlive.getAsBoolean())
              .put("serializable_read", localRead.get())
              .put("linearizable_read", quorumRead.get())
              .put("leader_known", leaderKnown)
              .put("health", healthy)
              .putNonZero("trouble", member.trouble()));
    }
  }

  /// A read of something in etcd.
  private interface Read {
    Object from(MetaStore store);
  }

  private boolean reads(Read read) {
    LocalMember.Started started = member.started().orElse(null);
    if (started == null) {
      return false;
    }
    try {
      read.from(started.store().within(limits.get().view()));
      return true;
    } catch (MetaException e) {
      return false;
    }
  }
}
