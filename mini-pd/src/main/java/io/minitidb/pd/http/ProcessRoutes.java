package io.minitidb.pd.http;

import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.pd.etcd.MetaStore.EtcdStatus;
import io.minitidb.pd.model.StoreView;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpHandler;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.function.Supplier;

/// What etcd and Prometheus clients expect at the root of the port: of this process, never
/// forwarded.
public final class ProcessRoutes {
  private final LocalMember member;

  /// Its own for each member, because a test runs several in one process.
  private final PrometheusRegistry registry = new PrometheusRegistry();

  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

  /// @param view by what stores are judged at the time of each request
  public ProcessRoutes(LocalMember member, Supplier<StoreView> view) {
    this.member = member;
    new ClusterMetrics(member, view).register(registry);
    GaugeWithCallback.builder()
        .name("service_member_role")
        .help("1 on the leader")
        .labelNames("service")
        .callback(c -> c.call(member.term().isPresent() ? 1 : 0, "PD"))
        .register(registry);
    GaugeWithCallback.builder()
        .name("pd_server_etcd_state")
        .help("raft state of the local etcd")
        .labelNames("type")
        .callback(c ->
            status()
                .ifPresent(s -> {
                  c.call((double) s.raftTerm(), "term");
                  c.call((double) s.raftIndex(), "committedIndex");
                  c.call((double) s.appliedIndex(), "appliedIndex");
                }))
        .register(registry);
    GaugeWithCallback.builder()
        .name("pd_cluster_metadata")
        .help("the cluster's id is in the label")
        .labelNames("type")
        .callback(c ->
            member
                .started()
                .ifPresent(s -> c.call(0, "cluster" + Long.toUnsignedString(s.keys().clusterId()))))
        .register(registry);
    JvmMetrics.builder().register(registry);
  }

  private Optional<EtcdStatus> status() {
    return member.started().flatMap(s -> s.election().etcd());
  }

  /// Returns where everything that `/metrics` shows is registered.
  public PrometheusRegistry registry() {
    return registry;
  }

  public HttpHandler metrics() {
    return call -> {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      writer.write(out, registry.scrape());
      return HttpAnswer.of(200, writer.getContentType(), out.toByteArray());
    };
  }
}
