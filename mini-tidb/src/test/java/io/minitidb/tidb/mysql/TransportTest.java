package io.minitidb.tidb.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.tidb.TestCluster;
import io.minitidb.tidb.sql.UserSession;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What drivers only do when their options say so: compression, large packets, cursors, several
/// statements in one, tracking.
@SuppressWarnings("NullAway.Init")
class TransportTest {
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
        "jdbc:%s://127.0.0.1:%d/information_schema?user=root%s"
            .formatted(driver, cluster.port(), options));
  }

  @ParameterizedTest
  @CsvSource({
    "mysql, ''",
    "mysql, &useCompression=true",
    "mariadb, ''",
    "mariadb, &useCompression=true"
  })
  void packetsBeyond16MibGoBothWays(String driver, String options) throws SQLException {
    String text = "abcdefgh".repeat((17 << 20) / 8);
    try (Connection connection = connect(driver, options + "&maxAllowedPacket=67108864");
        PreparedStatement statement = connection.prepareStatement("select ?, length(?)")) {
      statement.setString(1, text);
      statement.setString(2, "x");
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1).equals(text)).isTrue();
        assertThat(rows.getInt(2)).isOne();
      }
      assertThat(new UserSession(connection).run("select 1")).containsExactly("1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void smallAndLargeAnswersComeCompressed(String driver) throws SQLException {
    String options =
        driver.equals("mysql")
            ? "&useCompression=true"
            : "&useCompression=true&allowMultiQueries=true";
    try (UserSession session = new UserSession(connect(driver, options))) {
      for (int i = 0; i < 20; i++) {
        assertThat(session.run("select " + i)).containsExactly(Integer.toString(i));
      }
      assertThat(session.run("select table_name from columns")).hasSizeGreaterThan(1000);
      assertThat(session.error("select nix")).startsWith("1054 ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void rowsComeByCursor(String driver) throws SQLException {
    try (Connection connection =
            connect(
                driver,
                driver.equals("mysql") ? "&useCursorFetch=true" : "&useServerPrepStmts=true");
        PreparedStatement statement =
            connection.prepareStatement("select ordinal_position from columns where 1 = ?")) {
      statement.setFetchSize(100);
      for (int round = 0; round < 2; round++) {
        statement.setInt(1, 1);
        int count = 0;
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            assertThat(rows.getInt(1)).isPositive();
            count++;
          }
        }
        assertThat(count).isGreaterThan(1000);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void severalStatementsGiveSeveralResults(String driver) throws SQLException {
    try (Connection connection = connect(driver, "&allowMultiQueries=true");
        Statement statement = connection.createStatement()) {
      assertThat(statement.execute("select 1; set @x = 2; select @x")).isTrue();
      assertThat(statement.getMoreResults()).isFalse();
      assertThat(statement.getUpdateCount()).isZero();
      assertThat(statement.getMoreResults()).isTrue();
      try (ResultSet rows = statement.getResultSet()) {
        rows.next();
        assertThat(rows.getInt(1)).isEqualTo(2);
      }
      assertThat(statement.getMoreResults()).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void theClientKnowsItsDatabase(String driver) throws SQLException {
    try (Connection connection = connect(driver, "")) {
      new UserSession(connection).run("use mysql");
      assertThat(new UserSession(connection).run("select database()")).containsExactly("mysql");
      if (driver.equals("mariadb")) { // MySQL's looks at the statements it sends
        assertThat(connection.getCatalog()).isEqualTo("mysql");
      }
      connection.setCatalog("information_schema");
      assertThat(connection.getCatalog()).isEqualTo("information_schema");
    }
  }

  @ParameterizedTest
  @CsvSource({"mysql, MySQL Connector/J", "mariadb, MariaDB Connector/J"})
  void whatTheClientSaysOfItselfIsATable(String driver, String name) throws SQLException {
    try (UserSession session = new UserSession(connect(driver, ""))) {
      for (String table : new String[] {"session_connect_attrs", "session_account_connect_attrs"}) {
        assertThat(
                session.run(
                    "select attr_value from performance_schema."
                        + table
                        + " where processlist_id = connection_id() and attr_name = '_client_name'"))
            .containsExactly(name);
      }
      assertThat(
              session.run(
                  "select count(*) = max(ordinal_position) + 1 from"
                      + " performance_schema.session_connect_attrs where processlist_id ="
                      + " connection_id()"))
          .containsExactly("1");
    }
  }
}
