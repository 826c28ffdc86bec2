package io.minitidb.integration.command;

import io.minitidb.integration.cluster.ClusterException;
import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.Node;
import io.minitidb.integration.sql.SqlRunner;
import io.minitidb.node.NodeKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Driver;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sqlline.SqlLine;

/// `sql`: statements from the command line, or a shell.
@Command(
    name = "sql",
    description = "Run SQL statements, or open a SQL shell.",
    sortOptions = false)
public final class SqlCommand implements Callable<Integer> {
  @Mixin private ClusterOptions options = new ClusterOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-e", "--execute"},
      paramLabel = "STATEMENT",
      description =
          "Run it and exit; several are separated by ';'. Without it: what is piped in, or a shell.")
  private @Nullable String text;

  @Option(
      names = "--node",
      paramLabel = "NODE",
      description = "The mini-tidb to connect to (default: the first that runs).")
  private @Nullable String node;

  @Override
  public Integer call() throws SQLException, IOException {
    PrintWriter out = spec.commandLine().getOut();
    LocalCluster cluster = options.cluster(out);
    Optional<String> statements = statements();
    List<Node> candidates = node == null ? running(cluster) : List.of(cluster.node(node));
    for (Node each : candidates) {
      if (each.kind() != NodeKind.TIDB) {
        throw new ClusterException(each.name() + " does not speak SQL; choose a mini-tidb");
      }
      try (Connection connection = new Driver().connect(each.jdbcUrl(), properties())) {
        if (statements.isEmpty()) {
          return shell(each, cluster);
        }
        new SqlRunner(connection, out).run(statements.get());
        return 0;
      } catch (SQLException e) {
        // 08 is the class of failed connections: with others to ask, this one is not worth a
        // message.
        boolean unreachable = e.getSQLState() != null && e.getSQLState().startsWith("08");
        if (!unreachable || each.equals(candidates.getLast())) {
          throw e;
        }
      }
    }
    throw new ClusterException("no mini-tidb runs; ./mini-cluster status shows the nodes");
  }

  /// Returns what to run: the option's value, or else what is piped in. Empty when a person sits at
  /// a terminal.
  private Optional<String> statements() throws IOException {
    if (text != null) {
      return Optional.of(text);
    }
    return Objects.requireNonNull(System.console()).isTerminal()
        ? Optional.empty()
        : Optional.of(new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
  }

  private static List<Node> running(LocalCluster cluster) {
    return cluster.alive().stream().filter(node -> node.kind() == NodeKind.TIDB).toList();
  }

  private static Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("connectTimeout", "5000");
    return properties;
  }

  private static int shell(Node node, LocalCluster cluster) throws IOException {
    // sqlline keeps its history and its settings there.
    System.setProperty("x.sqlline.basedir", cluster.dir().path().resolve("sqlline").toString());
    String[] arguments = {
      "-u", node.jdbcUrl(), "-n", "root", "-p", "", "-d", Driver.class.getName(), "--prompt=sql> "
    };
    return new SqlLine().begin(arguments, null, true) == SqlLine.Status.OK ? 0 : 1;
  }
}
