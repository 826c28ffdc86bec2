package io.minitidb.pd.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpCall;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
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
    "GET, /pd/api/v1/cluster_stats, false",
    "GET, /pd/api/v1/stores?x=cluster_stats, false",
    "GET, /pd/api/v1/stores/cluster_stats, false",
  })
  void staysLocalByTheRouteAlone(String method, String uri, boolean local) {
    assertThat(Redirector.isLocal(call(method, uri))).isEqualTo(local);
  }

  @Test
  void beforeTheStartOnlyLocalRoutesAnswer() throws Exception {
    try (PeerHttp peers = new PeerHttp(() -> LIMITS)) {
      Redirector redirector =
          new Redirector(
              new LocalMember("pd-0", Instant.EPOCH),
              call -> HttpAnswer.text(200, "here"),
              peers,
              () -> LIMITS);
      assertThat(redirector.handle(call("GET", "/pd/api/v1/ping")).bodyText()).isEqualTo("here");
      HttpAnswer refused = redirector.handle(call("GET", "/pd/api/v1/stores"));
      assertThat(refused.status()).isEqualTo(500);
      assertThat(refused.bodyText())
          .isEqualTo("[PD:server:ErrServerNotStarted]server not started\n");
    }
  }
}
