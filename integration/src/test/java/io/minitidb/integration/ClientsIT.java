package io.minitidb.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.Node;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// JDBC drivers, unchanged and with their own defaults, and with what people often set.
@ExtendWith(ClusterExtension.class)
class ClientsIT {
  private static final String QUERY =
      "select id from information_schema.cluster_node_infos where node_type = 'pd' order by id";

  private final Node tidb;

  ClientsIT(LocalCluster cluster) {
    this.tidb = cluster.node("tidb-0");
  }

  private Connection connect(String url) throws SQLException {
    return Drivers.connect(
        url.replace("//", "//" + tidb.address() + "/information_schema?user=root"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mariadb://",
        "jdbc:mariadb://&autocommit=false&connectionCollation=utf8mb4_unicode_ci",
        "jdbc:mariadb://&useServerPrepStmts=true&connectionTimeZone=Europe/Helsinki&forceConnectionTimeZoneToSession=true",
        "jdbc:mysql://",
        "jdbc:mysql://&sessionVariables=sql_mode='',max_execution_time=60000&connectionTimeZone=Asia/Tokyo&forceConnectionTimeZoneToSession=true",
        "jdbc:mysql://&detectCustomCollations=true&useServerPrepStmts=true&cachePrepStmts=true",
        "jdbc:mysql://&useLocalSessionState=true&rewriteBatchedStatements=true&characterSetResults=utf8",
        "old:jdbc:mysql://",
        "old:jdbc:mysql://&useServerPrepStmts=true&connectionCollation=utf8mb4_0900_ai_ci"
      })
  void aDriverDoesItsEverydayWork(String url) throws SQLException {
    try (Connection connection = connect(url)) {
      assertThat(connection.isValid(5)).isTrue();
      assertThat(connection.getMetaData().getDatabaseProductVersion()).contains("TiDB");
      assertThat(new Sql(connection).column(QUERY)).containsExactly("pd-0", "pd-1", "pd-2");
      assertThat(new Sql(connection).column("select database()"))
          .containsExactly("information_schema");
      transactions(connection);
      limits(connection);
      values(connection);
    }
  }

  private static void transactions(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    assertThat(new Sql(connection).column("select @@autocommit, 1")).containsExactly("0");
    connection.setReadOnly(true);
    assertThat(new Sql(connection).column("select @@transaction_read_only, 1"))
        .containsExactly("1");
    connection.setReadOnly(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    assertThat(connection.getTransactionIsolation())
        .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
    new Sql(connection).column("select 1");
    connection.rollback(connection.setSavepoint("here"));
    connection.commit();
    connection.rollback();
    connection.setAutoCommit(true);
    assertThat(connection.getAutoCommit()).isTrue();
    connection.setCatalog("performance_schema");
    assertThat(connection.getCatalog()).isEqualTo("performance_schema");
    connection.setCatalog("information_schema");
  }

  private static void limits(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setMaxRows(2);
      try (ResultSet rows = statement.executeQuery("select table_name from tables")) {
        assertThat(count(rows)).isEqualTo(2);
      }
      statement.setMaxRows(0);
      try (ResultSet rows = statement.executeQuery("select table_name from tables")) {
        assertThat(count(rows)).isGreaterThan(50);
      }
      statement.executeQuery("select 1/0").close();
      assertThat(statement.getWarnings().getErrorCode()).isEqualTo(1365);
    }
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      assertThatThrownBy(() -> statement.executeQuery("select sleep(100) from columns"))
          .isInstanceOf(SQLTimeoutException.class);
    }
    assertThat(connection.isValid(5)).isTrue();
  }

  private static int count(ResultSet rows) throws SQLException {
    int count = 0;
    while (rows.next()) {
      count++;
    }
    return count;
  }

  private static void values(Connection connection) throws SQLException {
    String text = "it's \\ \"x\" ä😀 %_";
    try (PreparedStatement statement =
        connection.prepareStatement("select ?, ? + 1, ?, cast(? as decimal(10, 3)), ?")) {
      for (int round : IntStream.range(0, 3).toArray()) {
        statement.setString(1, text);
        statement.setLong(2, round);
        statement.setNull(3, java.sql.Types.VARCHAR);
        statement.setBigDecimal(4, new BigDecimal("1.250"));
        statement.setBoolean(5, true);
        try (ResultSet rows = statement.executeQuery()) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getString(1)).isEqualTo(text);
          assertThat(rows.getLong(2)).isEqualTo(round + 1);
          assertThat(rows.getString(3)).isNull();
          assertThat(rows.getBigDecimal(4)).isEqualByComparingTo("1.25");
          assertThat(rows.getBoolean(5)).isTrue();
        }
      }
    }
  }
}
