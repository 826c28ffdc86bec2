package io.minitidb.integration.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCommandTest {
  private final List<Node> nodes = Ports.plan(Shape.of(1, 1, 2, 0));
  private final ServerCommand command = new ServerCommand(new DataDir(Path.of("/data dir")), nodes);

  @Test
  void aMiniTidbIsToldAllMiniPds() {
    assertThat(String.join(" ", command.arguments(nodes.get(0))))
        .isEqualTo(
            "-P 4000 --status 10080 --host 127.0.0.1 --advertise-address 127.0.0.1 --path 127.0.0.1:2379,127.0.0.1:2381"
                + " --data-dir /data dir/tidb-0/data --log-file /data dir/tidb-0/tidb.log");
  }

  @Test
  void aMiniTikvIsToldAllMiniPds() {
    assertThat(String.join(" ", command.arguments(nodes.get(1))))
        .isEqualTo(
            "--addr 127.0.0.1:20160 --advertise-addr 127.0.0.1:20160 --status-addr 127.0.0.1:20180"
                + " --pd-endpoints 127.0.0.1:2379,127.0.0.1:2381"
                + " --data-dir /data dir/tikv-0/data --log-file /data dir/tikv-0/tikv.log");
  }

  @Test
  void aMiniPdIsToldThePeerUrlsOfAll() {
    assertThat(String.join(" ", command.arguments(nodes.get(3))))
        .isEqualTo(
            "--name pd-1 --data-dir /data dir/pd-1/data"
                + " --client-urls http://127.0.0.1:2381 --advertise-client-urls http://127.0.0.1:2381"
                + " --peer-urls http://127.0.0.1:2382 --advertise-peer-urls http://127.0.0.1:2382"
                + " --log-file /data dir/pd-1/pd.log"
                + " --initial-cluster pd-0=http://127.0.0.1:2380,pd-1=http://127.0.0.1:2382");
  }

  @Test
  void aMiniPdWithoutDataJoinsThoseThatHaveSome(@TempDir Path directory) throws Exception {
    DataDir dir = new DataDir(directory);
    ServerCommand running = new ServerCommand(dir, nodes);
    Files.createDirectories(dir.data(nodes.get(2)).resolve("member"));
    assertThat(running.arguments(nodes.get(3))).endsWith("--join", "http://127.0.0.1:2379");
    assertThat(running.arguments(nodes.get(2))).contains("--initial-cluster");
  }

  @Test
  void withCertificatesUrlsAreHttpsAndEachServerIsToldItsFiles() {
    ServerCommand secured =
        new ServerCommand(
            new DataDir(Path.of("/d")), nodes, Optional.of(new Certificates(Path.of("/d/tls"))));
    assertThat(String.join(" ", secured.arguments(nodes.get(3))))
        .contains("--client-urls https://127.0.0.1:2381", "pd-0=https://127.0.0.1:2380")
        .endsWith("--cacert /d/tls/ca.pem --cert /d/tls/pd-1.pem --key /d/tls/pd-1-key.pem");
    assertThat(String.join(" ", secured.arguments(nodes.get(1))))
        .endsWith("--cacert /d/tls/ca.pem --cert /d/tls/tikv-0.pem --key /d/tls/tikv-0-key.pem");
    assertThat(String.join(" ", secured.arguments(nodes.get(0))))
        .endsWith("--config /d/tls/tidb-0.toml");
  }
}
