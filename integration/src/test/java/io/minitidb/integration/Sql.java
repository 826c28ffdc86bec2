package io.minitidb.integration;

import io.minitidb.integration.cluster.LocalCluster;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A connection to a mini-tidb, for tests: answers as plain lists and maps.
final class Sql implements AutoCloseable {
  private final Connection connection;

  Sql(Connection connection) {
    this.connection = connection;
  }

  /// Connects to the mini-tidb `name` by MariaDB Connector/J, without a database.
  static Sql connect(LocalCluster cluster, String name) throws SQLException {
    return new Sql(DriverManager.getConnection(cluster.node(name).jdbcUrl()));
  }

  /// Connects to `tidb-0` and uses `information_schema`.
  static Sql connect(LocalCluster cluster) throws SQLException {
    Sql sql = connect(cluster, "tidb-0");
    sql.run("use information_schema");
    return sql;
  }

  void run(String statement) throws SQLException {
    try (Statement run = connection.createStatement()) {
      run.execute(statement);
    }
  }

  /// Returns the rows, each from column name to text; a null reads `null`.
  List<Map<String, String>> rows(String query) throws SQLException {
    try (Statement run = connection.createStatement();
        ResultSet answer = run.executeQuery(query)) {
      List<Map<String, String>> rows = new ArrayList<>();
      while (answer.next()) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 1; i <= answer.getMetaData().getColumnCount(); i++) {
          row.put(answer.getMetaData().getColumnLabel(i), String.valueOf(answer.getString(i)));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  /// Returns the first column.
  List<String> column(String query) throws SQLException {
    return rows(query).stream().map(row -> row.values().iterator().next()).toList();
  }

  /// Returns the messages of the warnings that the last statement left.
  List<String> warnings() throws SQLException {
    return rows("show warnings").stream().map(row -> row.getOrDefault("Message", "")).toList();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
