package io.minitidb.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The programs of MySQL's and MariaDB's packages, and those that speak to both.
@ExtendWith(ClusterExtension.class)
class CommandLineIT {
  private static final String PACKAGE = "mariadb-client";
  private static final String CLIENTS = "src/test/resources/clients/";
  private static final String PD =
      "select id from information_schema.cluster_node_infos where node_type = 'pd' order by id";

  private final Node tidb;

  CommandLineIT(LocalCluster cluster) {
    this.tidb = cluster.node("tidb-0");
  }

  private String[] at(String... arguments) {
    return Stream.concat(
            Stream.of("-h127.0.0.1", "-P" + tidb.port(), "-uroot"), Stream.of(arguments))
        .toArray(String[]::new);
  }

  private static ClientProgram mariadb() {
    return ClientProgram.installed(PACKAGE, "mariadb", "mysql");
  }

  @Test
  void theCommandLineQueries() {
    assertThat(mariadb().run(at("-N", "-e", "use information_schema; " + PD)).succeeded())
        .isEqualTo("pd-0\npd-1\npd-2\n");
  }

  @Test
  void theCommandLineTellsErrorsWarningsAndTypes() {
    assertThat(mariadb().run(at("-e", "select * from information_schema.nix")).output())
        .contains("ERROR 1146 (42S02)");
    assertThat(mariadb().run(at("--show-warnings", "-e", "select 1/0")).succeeded())
        .contains("Warning (Code 1365): Division by 0");
    assertThat(mariadb().run(at("-t", "--column-type-info", "-e", "select 1 as n")).succeeded())
        .contains("LONGLONG");
  }

  @Test
  void theCommandLineReadsAFileAsDumpsAre() {
    String script =
        """
        /*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
        /*M!100616 SET @OLD_NOTE_VERBOSITY=@@NOTE_VERBOSITY, NOTE_VERBOSITY=0 */;
        delimiter //
        select 'a;b' //
        delimiter ;
        /*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
        status
        """;
    assertThat(mariadb().run(Path.of("."), Map.of(), script, at("-N", "--comments")).succeeded())
        .contains("a;b")
        .contains("Server version:\t\t8.0.11-TiDB-")
        .contains("Threads: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status",
        "version",
        "processlist",
        "variables",
        "extended-status",
        "flush-status",
        "flush-tables",
        "flush-privileges",
        "flush-hosts",
        "flush-logs",
        "flush-threads",
        "reload",
        "refresh"
      })
  void theAdministratorsProgramIsAnswered(String command) {
    ClientProgram.installed(PACKAGE, "mariadb-admin", "mysqladmin").run(at(command)).succeeded();
  }

  @Test
  void theAdministratorsProgramFindsTheServerAlive() {
    assertThat(
            ClientProgram.installed(PACKAGE, "mariadb-admin", "mysqladmin")
                .run(at("ping"))
                .succeeded())
        .isEqualTo("mysqld is alive\n");
  }

  @Test
  void theStructureOfASystemSchemaIsDumped() {
    String dump =
        ClientProgram.installed(PACKAGE, "mariadb-dump", "mysqldump")
            .run(
                at(
                    "--no-data",
                    "--skip-lock-tables",
                    "--routines",
                    "--events",
                    "--databases",
                    "information_schema",
                    "performance_schema"))
            .succeeded();
    assertThat(dump)
        .contains("CREATE DATABASE /*!32312 IF NOT EXISTS*/ `information_schema`")
        .contains("CREATE TABLE `character_sets` (\n  `CHARACTER_SET_NAME` varchar(64) NOT NULL,\n")
        .contains("CREATE TABLE `cluster_node_infos` (")
        .contains("-- Dump completed");
  }

  @Test
  void aDumpOfEverythingEndsWell() {
    assertThat(
            ClientProgram.installed(PACKAGE, "mariadb-dump", "mysqldump")
                .run(at("--all-databases"))
                .succeeded())
        .contains("CREATE TABLE IF NOT EXISTS `general_log` (")
        .contains("-- Dump completed");
  }

  @Test
  void monitoringPluginsFindItWell() {
    Path plugins = Path.of("/usr/lib/nagios/plugins");
    Path check = plugins.resolve("check_mysql");
    assumeTrue(
        Files.isExecutable(check),
        "check_mysql is not installed (package monitoring-plugins-standard)");
    String[] server = {"-H", "127.0.0.1", "-P", Integer.toString(tidb.port()), "-u", "root"};
    assertThat(new ClientProgram(check).run(server).succeeded())
        .startsWith("Uptime: ")
        .contains("|Connections=");
    ClientProgram query = new ClientProgram(plugins.resolve("check_mysql_query"));
    String count = "select count(*) from information_schema.cluster_node_infos";
    for (String wanted : List.of("1:", "99:")) {
      String[] asked =
          Stream.of(server, new String[] {"-q", count, "-w", wanted})
              .flatMap(Stream::of)
              .toArray(String[]::new);
      assertThat(query.run(asked).output())
          .startsWith(wanted.equals("1:") ? "QUERY OK" : "QUERY WARNING");
    }
  }

  @Test
  void databasesTablesAndColumnsAreShown() {
    ClientProgram show = ClientProgram.installed(PACKAGE, "mariadb-show", "mysqlshow");
    assertThat(show.run(at()).succeeded()).contains("| performance_schema |");
    assertThat(show.run(at("information_schema", "%_sets")).succeeded()).contains("character_sets");
    assertThat(show.run(at("information_schema", "collations", "%")).succeeded())
        .contains("COLLATION_NAME");
    assertThat(show.run(at("--status", "information_schema")).succeeded()).contains("node_info");
  }

  @Test
  void tablesAreChecked() {
    ClientProgram.installed(PACKAGE, "mariadb-check", "mysqlcheck")
        .run(at("performance_schema"))
        .succeeded();
  }

  @Test
  void aLoadOfManyConnectionsIsServed() {
    assertThat(
            ClientProgram.installed(PACKAGE, "mariadb-slap", "mysqlslap")
                .run(
                    at(
                        "--create-schema=information_schema",
                        "--no-drop",
                        "--query=select count(*) from processlist",
                        "--concurrency=8",
                        "--number-of-queries=160"))
                .succeeded())
        .contains("Number of clients running queries: 8");
  }

  @Test
  void sysbenchReadsASystemTable() {
    assertThat(
            ClientProgram.installed("sysbench", "sysbench")
                .run(
                    "--db-driver=mysql",
                    "--mysql-host=127.0.0.1",
                    "--mysql-port=" + tidb.port(),
                    "--mysql-user=root",
                    "--mysql-db=information_schema",
                    "--threads=4",
                    "--events=100",
                    "--time=60",
                    CLIENTS + "select.lua",
                    "run")
                .succeeded())
        .containsPattern("transactions: +100 ")
        .containsPattern("ignored errors: +0 ");
  }

  @Test
  void mycliQueriesAndCompletes(@TempDir Path home) {
    ClientProgram mycli = ClientProgram.installed("mycli", "mycli");
    String script = "select 6 * 7 as answer;\nselect user, host from mysql.user;\n" + PD + ";\n";
    assertThat(
            mycli
                .run(
                    home,
                    Map.of("HOME", home.toString()),
                    script,
                    at("--no-warn", "-D", "information_schema"))
                .succeeded())
        .contains("42", "pd-0", "pd-1", "pd-2");
  }
}
