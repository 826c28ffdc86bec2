package io.minitidb.pd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.config.ConfigException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PdConfigTest {
  private static PdConfig load(Map<String, String> flags) {
    return PdConfig.load(Optional.empty(), flags).config();
  }

  @Test
  void fillsInWhatFollowsFromOtherItems() {
    PdConfig config =
        load(Map.of("name", "pd-7", "peer-urls", "http://127.0.0.1:9,http://127.0.0.2:9"));
    assertThat(config.dataDir()).endsWith("/default.pd-7");
    assertThat(config.advertiseClientUrls()).isEqualTo("http://127.0.0.1:2379");
    assertThat(config.initialCluster())
        .isEqualTo("pd-7=http://127.0.0.1:9,pd-7=http://127.0.0.2:9");
    assertThat(load(Map.of()).name()).startsWith("pd-");
  }

  @Test
  void listensOnLoopbackUnlessTold() {
    assertThat(load(Map.of()).listenAddress()).hasToString("127.0.0.1:2379");
    assertThat(
            load(Map.of("advertise-client-urls", "http://host:1,http://other:2"))
                .advertisedAddress())
        .hasToString("host:1");
  }

  /// tidb#20411, tidb#20528: a node that told others 0.0.0.0 could not be asked or changed.
  @Test
  void tellsOthersAnAddressThatTheyCanUse() {
    assertThatThrownBy(() -> load(Map.of("client-urls", "http://0.0.0.0:2379")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "nobody can connect to 0.0.0.0:2379; set advertise-client-urls to the address that others use");
    assertThat(
            load(Map.of(
                    "client-urls",
                    "http://0.0.0.0:2379",
                    "advertise-client-urls",
                    "http://10.0.0.1:2379"))
                .advertisedAddress())
        .hasToString("10.0.0.1:2379");
  }

  @Test
  void certificatesDecideTheSchemeOfWhatNobodySaid() {
    Map<String, String> files =
        Map.of(
            "security.cacert-path", "ca.pem",
            "security.cert-path", "cert.pem",
            "security.key-path", "key.pem");
    PdConfig config = load(files);
    assertThat(config.clientUrls()).isEqualTo("https://127.0.0.1:2379");
    assertThat(config.advertiseClientUrls()).isEqualTo("https://127.0.0.1:2379");
    assertThat(config.initialCluster()).endsWith("=https://127.0.0.1:2380");
  }

  @Test
  void urlsWithoutTheCertificatesThatTheyNeedSayWhatToDo() {
    PdConfig config = load(Map.of("client-urls", "https://127.0.0.1:1"));
    assertThatThrownBy(() -> config.security().open(config))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "client-urls: https://127.0.0.1:1 needs the section security with certificates;"
                + " without them write http://");
    assertThatThrownBy(() -> load(Map.of("security.cert-path", "cert.pem")))
        .hasMessageContaining("missing: security.cacert-path, security.key-path");
    assertThatThrownBy(() -> load(Map.of("peer-urls", "http://0.0.0.0:1")))
        .hasMessageContaining("set advertise-peer-urls");
  }

  @Test
  void refusesWhatCannotWork() {
    assertThatThrownBy(() -> load(Map.of("election-interval", "200ms")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("five times tick-interval");
    assertThatThrownBy(() -> load(Map.of("lease", "0"))).isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> load(Map.of("join", "http://a:1", "initial-cluster", "x=http://b:2")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--initial-cluster and --join cannot be given together");
    assertThatThrownBy(() -> load(Map.of("join", "http://127.0.0.1:1,http://127.0.0.1:2379")))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("join self is forbidden");
  }
}
