package io.minitidb.tidb.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.node.HostPort;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What stands in etcd about mini-tidbs, good and bad.
final class ServerEntryTest {
  private static final ServerEntry ENTRY =
      new ServerEntry(
          "uuid-1",
          new NodeInfo(
              NodeKind.TIDB,
              "tidb7",
              new HostPort("10.0.0.1", 4000),
              new HostPort("10.0.0.1", 10080),
              "8.0.11",
              "None",
              Instant.ofEpochSecond(1_700_000_000)),
          7);

  @Test
  void readsWhatItWrites() {
    assertThat(ServerEntry.parse(Map.entry(ENTRY.key(), ENTRY.toJson())))
        .hasValueSatisfying(read -> {
          assertThat(read.serverId()).isEqualTo(7);
          assertThat(read.uuid()).isEqualTo("uuid-1");
          assertThat(read.info().id()).isEqualTo("tidb7");
          assertThat(read.info().address()).isEqualTo(ENTRY.info().address());
          assertThat(read.info().statusAddress()).isEqualTo(ENTRY.info().statusAddress());
          assertThat(read.info().startTime()).isEqualTo(ENTRY.info().startTime());
        });
  }

  /// tidb#36546: entries that are empty or broken made queries wait for nodes that are none.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "[]",
        "{}",
        "{\"ip\": \"\", \"listening_port\": 4000, \"status_port\": 10080, \"ddl_id\": \"x\"}",
        "{\"ip\": \"a\", \"listening_port\": 0, \"status_port\": 10080, \"ddl_id\": \"x\"}",
        "{\"ip\": \"a\", \"listening_port\": \"4000\", \"status_port\": 10080, \"ddl_id\": \"x\"}",
        "{\"ip\": \"a\", \"listening_port\": 4000, \"status_port\": 70000, \"ddl_id\": \"x\"}",
        "{\"ip\": \"a\", \"listening_port\": 4000, \"ddl_id\": \"x\"}",
        "{\"ip\": \"a\", \"listening_port\": 4000, \"status_port\": 10080}"
      })
  void anEmptyOrBrokenEntryIsNoNode(String json) {
    assertThat(ServerEntry.parse(Map.entry("/tidb/server/info/x", json))).isEmpty();
  }
}
