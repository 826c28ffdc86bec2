package io.minitidb.pd.grpc;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// Timestamps that this member has given, and how long they took.
public final class TsoMetrics {
  private final Counter timestamps;
  private final Counter failures;
  private final Histogram seconds;

  public TsoMetrics(PrometheusRegistry registry) {
    timestamps =
        Counter.builder().name("pd_tso_timestamps").help("timestamps given").register(registry);
    failures =
        Counter.builder()
            .name("pd_tso_failures")
            .help("streams of timestamps that ended with an error")
            .register(registry);
    seconds =
        Histogram.builder()
            .name("pd_server_handle_tso_duration_seconds")
            .help("from a request for timestamps to its answer")
            .classicOnly()
            .classicUpperBounds(0.00001, 0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5)
            .register(registry);
  }

  /// @param count below 2^18
  void given(int count, long nanos) {
    timestamps.inc(count);
    seconds.observe(nanos / 1e9);
  }

  void failed() {
    failures.inc();
  }
}
