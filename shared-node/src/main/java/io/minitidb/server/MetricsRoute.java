package io.minitidb.server;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// `GET /metrics`: everything registered in this process, the JVM's own figures included, in
/// Prometheus text, compressed for those who take that.
public final class MetricsRoute implements HttpHandler {
  static {
    // Once for the process, however many servers it hosts.
    JvmMetrics.builder().register();
  }

  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

  @Override
  public HttpAnswer handle(HttpCall call) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(out, PrometheusRegistry.defaultRegistry.scrape());
    return HttpAnswer.of(200, writer.getContentType(), out.toByteArray()).zippedFor(call);
  }
}
