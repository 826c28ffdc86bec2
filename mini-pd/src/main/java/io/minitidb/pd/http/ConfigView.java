package io.minitidb.pd.http;

import io.minitidb.pd.change.TtlItems;
import io.minitidb.pd.cluster.ClusterState;
import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.pd.cluster.Term;
import io.minitidb.pd.etcd.MetaException;
import io.minitidb.pd.model.PdMember;
import io.minitidb.pd.model.Store;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpCall;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// What this member shows of the configuration.
///
/// @param live its own, by its items
/// @param etcdLimit how long the local etcd may take
public record ConfigView(
    LocalMember member,
    Supplier<String> live,
    TtlItems ttl,
    PeerHttp peers,
    Supplier<Duration> etcdLimit) {
  private static final Logger log = LoggerFactory.getLogger(ConfigView.class);
  static final String PATH = "/pd/api/v1/config";

  /// Returns this member's own configuration; on the leader with what it knows of the stores.
  ObjectNode own() {
    return own(temporary());
  }

  /// Returns what is kept in etcd for readers of the original's key, as JSON, without what holds
  /// for a time; never blocks.
  public String recorded() {
    ObjectNode config = own(Map.of());
    for (String empty : List.of("label-property", "store")) {
      if (!config.has(empty)) {
        config.putObject(empty);
      }
    }
    return config.toString();
  }

  private ObjectNode own(Map<String, String> temporary) {
    Optional<ClusterState> cluster =
        member.term().map(Term::cluster).filter(c -> c.bootstrapTime().isPresent());
    List<Long> stores =
        cluster
            .map(c -> c.stores().stream().filter(this::lives).map(Store::id).toList())
            .orElse(List.of());
    ObjectNode shown = ConfigJson.shape(live.get(), temporary, stores);
    cluster.ifPresent(c -> shown.put("cluster-version", c.clusterVersion().toString()));
    return shown;
  }

  private boolean lives(Store store) {
    return store.state() != Store.State.TOMBSTONE;
  }

  private Map<String, String> temporary() {
    try {
      return member
          .started()
          .map(started -> ttl.values(started.store().within(etcdLimit.get())))
          .orElse(Map.of());
    } catch (MetaException e) {
      log.debug("showing the configuration without what holds for a time: {}", e.getMessage());
      return Map.of();
    }
  }

  /// Returns the own configuration, with what concerns the cluster as the leader has it.
  HttpAnswer ofCluster(HttpCall call) throws InterruptedException {
    if (member.term().isPresent()) {
      return show(own());
    }
    if (call.header(Redirector.REDIRECTED_BY).isPresent()) {
      return Answers.json(500, "[PD:apiutil:ErrRedirectToNotLeader]redirect to not leader");
    }
    Optional<PdMember> leader = member.leader();
    if (leader.isEmpty()) {
      return Answers.json(500, "[PD:server:ErrLeaderNil]leader is nil");
    }
    try {
      ObjectNode theirs =
          ConfigJson.parse(peers.get(leader.get().clientUrls(), PATH, member.name()));
      ObjectNode merged = own();
      for (String part : List.of("schedule", "replication", "cluster-version")) {
        merged.set(part, theirs.path(part));
      }
      return show(merged);
    } catch (IOException e) {
      return Answers.json(500, String.valueOf(e.getMessage()));
    }
  }

  static HttpAnswer show(ObjectNode config) {
    return HttpAnswer.json(200, ConfigJson.render(config));
  }
}
