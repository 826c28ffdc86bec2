package io.minitidb.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Drivers of other languages, each in a program of its own.
@ExtendWith(ClusterExtension.class)
class ScriptedClientsIT {
  private static final Path CLIENTS = Path.of("src/test/resources/clients").toAbsolutePath();

  private final Node tidb;

  ScriptedClientsIT(LocalCluster cluster) {
    this.tidb = cluster.node("tidb-0");
  }

  @Test
  void pyMysqlQueries() {
    ClientProgram python = ClientProgram.installed("python3-pymysql", "python3");
    if (python.run("-c", "import pymysql").code() != 0) {
      // Another Python than Debian's may come first on the PATH.
      python = new ClientProgram(Path.of("/usr/bin/python3"));
      assumeTrue(
          Files.isExecutable(python.program()) && python.run("-c", "import pymysql").code() == 0,
          "PyMySQL is not installed (package python3-pymysql)");
    }
    assertThat(
            python
                .run(
                    CLIENTS,
                    Map.of("PYTHONIOENCODING", "utf-8", "PYTHONDONTWRITEBYTECODE", "1"),
                    "",
                    "pymysql_client.py",
                    Integer.toString(tidb.port()))
                .succeeded())
        .contains(
            """
            nodes ['pd-0', 'pd-1', 'pd-2']
            values (1, 'it\\'s \\\\ "x" ä😀', None, Decimal('1.50'), datetime.date(2026, 1, 2))
            error 1146
            warnings (('Warning', 1365, 'Division by 0'),)
            session (5, '+00:00')
            unbuffered 7
            """);
  }

  @Test
  void bothDriversOfNodeQuery(@TempDir Path dir) throws IOException {
    ClientProgram node = ClientProgram.installed("nodejs", "node", "nodejs");
    ClientProgram npm = ClientProgram.installed("npm", "npm");
    for (String file : List.of("package.json", "package-lock.json", "clients.js")) {
      Files.copy(CLIENTS.resolve("node").resolve(file), dir.resolve(file));
    }
    ClientProgram.Ended installed =
        npm.run(
            dir,
            Map.of(),
            "",
            "ci",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--prefer-offline",
            "--fetch-retries=0",
            "--fetch-timeout=20000");
    assumeTrue(installed.code() == 0, "npm could not install the drivers: " + installed.output());
    for (String driver : List.of("mysql", "mysql2")) {
      assertThat(
              node.run(dir, Map.of(), "", "clients.js", driver, Integer.toString(tidb.port()))
                  .succeeded())
          .contains("nodes: [{\"id\":\"pd-0\"},{\"id\":\"pd-1\"},{\"id\":\"pd-2\"}]")
          .contains("values: [{\"a\":1,\"b\":\"it's \\\\ \\\"x\\\" ä😀\",\"c\":null,\"d\":")
          .contains("error: [\"ER_NO_SUCH_TABLE\",1146,\"42S02\"]")
          .containsPattern(
              driver.equals("mysql") ? "" : "executed: \\[\\{\"id\":\"tidb\\d\",\"n\":42}]")
          .contains(driver.equals("mysql") ? "" : "again: []")
          .contains("pool: 1560")
          .contains("done: \"" + driver + "\"");
    }
  }
}
