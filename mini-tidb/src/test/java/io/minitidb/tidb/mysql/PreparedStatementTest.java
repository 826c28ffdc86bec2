package io.minitidb.tidb.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.tidb.TestCluster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Prepared statements through the binary protocol of real drivers, and by PREPARE in SQL.
@SuppressWarnings("NullAway.Init")
class PreparedStatementTest {
  private static TestCluster cluster;

  @BeforeAll
  static void start() throws IOException {
    cluster = new TestCluster();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static Connection connect(String driver) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:"
            + driver
            + "://127.0.0.1:"
            + cluster.port()
            + "/information_schema?user=root&useServerPrepStmts=true");
  }

  private static String cell(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  /// As Perl's drivers ask.
  @Test
  void warningsAreThereForAPreparedStatementThatAsksForThem() throws SQLException {
    try (Connection connection = connect("mariadb");
        Statement wrong = connection.createStatement()) {
      for (String sql : new String[] {"show warnings", "show count(*) warnings"}) {
        wrong.execute("select 1 / 0");
        try (PreparedStatement statement = connection.prepareStatement(sql);
            ResultSet rows = statement.executeQuery()) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getString(1)).isEqualTo(sql.contains("count") ? "1" : "Warning");
        }
      }
      wrong.execute("select 1 / 0");
      try (PreparedStatement statement = connection.prepareStatement("select @@warning_count");
          ResultSet rows = statement.executeQuery()) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(1);
      }
      try (PreparedStatement other = connection.prepareStatement("select 1")) {
        other.execute();
      }
      assertThat(cell(connection, "select @@warning_count")).isEqualTo("0");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void everyTypeComesBackInBinary(String driver) throws SQLException {
    String sql =
        "select 1, -2, 18446744073709551615, 1.50, 0.5e0, 'é', null, cast('2026-01-02' as date),"
            + " cast('2026-01-02 03:04:05.678901' as datetime(6)), cast('-25:01:02.5' as time(1)),"
            + " json_object('a', 1), cast('2026-01-02' as datetime), repeat('x', 70000)";
    try (Connection connection = connect(driver);
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(1);
      assertThat(rows.getLong(2)).isEqualTo(-2);
      assertThat(rows.getBigDecimal(3)).isEqualByComparingTo("18446744073709551615");
      assertThat(rows.getBigDecimal(4)).isEqualTo(new BigDecimal("1.50"));
      assertThat(rows.getDouble(5)).isEqualTo(0.5);
      assertThat(rows.getString(6)).isEqualTo("é");
      assertThat(rows.getString(7)).isNull();
      assertThat(rows.getDate(8)).isEqualTo(Date.valueOf("2026-01-02"));
      assertThat(rows.getTimestamp(9)).isEqualTo(Timestamp.valueOf("2026-01-02 03:04:05.678901"));
      assertThat(rows.getString(10)).startsWith("-25:01:02.5");
      assertThat(rows.getString(11)).isEqualTo("{\"a\": 1}");
      assertThat(rows.getTimestamp(12)).isEqualTo(Timestamp.valueOf("2026-01-02 00:00:00"));
      assertThat(rows.getString(13)).hasSize(70000);
      assertThat(rows.next()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void everyTypeGoesThereInBinary(String driver) throws Exception {
    String sql = "select ?, ? + 0, ?, ?, ? * 2, ?, ?, ?, ?, ?, concat(?, '!')";
    try (Connection connection = connect(driver);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, -7);
      statement.setLong(2, Long.MIN_VALUE);
      statement.setBigDecimal(3, new BigDecimal("-12.340"));
      statement.setString(4, "it's \\ \"quoted\" ?");
      statement.setDouble(5, 1e-3);
      statement.setNull(6, Types.VARCHAR);
      statement.setDate(7, Date.valueOf("2026-01-02"));
      statement.setTimestamp(8, Timestamp.valueOf("2026-01-02 03:04:05.5"));
      statement.setBoolean(9, true);
      statement.setShort(10, (short) -300);
      statement.setBinaryStream(
          11, new ByteArrayInputStream("long".repeat(5000).getBytes(StandardCharsets.UTF_8)));
      for (int round = 0; round < 2; round++) {
        try (ResultSet rows = statement.executeQuery()) {
          rows.next();
          assertThat(rows.getInt(1)).isEqualTo(-7);
          assertThat(rows.getLong(2)).isEqualTo(Long.MIN_VALUE);
          assertThat(rows.getBigDecimal(3)).isEqualByComparingTo("-12.34");
          assertThat(rows.getString(4)).isEqualTo("it's \\ \"quoted\" ?");
          assertThat(rows.getDouble(5)).isEqualTo(2e-3);
          assertThat(rows.getString(6)).isNull();
          assertThat(rows.getString(7)).startsWith("2026-01-02");
          assertThat(rows.getString(8)).startsWith("2026-01-02 03:04:05.5");
          assertThat(rows.getInt(9)).isEqualTo(1);
          assertThat(rows.getInt(10)).isEqualTo(-300);
          assertThat(rows.getString(11)).isEqualTo("long".repeat(5000) + "!");
        }
        statement.setBinaryStream(
            11, new ByteArrayInputStream("long".repeat(5000).getBytes(StandardCharsets.UTF_8)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void valuesOfAConditionShareOnePlan(String driver) throws SQLException {
    String sql =
        "select column_name, ordinal_position + ? from columns"
            + " where table_name = ? and ordinal_position > ? order by ordinal_position limit ?";
    try (Connection connection = connect(driver);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      assertThat(statement.getParameterMetaData().getParameterCount()).isEqualTo(4);
      assertThat(statement.getMetaData().getColumnName(1)).isEqualToIgnoringCase("column_name");
      for (int from : new int[] {-1, 1, 2}) {
        statement.setInt(1, 100);
        statement.setString(2, "node_info");
        statement.setInt(3, from);
        statement.setInt(4, 1);
        try (ResultSet rows = statement.executeQuery()) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getInt(2)).isEqualTo(100 + Math.max(1, from + 1));
          assertThat(rows.next()).isFalse();
        }
      }
      assertThat(cell(connection, "select @@last_plan_from_cache")).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void whatIsWrongIsSaidWhenItIsPrepared(String driver) throws SQLException {
    try (Connection connection = connect(driver)) {
      assertThatThrownBy(
              () -> {
                try (PreparedStatement statement =
                    connection.prepareStatement("select x from nothing where y = ?")) {
                  statement.setInt(1, 1);
                  statement.executeQuery();
                }
              })
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1146));
      assertThat(cell(connection, "select 1")).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void otherStatementsTakeValuesToo(String driver) throws SQLException {
    try (Connection connection = connect(driver)) {
      try (PreparedStatement set =
          connection.prepareStatement("set @a = ?, max_execution_time = ?")) {
        set.setString(1, "a'b\\c");
        set.setInt(2, 4321);
        set.execute();
      }
      assertThat(cell(connection, "select @a")).isEqualTo("a'b\\c");
      assertThat(cell(connection, "select @@max_execution_time")).isEqualTo("4321");
      try (PreparedStatement show = connection.prepareStatement("show tables like ?")) {
        show.setString(1, "node\\_info");
        try (ResultSet rows = show.executeQuery()) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getString(1)).isEqualTo("node_info");
        }
      }
    }
  }

  /// Nothing is cut: the statement fails, and the next execution begins anew.
  @Test
  void valuesInPiecesThatAreTooLongFailTheStatement() throws SQLException {
    try (Connection connection = connect("mysql");
        PreparedStatement statement = connection.prepareStatement("select length(?), length(?)")) {
      byte[] half = new byte[40 << 20];
      Arrays.fill(half, (byte) 'x');
      statement.setBinaryStream(1, new ByteArrayInputStream(half));
      statement.setBinaryStream(2, new ByteArrayInputStream(half));
      assertThatThrownBy(statement::executeQuery)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1153));
      statement.setBinaryStream(1, new ByteArrayInputStream(new byte[] {'a', 'b'}));
      statement.setBinaryStream(2, new ByteArrayInputStream(new byte[] {'c'}));
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        assertThat(rows.getInt(1)).isEqualTo(2);
        assertThat(rows.getInt(2)).isEqualTo(1);
      }
    }
  }

  @Test
  void sqlPreparesByName() throws SQLException {
    try (Connection connection = connect("mariadb");
        Statement statement = connection.createStatement()) {
      statement.execute("prepare p from 'select ? + ?, ? limit ?'");
      statement.execute("set @a = 2, @b = -3.5, @c = 'text', @d = 1");
      try (ResultSet rows = statement.executeQuery("execute p using @a, @b, @c, @d")) {
        rows.next();
        assertThat(rows.getBigDecimal(1)).isEqualByComparingTo("-1.5");
        assertThat(rows.getString(2)).isEqualTo("text");
      }
      assertThatThrownBy(() -> statement.execute("execute p using @a"))
          .hasMessageContaining("Incorrect arguments to EXECUTE");
      statement.execute("deallocate prepare P");
      assertThatThrownBy(() -> statement.execute("execute p"))
          .hasMessageContaining("Unknown prepared statement handler (p) given to EXECUTE");
      assertThatThrownBy(() -> statement.execute("drop prepare p"))
          .hasMessageContaining("given to DEALLOCATE PREPARE");
      assertThatThrownBy(() -> statement.execute("prepare q from 'prepare r from ''select 1'''"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1295));
    }
  }
}
