package io.minitidb.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:4000, 127.0.0.1, 4000",
    "localhost:0, localhost, 0",
    "[::1]:4000, ::1, 4000",
    "db.example.com:65535, db.example.com, 65535"
  })
  void anAddressIsReadAndPrinted(String text, String host, int port) {
    HostPort address = HostPort.parse(text);
    assertThat(address).isEqualTo(new HostPort(host, port)).hasToString(text);
    assertThat(address.socketAddress().getPort()).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        ":4000",
        "localhost:",
        "localhost:x",
        "localhost:70000",
        "localhost:-1",
        "[]:1",
        " :1"
      })
  void otherTextIsNoAddress(String text) {
    assertThatThrownBy(() -> HostPort.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:2379, 127.0.0.1:2379",
    "https://[::1]:2379/, [::1]:2379",
    "http://pd:2379/pd/api/v1, pd:2379",
    "pd:2379, pd:2379"
  })
  void aUrlHasAnAddress(String url, String address) {
    assertThat(HostPort.ofUrl(url)).hasToString(address);
  }

  @ParameterizedTest
  @EnumSource(NodeKind.class)
  void aKindIsKnownByItsNameInAnyCase(NodeKind kind) {
    assertThat(NodeKind.parse(kind.text())).hasValue(kind);
    assertThat(NodeKind.parse(kind.name())).hasValue(kind);
    assertThat(kind.text()).isLowerCase();
  }

  @Test
  void otherKindsThereAreNot() {
    assertThat(NodeKind.parse("tiflash")).isEmpty();
    assertThat(NodeKind.parse("")).isEmpty();
  }

  @Test
  void theCoprocessorIsWhereTheKindServesIt() {
    HostPort service = new HostPort("10.0.0.1", 1);
    HostPort status = new HostPort("10.0.0.1", 2);
    for (NodeKind kind : NodeKind.values()) {
      NodeInfo node =
          new NodeInfo(
              kind, "id", service, status, Version.RELEASE, Version.GIT_HASH, Instant.EPOCH);
      assertThat(node.rpcAddress()).isEqualTo(kind == NodeKind.TIDB ? status : service);
      assertThat(node.instance()).isEqualTo("10.0.0.1:1");
    }
  }

  @Test
  void clientsCanReadTheVersion() {
    assertThat(Version.MYSQL).matches("8\\.0\\.11-TiDB-v\\d+\\.\\d+\\.\\d+.*");
    assertThat(Version.GIT_HASH).matches("None|[0-9a-f]{40}");
  }
}
