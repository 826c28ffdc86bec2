package io.minitidb.tidb.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.options.LeaseOption;
import io.minitidb.etcd.Etcd;
import io.minitidb.etcd.EtcdException;
import io.minitidb.node.HostPort;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a real etcd has of a mini-tidb.
@Timeout(60)
final class RegistrationTest {
  private static final Path ETCD = Path.of("/usr/bin/etcd");
  @TempDir Path directory;

  @Test
  void aServerIsAnnouncedAsTidbDoesIt() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(ETCD), "no etcd here");
    String client = "http://127.0.0.1:" + freePort();
    String peer = "http://127.0.0.1:" + freePort();
    Process process =
        new ProcessBuilder(
                ETCD.toString(),
                "--data-dir=" + directory.resolve("etcd"),
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=default=" + peer)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("etcd.log").toFile())
            .start();
    try (Etcd etcd = new Etcd(List.of(HostPort.ofUrl(client)));
        Client reader = Client.builder().endpoints(client).build()) {
      Awaitility.await("etcd")
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptionsInstanceOf(EtcdException.class)
          .until(() -> etcd.range("/tidb/").isEmpty());
      NodeInfo info =
          new NodeInfo(
              NodeKind.TIDB,
              "tidb1",
              HostPort.parse("127.0.0.1:4000"),
              HostPort.parse("127.0.0.1:10080"),
              "8.5.0",
              "abc",
              Instant.ofEpochSecond(1_700_000_000));
      Registration registration = new Registration(etcd);
      registration.announce(new ServerEntry("u-1", info, registration.serverId("127.0.0.1:4000")));

      JsonNode server = json(held(reader, "/tidb/server/info/u-1", 90));
      for (String field :
          List.of(
              "version",
              "git_hash",
              "ddl_id",
              "ip",
              "listening_port",
              "status_port",
              "lease",
              "start_timestamp",
              "labels",
              "server_id")) {
        assertThat(server.has(field)).as(field).isTrue();
      }
      JsonNode topology = json(held(reader, "/topology/tidb/127.0.0.1:4000/info", 45));
      assertThat(topology.path("status_port").asInt()).isEqualTo(10080);
      assertThat(topology.path("start_timestamp").asLong()).isEqualTo(1_700_000_000);
      assertThat(Files.isDirectory(Path.of(topology.path("deploy_path").asString("")))).isTrue();
      long now = System.currentTimeMillis();
      assertThat(number(held(reader, "/tidb/server/minstartts/u-1", 90)) >> 18)
          .isBetween(now - 60_000, now);
      assertThat(number(held(reader, "/topology/tidb/127.0.0.1:4000/ttl", 45)) / 1_000_000)
          .isBetween(now - 60_000, now);

      registration.close();
      assertThat(etcd.range("/topology/tidb/")).isEmpty();
      assertThat(etcd.range("/tidb/server/info/")).isEmpty();
    } finally {
      process.destroy();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  /// Reads a key that must hang on a lease of so many seconds.
  private static String held(Client reader, String key, long seconds) throws Exception {
    KeyValue found =
        reader
            .getKVClient()
            .get(ByteSequence.from(key, StandardCharsets.UTF_8))
            .get(10, TimeUnit.SECONDS)
            .getKvs()
            .getFirst();
    assertThat(
            reader
                .getLeaseClient()
                .timeToLive(found.getLease(), LeaseOption.DEFAULT)
                .get(10, TimeUnit.SECONDS)
                .getGrantedTTL())
        .as(key)
        .isEqualTo(seconds);
    return found.getValue().toString(StandardCharsets.UTF_8);
  }

  private static JsonNode json(String text) {
    return new JsonMapper().readTree(text);
  }

  private static long number(String text) {
    return Long.parseLong(text);
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
