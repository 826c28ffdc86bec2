package io.minitidb.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The clients that people have, unchanged and with their own defaults.
@ExtendWith(ClusterExtension.class)
class ClientsIT {
  private static final String QUERY =
      "select id from information_schema.cluster_node_infos where node_type = 'pd' order by id";

  private final Node tidb;

  ClientsIT(LocalCluster cluster) {
    this.tidb = cluster.node("tidb-0");
  }

  @Test
  void mariaDbConnectorQueries() throws SQLException {
    connectAndQuery("jdbc:mariadb://" + tidb.address() + "/information_schema?user=root");
  }

  @Test
  void mysqlConnectorQueries() throws SQLException {
    connectAndQuery("jdbc:mysql://" + tidb.address() + "/information_schema?user=root");
  }

  private static void connectAndQuery(String url) throws SQLException {
    try (var connection = DriverManager.getConnection(url)) {
      assertThat(connection.isValid(5)).isTrue();
      assertThat(connection.getMetaData().getDatabaseProductVersion()).contains("TiDB");
      assertThat(new Sql(connection).column(QUERY)).containsExactly("pd-0", "pd-1", "pd-2");
      assertThat(new Sql(connection).column("select database()"))
          .containsExactly("information_schema");
    }
  }

  @Test
  void theCommandLineQueries() throws IOException, InterruptedException {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/mariadb")),
        "the package mariadb-client is not installed");
    assertThat(
            run(
                "/usr/bin/mariadb",
                "-h127.0.0.1",
                "-P" + tidb.port(),
                "-uroot",
                "-N",
                "-e",
                "use information_schema; " + QUERY))
        .isEqualTo("pd-0\npd-1\npd-2\n");
  }

  @Test
  void theCommandLineTellsErrors() throws IOException, InterruptedException {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/mariadb")),
        "the package mariadb-client is not installed");
    assertThat(
            run(
                "/usr/bin/mariadb",
                "-h127.0.0.1",
                "-P" + tidb.port(),
                "-uroot",
                "-e",
                "select * from information_schema.nix"))
        .contains("ERROR 1146 (42S02)");
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
