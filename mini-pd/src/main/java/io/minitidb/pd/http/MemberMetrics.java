package io.minitidb.pd.http;

import io.minitidb.node.Version;
import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.pd.model.PdMember;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// This member and its fellows in numbers, under the original's names. Everything is in memory: a
/// scrape never waits for anybody.
///
/// @param health by name of a member, whether it answered last
public record MemberMetrics(LocalMember member, Supplier<Map<String, Boolean>> health) {

  public void register(PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("pd_cluster_health_status")
        .help("1 for a member that answered within the last seconds, else 0")
        .labelNames("name")
        .callback(c -> health.get().forEach((name, healthy) -> c.call(healthy ? 1 : 0, name)))
        .register(registry);
    GaugeWithCallback.builder()
        .name("pd_member_leader_priority")
        .help("priority of this member in the election")
        .callback(c -> self().ifPresent(self -> c.call(self.leaderPriority())))
        .register(registry);
    GaugeWithCallback.builder()
        .name("pd_server_info")
        .help("what this member runs")
        .labelNames("version", "hash")
        .callback(c -> c.call(1, "v" + Version.RELEASE, Version.GIT_HASH))
        .register(registry);
    GaugeWithCallback.builder()
        .name("pd_cluster_tso")
        .help("physical part of the latest timestamp, unix seconds; on the leader")
        .labelNames("type")
        .callback(
            c -> member.term().ifPresent(term -> c.call(term.tso().physical() / 1000.0, "tso")))
        .register(registry);
    GaugeWithCallback.builder()
        .name("pd_tso_role")
        .help("1 on the member that gives timestamps")
        .labelNames("dc")
        .callback(c -> c.call(member.term().isPresent() ? 1 : 0, "global"))
        .register(registry);
  }

  private Optional<PdMember> self() {
    return member
        .started()
        .flatMap(started ->
            started.members().latestView().members().stream()
                .filter(each -> each.id() == started.self().id())
                .findFirst());
  }
}
