package io.minitidb.integration.cluster;

import io.minitidb.node.NodeKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Properties;
import org.mariadb.jdbc.Driver;

/// Questions to a node whose answer shows that it works.
final class Readiness {
  private static final Duration LIMIT = Duration.ofMillis(2500);

  private Readiness() {}

  /// Returns whether `node` does what it is there for: a mini-pd knows the leader, a mini-tidb answers SQL.
  static boolean ready(Node node) {
    return switch (node.kind()) {
      case PD -> Http.answers(node.address(), "/pd/api/v1/leader", LIMIT);
      case TIKV -> answers(node);
      case TIDB -> answers(node) && count(node, "select 1").orElse(0) == 1;
    };
  }

  /// Returns whether the process of `node` answers at all.
  static boolean answers(Node node) {
    String path = node.kind() == NodeKind.PD ? "/pd_member/api/v1/ping" : "/status";
    return Http.answers(node.statusAddress(), path, LIMIT);
  }

  /// Returns whether a query through the mini-tidb `node` has rows of `nodes` nodes.
  static boolean sees(Node node, int nodes) {
    return count(node, "select count(*) from information_schema.cluster_node_infos").orElse(0) == nodes;
  }

  private static OptionalInt count(Node node, String query) {
    try (Connection connection = new Driver().connect(node.jdbcUrl(), options());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? OptionalInt.of(rows.getInt(1)) : OptionalInt.empty();
    } catch (SQLException e) {
      return OptionalInt.empty();
    }
  }

  private static Properties options() {
    Properties options = new Properties();
    options.setProperty("connectTimeout", Long.toString(LIMIT.toMillis()));
    options.setProperty("socketTimeout", Long.toString(2 * LIMIT.toMillis()));
    return options;
  }
}
