package io.minitidb.pd.http;

import io.minitidb.server.HttpCall;
import io.minitidb.server.Routes;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Who asked this member what over HTTP, and how long the answer took: the original's audit of
/// services. Callers name themselves, so only some of them are told apart.
final class AuditMetrics implements Routes.Observer {
  private static final int MOST_CALLERS = 64;
  private static final String NOBODY = "anonymous";

  private final Set<String> callers = ConcurrentHashMap.newKeySet();
  private final Histogram seconds;

  AuditMetrics(PrometheusRegistry registry) {
    seconds =
        Histogram.builder()
            .name("pd_service_audit_handling_seconds")
            .help("from the head of a request that this member answers itself to its answer")
            .labelNames("service", "method", "caller_id")
            .classicOnly()
            .classicUpperBounds(0.0001, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5)
            .register(registry);
  }

  @Override
  public void answered(String method, String pattern, HttpCall call, long nanos) {
    seconds.labelValues(pattern, method, caller(call)).observe(nanos / 1e9);
  }

  private String caller(HttpCall call) {
    String name = call.header("X-Caller-ID").or(() -> call.header("component")).orElse(NOBODY);
    if (callers.contains(name) || (callers.size() < MOST_CALLERS && callers.add(name))) {
      return name;
    }
    return "other";
  }
}
