package io.minitidb.pd.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.server.HttpCall;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ConfigBodyTest {
  private static HttpCall call(Map<String, List<String>> headers) {
    return HttpCall.of(
        "POST",
        "/pd/api/v1/config",
        headers,
        new byte[0],
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 5));
  }

  @Test
  void aCallerIsWhatItSaysAndWhereItComesFrom() {
    assertThat(ConfigBody.who(call(Map.of()))).isEqualTo("anonymous@127.0.0.1");
    assertThat(ConfigBody.who(call(Map.of("component", List.of("ctl")))))
        .isEqualTo("ctl@127.0.0.1");
    assertThat(
            ConfigBody.who(
                call(
                    Map.of(
                        "X-Caller-ID", List.of("tiup"),
                        "component", List.of("ctl"),
                        "X-Forwarded-For", List.of("10.0.0.9, 10.0.0.1")))))
        .isEqualTo("tiup@10.0.0.9");
  }

  @Test
  void aStatementHidesSecretsAndIsBounded() {
    Map<String, String> items = new TreeMap<>(Map.of("a.password", "p", "max-replicas", "5"));
    assertThat(ConfigBody.statement(call(Map.of()), items))
        .isEqualTo("POST /pd/api/v1/config {\"a.password\":\"******\",\"max-replicas\":\"5\"}");
    assertThat(ConfigBody.statement(call(Map.of()), Map.of("x", "y".repeat(5000)))).hasSize(1024);
  }
}
