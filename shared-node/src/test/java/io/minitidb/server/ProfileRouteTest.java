package io.minitidb.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.proto.pprof.Profile;
import io.minitidb.server.ProfileRoute.Format;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileRouteTest {
  private static final ProfileRoute ROUTE = new ProfileRoute("tikv7", Format.SVG);

  private static HttpAnswer get(String path, Map<String, List<String>> headers) throws Exception {
    return ROUTE
        .debugPrefix()
        .handle(
            HttpCall.of(
                "GET",
                "/debug/pprof/" + path,
                headers,
                new byte[0],
                InetSocketAddress.createUnresolved("here", 1)));
  }

  private static HttpAnswer get(String path) throws Exception {
    return get(path, Map.of());
  }

  @Test
  void goroutinesAsCollapsedStacksHaveTheThreadThatAsks() throws Exception {
    HttpAnswer answer = get("goroutine?format=collapsed");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.bodyText().lines())
        .allMatch(line -> line.matches("\\S.* \\d+"))
        .anyMatch(line ->
            line.contains(";io.minitidb.server.ProfileRoute.answer;")
                && line.contains(";io.minitidb.profile.Profiler.take;"));
  }

  @Test
  void theUsualFormatIsThatOfTheNodeAndItsTitleNamesIt() throws Exception {
    HttpAnswer answer = get("heap");
    assertThat(answer.headers().get("Content-Type")).containsExactly("image/svg+xml");
    assertThat(answer.bodyText()).contains(">tikv7</text>").contains("java.lang.String");
  }

  @Test
  void pprofIsZippedExceptForTheOriginalsClient() throws Exception {
    HttpAnswer zipped = get("goroutine?format=pprof");
    try (GZIPInputStream body = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
      assertThat(Profile.parseFrom(body).getSampleList()).isNotEmpty();
    }
    HttpAnswer plain = get("goroutine", Map.of("Content-Type", List.of("application/protobuf")));
    assertThat(Profile.parseFrom(plain.body()).getSampleList()).isNotEmpty();
    assertThat(plain.headers().get("Content-Type")).containsExactly("application/octet-stream");
  }

  @Test
  void theCommandLineIsThatOfTheProcess() throws Exception {
    assertThat(get("cmdline").bodyText()).contains("java").contains("\0");
  }

  @ParameterizedTest
  @CsvSource({
    "profile?seconds=0, 400, seconds must be a number from 1 to 60",
    "profile?seconds=61, 400, seconds must be a number from 1 to 60",
    "profile?seconds=1s, 400, seconds must be a number from 1 to 60",
    "profile?seconds=1&frequency=often, 400, frequency must be a number of samples a second",
    "heap?format=png, 400, 'format must be pprof, collapsed or svg'",
    "threadcreate, 501, 'this is a Java process: it has no profile ''threadcreate'''",
    "profiles, 404, 404 page not found"
  })
  void whatMakesNoSenseIsRefusedInWords(String path, int status, String text) throws Exception {
    HttpAnswer answer = get(path);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.bodyText()).isEqualTo(text + "\n");
  }
}
