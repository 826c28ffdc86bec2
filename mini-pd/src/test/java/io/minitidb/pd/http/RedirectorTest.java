package io.minitidb.pd.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpCall;
import io.minitidb.server.HttpHandler;
import io.minitidb.server.HttpPlan;
import io.minitidb.server.HttpRelay;
import io.minitidb.tls.Security;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RedirectorTest {
  private static final Limits LIMITS =
      new Limits(
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1));

  private static final HttpCall CALL = call("GET", "/pd/x");

  private static HttpCall call(String method, String uri) {
    return HttpCall.of(method, uri, Map.of(), new byte[0], new InetSocketAddress(0));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /pd/api/v1/config, true",
    "POST, /pd/api/v1/config, false",
    "GET, /pd/api/v1/config/schedule, false",
    "GET, /pd/api/v1/ping, true",
    "GET, /pd/ping, false",
    "GET, /pd/api/v1/statusfoo, true",
    "GET, /pd/api/v1/health, true",
    "GET, /pd/api/v1/stores, false",
    "GET, /pd/api/v1/cluster_stats/node_info, true",
    "GET, /pd/api/v1/cluster_stats/node_info?x=1, true",
    "GET, /pd/api/v1/cluster%5Fstats/node_info, true",
    "HEAD, /pd/api/v1/config, true",
    "GET, /pd/api/v2/ready, true",
    "GET, /pd/api/v2/livez/etcd-serializable-read, true",
    "GET, /pd/api/v2/readyz?verbose, true",
    "GET, /pd/api/v2/readyzfoo, false",
    "GET, /pd/api/v2/keyspaces, false",
    "GET, /pd/api/v1/cluster_stats, false",
    "GET, /pd/api/v1/stores?x=cluster_stats, false",
    "GET, /pd/api/v1/stores/cluster_stats, false",
  })
  void staysLocalByTheRouteAlone(String method, String uri, boolean local) {
    assertThat(Redirector.isLocal(call(method, uri))).isEqualTo(local);
  }

  @Test
  void beforeTheStartOnlyLocalRoutesAnswer() throws Exception {
    try (HttpRelay relay = new HttpRelay(LIMITS::forward, Security.NONE)) {
      HttpHandler here = call -> HttpAnswer.text(200, "here");
      Redirector redirector =
          new Redirector(
              new LocalMember("pd-0", Instant.EPOCH), here, relay, () -> LIMITS, () -> false);
      assertThat(redirector.plan(call("GET", "/pd/api/v1/ping"))).isEqualTo(here.plan(CALL));
      HttpAnswer refused = answer(redirector, "/pd/api/v1/stores");
      assertThat(refused.status()).isEqualTo(500);
      assertThat(refused.bodyText())
          .isEqualTo("[PD:server:ErrServerNotStarted]server not started\n");
      assertThat(answer(redirector, "/pd/api/v2/stores").bodyText())
          .isEqualTo("\"[PD:server:ErrServerNotStarted]server not started\"\n");
    }
  }

  private static HttpAnswer answer(Redirector redirector, String uri) throws Exception {
    HttpCall call = call("GET", uri);
    return ((HttpPlan.Instant) redirector.plan(call)).handler().handle(call);
  }

  @Test
  void theClientIsTheFirstHopThatIsNamed() {
    assertThat(Redirector.clientAddress(CALL)).isEqualTo("0.0.0.0");
    assertThat(Redirector.clientAddress(with("X-Real-Ip", "9.9.9.9"))).isEqualTo("9.9.9.9");
    assertThat(Redirector.clientAddress(with("X-Forwarded-For", "1.1.1.1, 2.2.2.2")))
        .isEqualTo("1.1.1.1");
  }

  private static HttpCall with(String header, String value) {
    return HttpCall.of(
        "GET", "/pd/x", Map.of(header, List.of(value)), new byte[0], new InetSocketAddress(0));
  }
}
