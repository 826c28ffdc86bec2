package io.minitidb.integration.command;

import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.Node;
import io.minitidb.integration.cluster.Shape;
import io.minitidb.node.NodeKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.mariadb.jdbc.Driver;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `train`: what `./mini-cluster` does once after a build. It runs one node of each kind for a
/// short while; the environment variable `MINI_AOT_DIR`, which the nodes inherit, has their JVMs
/// record which classes and methods that took.
@Command(
    name = "train",
    hidden = true,
    description = "Record a short run of each server, for faster starts.")
public final class TrainCommand implements Runnable {
  /// The JVM writes its cache when it ends; that takes it some seconds, and all of them share the
  /// processors.
  private static final Duration WRITING = Duration.ofMinutes(2);

  private static final int ROUNDS = 30;

  @Mixin private ClusterOptions options = new ClusterOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    LocalCluster cluster = options.cluster(out);
    cluster.planAnywhere(Shape.of(1, 1, 1, 0));
    try (StopOnExit _ = new StopOnExit(cluster, out)) {
      try {
        cluster.start();
        cluster.nodes(NodeKind.TIDB).forEach(TrainCommand::query);
      } finally {
        cluster.stop(WRITING);
      }
    }
  }

  private static void query(Node tidb) {
    List<String> statements = statements();
    for (int round = 0; round < ROUNDS; round++) {
      try (Connection connection = new Driver().connect(tidb.jdbcUrl(), new Properties());
          Statement statement = connection.createStatement()) {
        for (String text : statements) {
          run(statement, text);
        }
      } catch (SQLException e) {
        throw new IllegalStateException("lost the connection to " + tidb.name(), e);
      }
    }
  }

  /// Some of the statements are wrong on purpose: errors load classes too.
  private static void run(Statement statement, String text) {
    try {
      statement.execute(text);
    } catch (SQLException e) {
      if (e.getErrorCode() == 0) {
        throw new IllegalStateException(text, e);
      }
    }
  }

  private static List<String> statements() {
    try (InputStream in =
        Objects.requireNonNull(TrainCommand.class.getResourceAsStream("train.sql"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("--"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
