package io.minitidb.pd.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpCall;
import io.minitidb.server.HttpPlan;
import io.minitidb.tls.BearerToken;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TokenFilterTest {
  private final TokenFilter filter =
      new TokenFilter(
          BearerToken.of("right", "").orElseThrow(), head -> HttpPlan.of(HttpAnswer.empty(200)));

  private int status(String method, Map<String, List<String>> headers) throws Exception {
    InetSocketAddress remote = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
    HttpCall call = HttpCall.of(method, "/pd/x", headers, new byte[0], remote);
    return ((HttpPlan.Instant) filter.plan(call)).handler().handle(call).status();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, 200",
    "HEAD, 200",
    "OPTIONS, 200",
    "POST, 401",
    "PUT, 401",
    "DELETE, 401",
    "PATCH, 401",
    "BREW, 401"
  })
  void onlyReadingNeedsNoToken(String method, int status) throws Exception {
    assertThat(status(method, Map.of())).isEqualTo(status);
    assertThat(status(method, Map.of("authorization", List.of("Bearer right")))).isEqualTo(200);
    assertThat(status(method, Map.of("Authorization", List.of("Bearer wrong")))).isEqualTo(status);
  }
}
