package io.minitidb.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RoutesTest {
  private final Routes routes =
      new Routes()
          .get(
              "/api/stores",
              (call, names) -> HttpAnswer.text(200, "stores " + call.parameters("state")))
          .get("/api/store/{id}", (call, names) -> HttpAnswer.text(200, "store " + names.get("id")))
          .post(
              "/api/store/{id}/{what}",
              (call, names) -> HttpAnswer.text(200, names.get("what") + " of " + names.get("id")));

  private HttpAnswer send(String method, String uri) throws Exception {
    return routes.handle(HttpCall.of(method, uri, Map.of(), new byte[0], new InetSocketAddress(0)));
  }

  @Test
  void matchesLiteralsAndNames() throws Exception {
    assertThat(send("GET", "/api/stores?state=0&state=1").bodyText()).isEqualTo("stores [0, 1]");
    assertThat(send("GET", "/api/store/7").bodyText()).isEqualTo("store 7");
    assertThat(send("POST", "/api/store/7/label").bodyText()).isEqualTo("label of 7");
  }

  @Test
  void decodesASegmentAfterSplitting() throws Exception {
    assertThat(send("GET", "/api/store/a%2Fb+c").bodyText()).isEqualTo("store a/b+c");
  }

  @Test
  void wrongMethodIs405AndUnknownPath404() throws Exception {
    assertThat(send("DELETE", "/api/stores").status()).isEqualTo(405);
    assertThat(send("DELETE", "/api/stores").body()).isEmpty();
    assertThat(
            List.of(
                send("GET", "/api"),
                send("GET", "/api/stores/"),
                send("GET", "/api/store/"),
                send("GET", "/API/stores")))
        .extracting(HttpAnswer::status)
        .containsOnly(404);
  }

  @Test
  void headersCompareWithoutCase() {
    HttpCall call =
        HttpCall.of(
            "GET",
            "/",
            Map.of("PD-Allow-Follower-Handle", List.of("x")),
            new byte[0],
            new InetSocketAddress(0));
    assertThat(call.header("pd-allow-follower-handle")).contains("x");
    assertThat(call.header("other")).isEmpty();
  }
}
