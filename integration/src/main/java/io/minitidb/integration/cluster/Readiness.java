package io.minitidb.integration.cluster;

import io.minitidb.node.NodeKind;
import io.minitidb.tls.Security;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.mariadb.jdbc.Driver;

/// Questions to a node whose answer shows that it works. Each returns what is missing, or empty
/// when all is well.
///
/// @param security how the launcher shows itself to the nodes
record Readiness(Security security) {
  private static final Duration LIMIT = Duration.ofMillis(2500);

  /// Asks whether `node` does what it is there for: a mini-pd knows the leader, a mini-tidb answers
  /// SQL.
  Optional<String> ready(Node node) {
    return switch (node.kind()) {
      case PD -> get(node, "/pd/api/v1/leader");
      case TIKV -> answers(node);
      case TIDB -> answers(node).or(() -> query(node, "select 1", 1));
    };
  }

  /// Asks whether the process of `node` answers at all.
  Optional<String> answers(Node node) {
    return get(node, node.kind() == NodeKind.PD ? "/pd_member/api/v1/ping" : "/status");
  }

  /// Asks whether a query through the mini-tidb `node` has rows of `nodes` nodes.
  Optional<String> sees(Node node, int nodes) {
    return query(node, "select count(*) from information_schema.cluster_node_infos", nodes);
  }

  private Optional<String> get(Node node, String path) {
    try {
      Http.Answer answer = Http.call(security, "GET", node.statusAddress(), path, LIMIT);
      return answer.ok()
          ? Optional.empty()
          : Optional.of(path + " answers " + answer.status() + " " + answer.body().strip());
    } catch (IOException e) {
      return Optional.of(path + " does not answer: " + e.getMessage());
    }
  }

  private static Optional<String> query(Node node, String query, int expected) {
    try (Connection connection = new Driver().connect(node.jdbcUrl(), options());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      int actual = rows.getInt(1);
      return actual == expected
          ? Optional.empty()
          : Optional.of(query + " gives " + actual + " instead of " + expected);
    } catch (SQLException e) {
      return Optional.of(query + " fails: " + e.getMessage());
    }
  }

  private static Properties options() {
    Properties options = new Properties();
    options.setProperty("connectTimeout", Long.toString(LIMIT.toMillis()));
    options.setProperty("socketTimeout", Long.toString(2 * LIMIT.toMillis()));
    return options;
  }
}
