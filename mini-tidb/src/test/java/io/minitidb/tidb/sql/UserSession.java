package io.minitidb.tidb.sql;

import io.minitidb.tidb.TestCluster;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// A connection of some user, for tests: rows as lines, errors as their code and message.
public record UserSession(Connection connection) implements AutoCloseable {

  /// Logs in by MariaDB Connector/J.
  public static UserSession login(TestCluster cluster, String user, String password)
      throws SQLException {
    return login(cluster, "mariadb", user, password);
  }

  /// @param driver `mariadb` or `mysql`
  public static UserSession login(TestCluster cluster, String driver, String user, String password)
      throws SQLException {
    return new UserSession(
        DriverManager.getConnection(
            "jdbc:" + driver + "://127.0.0.1:" + cluster.port() + "/information_schema",
            user,
            password));
  }

  /// Returns the rows, their values with ` | ` between; nothing for a statement without rows.
  public List<String> run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      List<String> lines = new ArrayList<>();
      if (!statement.execute(sql)) {
        return lines;
      }
      try (ResultSet rows = statement.getResultSet()) {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= columns; i++) {
            row.add(rows.getString(i));
          }
          lines.add(String.join(" | ", row));
        }
      }
      return lines;
    }
  }

  /// Returns `code message` of the error that a statement ends with, `none` without.
  public String error(String sql) {
    try {
      run(sql);
      return "none";
    } catch (SQLException e) {
      return e.getErrorCode()
          + " "
          + String.valueOf(e.getMessage()).replaceFirst("^\\(conn=\\d+\\) ", "");
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
