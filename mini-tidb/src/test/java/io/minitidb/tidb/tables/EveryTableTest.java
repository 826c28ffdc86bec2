package io.minitidb.tidb.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.tidb.TestCluster;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every table that is expected is there, with the columns, types and order that are expected
/// (tidb#59245: columns of a table were shifted by one).
class EveryTableTest {
  private static TestCluster cluster;

  @BeforeAll
  static void start() throws IOException {
    cluster = new TestCluster();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @TestFactory
  Stream<DynamicTest> hasTheColumnsOfTheOriginal() throws IOException {
    return ExpectedTables.read().entrySet().stream()
        .map(table -> DynamicTest.dynamicTest(table.getKey(), () -> check(table)));
  }

  private static void check(Map.Entry<String, List<String>> expected) throws SQLException {
    try (Connection connection = cluster.connect();
        Statement statement = connection.createStatement()) {
      List<String> columns = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery("desc " + expected.getKey())) {
        while (rows.next()) {
          String nullable = rows.getString("Null").equals("YES") ? "" : " NOT NULL";
          columns.add(rows.getString("Field") + " " + rows.getString("Type") + nullable);
        }
      }
      assertThat(columns).isEqualTo(expected.getValue());
    }
  }

  @Test
  void everyTableCanBeReadWhole() throws SQLException {
    try (Connection connection = cluster.connect();
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet rows =
          statement.executeQuery("select concat(table_schema, '.', table_name) from tables")) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      assertThat(tables).hasSizeGreaterThan(50);
      statement.execute("set tidb_profile_seconds = 1");
      for (String table : tables) {
        try (ResultSet rows = statement.executeQuery("select * from " + table)) {
          int columns = rows.getMetaData().getColumnCount();
          while (rows.next()) {
            assertThat(columns).isPositive();
          }
        }
      }
    }
  }
}
