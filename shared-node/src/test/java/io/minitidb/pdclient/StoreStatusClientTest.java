package io.minitidb.pdclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.node.HostPort;
import io.minitidb.server.Closer;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.NodeServer;
import io.minitidb.tls.Security;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StoreStatusClientTest {
  private static final String STORES =
      """
      {"count": 2, "stores": [
        {"store": {"id": 12, "address": "127.0.0.1:20161", "state": 2, "state_name": "Tombstone"},
         "status": {"capacity": "0B", "available": "0B", "leader_weight": 1, "region_weight": 1,
          "last_heartbeat_ts": "1970-01-01T00:00:00Z"}},
        {"store": {"id": 4, "address": "127.0.0.1:20160", "version": "8.5.0", "state_name": "Up",
          "labels": [{"key": "zone", "value": "z\\"1"}, {"key": "rack"}]},
         "status": {"capacity": "1.2TiB", "available": "931.5GiB", "leader_count": 3,
          "leader_weight": 1.5, "leader_score": 2.5, "leader_size": 7, "region_count": 5,
          "region_weight": 1, "region_score": 9, "region_size": 8,
          "start_ts": "2026-01-02T03:04:05Z",
          "last_heartbeat_ts": "2026-01-02T04:05:05.5+01:00", "uptime": "1m0.5s"}}]}
      """;

  private final Closer closer = new Closer();
  private final StoreStatusClient client = closer.add(new StoreStatusClient(Security.NONE));
  private final AtomicInteger asked = new AtomicInteger();

  @AfterEach
  void close() {
    closer.close();
  }

  private HostPort member(int status, String body) throws IOException {
    NodeServer server =
        closer.add(
            NodeServer.at(new HostPort("127.0.0.1", 0))
                .http(
                    "pd",
                    call -> {
                      asked.incrementAndGet();
                      return HttpAnswer.json(status, body);
                    })
                .start());
    return new HostPort("127.0.0.1", server.port());
  }

  private static HostPort dead() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return new HostPort("127.0.0.1", socket.getLocalPort());
    }
  }

  @Test
  void whatPdSaysIsReadWithWhatItLeavesOut() {
    StoreStatus.Share nothing = new StoreStatus.Share(0, 1, 0, 0);
    assertThat(StoreStatusClient.parse(STORES))
        .containsExactly(
            new StoreStatus(
                4,
                "127.0.0.1:20160",
                0,
                "Up",
                "[{\"key\": \"zone\", \"value\": \"z\\\"1\"}, {\"key\": \"rack\", \"value\": \"\"}]",
                "8.5.0",
                "1.2TiB",
                "931.5GiB",
                new StoreStatus.Share(3, 1.5, 2.5, 7),
                new StoreStatus.Share(5, 1, 9, 8),
                Optional.of(Instant.parse("2026-01-02T03:04:05Z")),
                Optional.of(Instant.parse("2026-01-02T03:05:05.5Z")),
                "1m0.5s"),
            new StoreStatus(
                12,
                "127.0.0.1:20161",
                2,
                "Tombstone",
                "[]",
                "",
                "0B",
                "0B",
                nothing,
                nothing,
                Optional.empty(),
                Optional.empty(),
                ""));
  }

  /// tidb#26303, tidb#32995: only the first member was asked, and a broken one was an error.
  @Test
  void aDeadOrBrokenMemberCostsATryAtTheNextOneWhichIsAskedFirstFromThenOn() throws IOException {
    HostPort broken = member(500, "\"no leader\"");
    List<HostPort> members = List.of(dead(), broken, member(200, STORES));
    assertThat(client.stores(members)).hasSize(2);
    assertThat(asked).hasValue(2);
    assertThat(client.stores(members)).hasSize(2);
    assertThat(asked).hasValue(3);
  }

  @Test
  void whenNobodyAnswersTheLastReasonIsTold() throws IOException {
    HostPort broken = member(503, "no leader");
    assertThatThrownBy(() -> client.stores(List.of(dead(), broken)))
        .isInstanceOf(PdException.class)
        .hasMessageContaining(broken + " answered 503");
    HostPort odd = member(200, "<html>");
    assertThatThrownBy(() -> client.stores(List.of(odd)))
        .isInstanceOf(PdException.class)
        .hasMessageContaining(odd.toString());
    assertThatThrownBy(() -> client.stores(List.of())).hasMessageContaining("no member");
  }
}
