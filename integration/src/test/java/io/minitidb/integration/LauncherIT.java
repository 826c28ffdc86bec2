package io.minitidb.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.Node;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The commands of `./mini-cluster`, as a user types them.
@ExtendWith(ClusterExtension.class)
class LauncherIT {
  private final LocalCluster cluster;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  LauncherIT(LocalCluster cluster) {
    this.cluster = cluster;
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", cluster.dir().path().toString()));
    CommandLine commandLine = Launcher.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(all.toArray(String[]::new));
  }

  @Test
  void statusIsAnArrayForScripts() {
    assertThat(run("status", "--json")).isZero();
    JsonNode nodes = JsonMapper.shared().readTree(out.toString());
    assertThat(nodes.size()).isEqualTo(8);
    Node tidb = cluster.node("tidb-0");
    JsonNode first = nodes.get(0);
    assertThat(first.propertyNames())
        .containsExactly("name", "kind", "pid", "address", "status_address", "state");
    assertThat(first.path("name").asString()).isEqualTo("tidb-0");
    assertThat(first.path("kind").asString()).isEqualTo("tidb");
    assertThat(first.path("pid").asLong()).isPositive();
    assertThat(first.path("address").asString()).isEqualTo(tidb.address().toString());
    assertThat(first.path("status_address").asString()).isEqualTo(tidb.statusAddress().toString());
    assertThat(nodes).extracting(node -> node.path("state").asString()).containsOnly("running");
  }

  @Test
  void aSecondStartChangesNothing() {
    List<Node> before = cluster.alive();
    assertThat(run("start")).isZero();
    assertThat(out.toString())
        .contains("runs already", "mysql -h 127.0.0.1 -P " + cluster.node("tidb-0").port());
    assertThat(cluster.alive()).isEqualTo(before);
  }

  @Test
  void aStartOfAnotherShapeIsRefused() {
    assertThat(run("start", "--tidb", "5")).isEqualTo(1);
    assertThat(err.toString()).contains("--tidb 2", "scale-out");
  }

  @Test
  void sqlPrintsATable() {
    assertThat(
            run(
                "sql",
                "-e",
                "select 1 as one, null as nothing; select count(*) as n from information_schema.cluster_info"))
        .isZero();
    assertThat(out.toString().replaceAll("\\(.*sec\\)", "(T)"))
        .isEqualTo(
            """
            +-----+---------+
            | one | nothing |
            +-----+---------+
            |   1 | NULL    |
            +-----+---------+
            1 row in set (T)

            +---+
            | n |
            +---+
            | 8 |
            +---+
            1 row in set (T)

            """);
  }

  @Test
  void sqlOfAnotherNodeIsPossible() {
    String whereAmI =
        "select instance from information_schema.cluster_processlist where info like '%where am I%'";
    assertThat(run("sql", "--node", "tidb-1", "-e", whereAmI)).isZero();
    assertThat(out.toString())
        .contains(cluster.node("tidb-1").address().toString())
        .doesNotContain(cluster.node("tidb-0").address().toString());
  }

  @Test
  void aFailedStatementIsPrintedAsTheMysqlClientDoes() {
    assertThat(run("sql", "-e", "select * from information_schema.nix; select 2")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("ERROR 1146 (42S02): Table 'information_schema.nix' doesn't exist");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void profileWritesAPictureOfEachKindOfNode(@TempDir Path directory) throws Exception {
    for (String node : List.of("tidb-0", "tikv-0", "pd-0")) {
      Path file = directory.resolve(node + ".svg");
      assertThat(run("profile", node, "--kind", "goroutines", "--svg", file.toString()))
          .as(err.toString())
          .isZero();
      DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
      assertThat(Files.readString(file))
          .contains("data-name=\"io.minitidb.server.ProfileRoute.answer\"");
    }
    String file = directory.resolve("none.svg").toString();
    assertThat(run("profile", "tikv-7", "--svg", file)).isEqualTo(1);
    assertThat(run("profile", "tikv-0", "--svg", file, "--kind", "heat")).isEqualTo(2);
    assertThat(run("profile", "tikv-0", "--svg", file, "--seconds", "61")).isEqualTo(2);
    assertThat(run("profile", "tikv-0", "--svg", directory + "/no/x.svg")).isEqualTo(1);
    assertThat(err.toString())
        .contains(
            "the nodes are tidb-0",
            "there is no profile 'heat', only cpu, memory,",
            "a profile takes 1 to 60 seconds, not 61",
            "there is no such directory");
  }

  @Test
  void anUnknownNodeIsAnsweredWithTheKnownOnes() {
    for (String command : List.of("kill", "restart", "logs", "scale-in")) {
      assertThat(run(command, "tikv-7")).isEqualTo(1);
    }
    assertThat(err.toString()).contains("tikv-7").contains("tikv-0, tikv-1, tikv-2");
  }

  @Test
  void aDirectoryWithoutAClusterSaysHowToStartOne(@TempDir Path empty) {
    CommandLine commandLine = Launcher.commandLine();
    commandLine.setErr(new PrintWriter(err, true));
    assertThat(commandLine.execute("status", "--data", empty.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("./mini-cluster start");
  }
}
