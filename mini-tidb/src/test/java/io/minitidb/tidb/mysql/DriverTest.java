package io.minitidb.tidb.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.tidb.TestCluster;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init")
class DriverTest {
  private static TestCluster cluster;

  @BeforeAll
  static void start() throws IOException {
    cluster = new TestCluster();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static Connection connect(String driver, String options) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:"
            + driver
            + "://127.0.0.1:"
            + cluster.port()
            + "/information_schema?user=root"
            + options);
  }

  private static PreparedStatement prepared(Connection connection, String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setLong(1, 0);
    return statement;
  }

  private static String origin(ResultSetMetaData columns, int column) throws SQLException {
    return "%s.%s.%s as %s"
        .formatted(
            columns.getCatalogName(column),
            columns.getTableName(column),
            columns.getColumnName(column),
            columns.getColumnLabel(column));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&useServerPrepStmts=true"})
  void columnsSayWhatTheyShow(String options) throws SQLException {
    try (Connection connection = connect("mysql", options);
        PreparedStatement statement =
            prepared(
                connection,
                "select p.id, command as u, upper(p.user), n.cpu, t.one, mysql.user.host"
                    + " from processlist p, node_info n, (select 1 one, db from processlist) t,"
                    + " mysql.user where p.id > ? order by p.host, n.id");
        ResultSet rows = statement.executeQuery()) {
      ResultSetMetaData columns = rows.getMetaData();
      assertThat(origin(columns, 1))
          .isEqualToIgnoringCase("information_schema.processlist.id as id");
      assertThat(origin(columns, 2))
          .isEqualToIgnoringCase("information_schema.processlist.command as u");
      assertThat(columns.getTableName(3)).isEmpty();
      assertThat(origin(columns, 4))
          .isEqualToIgnoringCase("information_schema.node_info.cpu as cpu");
      assertThat(columns.getColumnLabel(5)).isEqualTo("one");
      assertThat(origin(columns, 6)).isEqualToIgnoringCase("mysql.user.host as host");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void columnsSayWhetherTheyMayBeNull(String driver) throws SQLException {
    try (Connection connection = connect(driver, "");
        Statement statement = connection.createStatement()) {
      assertThat(nullable(statement, "select id, db, id + 1 from processlist"))
          .containsExactly(false, true, true);
      assertThat(
              nullable(
                  statement,
                  "select a.id, b.id, a.db from processlist a left join processlist b on a.id < b.id"))
          .containsExactly(false, true, true);
      assertThat(
              nullable(
                  statement,
                  "select a.user, b.id from processlist a right join processlist b on 1 = 0"))
          .containsExactly(true, false);
      assertThat(
              nullable(
                  statement, "select user, host from processlist group by user, host with rollup"))
          .containsExactly(true, true);
      assertThat(
              nullable(statement, "select (select id from processlist where 1 = 0) from engines"))
          .containsExactly(true);
      assertThat(nullable(statement, "select id from processlist union select db from processlist"))
          .containsExactly(true);
    }
  }

  private static List<Boolean> nullable(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      ResultSetMetaData columns = rows.getMetaData();
      List<Boolean> nullable = new ArrayList<>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        nullable.add(columns.isNullable(i) == ResultSetMetaData.columnNullable);
      }
      return nullable;
    }
  }

  /// The table's name in the statement, by which MariaDB's driver finds a column.
  @Test
  void anAliasIsTold() throws SQLException {
    try (Connection connection = connect("mariadb", "");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select a.engine, b.table_name from engines a, tables b where b.table_name = 'ENGINES'")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString("a.engine")).isNotEmpty();
      assertThat(rows.getString("b.table_name")).isEqualToIgnoringCase("engines");
      assertThat(rows.getMetaData().getTableName(1)).isIn("a", "ENGINES", "engines");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void connectsQueriesAndSurvivesAnError(String driver) throws SQLException {
    try (Connection connection = connect(driver, "");
        Statement statement = connection.createStatement()) {
      assertThat(connection.isValid(1)).isTrue();
      assertThatThrownBy(() -> statement.executeQuery("select * from nothing"))
          .isInstanceOfSatisfying(
              SQLException.class,
              e -> {
                assertThat(e.getErrorCode()).isEqualTo(1146);
                assertThat(e.getSQLState()).isEqualTo("42S02");
              });
      try (ResultSet rows = statement.executeQuery("select id, cpu, net, now() from node_info")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString("id")).isEqualTo("tidb1");
        assertThat(rows.getDouble("cpu")).isEqualTo(0.1);
        assertThat(rows.getLong("net")).isEqualTo(3);
        assertThat(rows.getTimestamp(4)).isNotNull();
        assertThat(rows.getMetaData().getColumnTypeName(3)).contains("BIGINT").contains("UNSIGNED");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void aResultLargerThanOneBatchArrivesWhole(String driver) throws SQLException {
    String wide = "(select * from columns where table_name in ('files', 'routines', 'columns'))";
    String pairs = " from " + wide + " a join " + wide + " b on a.table_schema = b.table_schema";
    try (Connection connection = connect(driver, "");
        Statement statement = connection.createStatement()) {
      long columns;
      try (ResultSet rows = statement.executeQuery("select count(*) from " + wide + " a")) {
        rows.next();
        columns = rows.getLong(1);
      }
      try (ResultSet rows =
          statement.executeQuery("select count(*), max(a.ordinal_position)" + pairs)) {
        rows.next();
        assertThat(rows.getLong(1)).isEqualTo(columns * columns).isGreaterThan(8 * 1024);
      }
      try (ResultSet rows = statement.executeQuery("select a.column_name" + pairs)) {
        long count = 0;
        while (rows.next()) {
          count++;
        }
        assertThat(count).isEqualTo(columns * columns);
      }
    }
  }

  @Test
  void aWrongUserOrPasswordIsRefusedInMysqlsWords() {
    assertThatThrownBy(() -> connect("mariadb", "&password=secret"))
        .hasMessageContaining("Access denied for user 'root'@'127.0.0.1' (using password: YES)");
    assertThatThrownBy(() ->
            DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:" + cluster.port() + "/?user=nobody"))
        .hasMessageContaining("Access denied for user 'nobody'");
    assertThatThrownBy(() ->
            DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:" + cluster.port() + "/nowhere?user=root"))
        .hasMessageContaining("Unknown database 'nowhere'");
  }

  @Test
  void garbageIsRefusedAndOthersGoOn() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), cluster.port())) {
      InputStream in = socket.getInputStream();
      assertThat(in.read()).isPositive();
      socket.getOutputStream().write(new byte[] {3, 0, 0, 1, 1, 2, 3});
      socket.shutdownOutput();
      assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
          .contains("Bad handshake");
    }
    try (Connection connection = connect("mariadb", "")) {
      assertThat(connection.isValid(1)).isTrue();
    }
  }

  @Test
  void theProcessListShowsTheStatementThatAsks() throws SQLException {
    try (Connection connection = connect("mariadb", "");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select info, command, db from cluster_processlist where id = connection_id()")) {
      rows.next();
      assertThat(rows.getString(1)).startsWith("select info, command, db");
      assertThat(rows.getString(2)).isEqualTo("Query");
      assertThat(rows.getString(3)).isEqualTo("information_schema");
    }
  }
}
