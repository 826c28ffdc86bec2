package io.minitidb.tidb.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.tidb.TestCluster;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the drivers ask about the catalog, in their own words.
@SuppressWarnings("NullAway.Init")
class MetadataTest {
  private static final String DATABASE = "information_schema";
  private static TestCluster cluster;

  /// A call of DatabaseMetaData that answers rows.
  private interface Call {
    ResultSet of(DatabaseMetaData meta) throws SQLException;
  }

  @BeforeAll
  static void start() throws IOException {
    cluster = new TestCluster();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  /// @param driver as a JDBC URL names it, with options behind `?`
  private static Connection connect(String driver) throws SQLException {
    String[] parts = driver.split("\\?");
    return DriverManager.getConnection(
        "jdbc:%s://127.0.0.1:%d/%s?user=root%s"
            .formatted(parts[0], cluster.port(), DATABASE, parts.length > 1 ? "&" + parts[1] : ""));
  }

  private static List<List<String>> rows(ResultSet rows, String... columns) throws SQLException {
    List<List<String>> all = new ArrayList<>();
    try (rows) {
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (String column : columns) {
          row.add(String.valueOf(rows.getString(column)));
        }
        all.add(row);
      }
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb", "mysql?useInformationSchema=false"})
  void databasesAreCatalogs(String driver) throws SQLException {
    try (Connection connection = connect(driver)) {
      DatabaseMetaData meta = connection.getMetaData();
      assertThat(rows(meta.getCatalogs(), "TABLE_CAT"))
          .contains(List.of(DATABASE), List.of("performance_schema"));
      assertThat(rows(meta.getSchemas(), "TABLE_SCHEM")).isEmpty();
      assertThat(meta.getUserName()).startsWith("root");
      assertThat(connection.getCatalog()).isEqualTo(DATABASE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb", "mysql?useInformationSchema=false"})
  void tablesAreSystemViews(String driver) throws SQLException {
    try (Connection connection = connect(driver)) {
      DatabaseMetaData meta = connection.getMetaData();
      List<List<String>> found =
          rows(meta.getTables(DATABASE, null, "cluster%", null), "TABLE_NAME", "TABLE_TYPE");
      assertThat(found)
          .extracting(List::getFirst)
          .contains("cluster_info", "cluster_config", "cluster_processlist");
      assertThat(found).extracting(List::getLast).containsOnly("SYSTEM VIEW");
      assertThat(
              rows(meta.getTables(DATABASE, null, "%", new String[] {"SYSTEM VIEW"}), "TABLE_NAME"))
          .hasSizeGreaterThan(30);
      assertThat(rows(meta.getTables(DATABASE, null, "%", new String[] {"TABLE"}), "TABLE_NAME"))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb", "mysql?useInformationSchema=false"})
  void columnsHaveTheirTypes(String driver) throws SQLException {
    Map<String, List<Integer>> types = new LinkedHashMap<>();
    try (Connection connection = connect(driver);
        ResultSet rows = connection.getMetaData().getColumns(DATABASE, null, "processlist", null)) {
      while (rows.next()) {
        types.put(
            rows.getString("COLUMN_NAME"),
            List.of(
                rows.getInt("DATA_TYPE"),
                rows.getInt("NULLABLE"),
                rows.getInt("ORDINAL_POSITION")));
      }
    }
    assertThat(types)
        .containsEntry("ID", List.of(Types.BIGINT, DatabaseMetaData.columnNoNulls, 1))
        .containsEntry("USER", List.of(Types.VARCHAR, DatabaseMetaData.columnNoNulls, 2))
        .containsEntry("DB", List.of(Types.VARCHAR, DatabaseMetaData.columnNullable, 4))
        .containsEntry("TIME", List.of(Types.INTEGER, DatabaseMetaData.columnNoNulls, 6))
        .containsEntry("INFO", List.of(Types.LONGVARCHAR, DatabaseMetaData.columnNullable, 8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void columnPatternsAreMatched(String driver) throws SQLException {
    try (Connection connection = connect(driver)) {
      DatabaseMetaData meta = connection.getMetaData();
      assertThat(
              rows(
                  meta.getColumns(DATABASE, null, "cluster_conf%", "K%"),
                  "TABLE_NAME",
                  "COLUMN_NAME",
                  "TYPE_NAME",
                  "IS_NULLABLE"))
          .containsExactly(
              List.of("cluster_config", "KEY", "VARCHAR", "YES"),
              List.of("cluster_config_history", "KEY", "VARCHAR", "YES"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb", "mysql?useInformationSchema=false"})
  void whatIsNotThereIsEmpty(String driver) throws SQLException {
    Map<String, Call> calls = new LinkedHashMap<>();
    calls.put("primary keys", meta -> meta.getPrimaryKeys(DATABASE, null, "tables"));
    calls.put("index info", meta -> meta.getIndexInfo(DATABASE, null, "tables", false, true));
    calls.put("imported keys", meta -> meta.getImportedKeys(DATABASE, null, "tables"));
    calls.put("exported keys", meta -> meta.getExportedKeys(DATABASE, null, "tables"));
    calls.put(
        "cross reference",
        meta -> meta.getCrossReference(DATABASE, null, "tables", DATABASE, null, "columns"));
    calls.put("best row", meta -> meta.getBestRowIdentifier(DATABASE, null, "tables", 0, true));
    calls.put("version columns", meta -> meta.getVersionColumns(DATABASE, null, "tables"));
    calls.put("procedures", meta -> meta.getProcedures(DATABASE, null, "%"));
    calls.put("procedure columns", meta -> meta.getProcedureColumns(DATABASE, null, "%", "%"));
    calls.put("functions", meta -> meta.getFunctions(DATABASE, null, "%"));
    calls.put("function columns", meta -> meta.getFunctionColumns(DATABASE, null, "%", "%"));
    if (!driver.contains("=false")) { // or Connector/J reads mysql.tables_priv
      calls.put("table privileges", meta -> meta.getTablePrivileges(DATABASE, null, "%"));
      calls.put(
          "column privileges", meta -> meta.getColumnPrivileges(DATABASE, null, "tables", "%"));
    }
    calls.put("super tables", meta -> meta.getSuperTables(DATABASE, null, "%"));
    calls.put("attributes", meta -> meta.getAttributes(DATABASE, null, "%", "%"));
    try (Connection connection = connect(driver)) {
      for (Map.Entry<String, Call> call : calls.entrySet()) {
        try (ResultSet rows = call.getValue().of(connection.getMetaData())) {
          assertThat(rows.next()).as(call.getKey()).isFalse();
        } catch (SQLException e) {
          throw new AssertionError(call.getKey() + ": " + e.getMessage(), e);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void factsOfTheServerAreAnswered(String driver) throws SQLException {
    try (Connection connection = connect(driver)) {
      DatabaseMetaData meta = connection.getMetaData();
      assertThat(rows(meta.getTypeInfo(), "TYPE_NAME")).contains(List.of("BIGINT"));
      assertThat(rows(meta.getTableTypes(), "TABLE_TYPE")).contains(List.of("SYSTEM VIEW"));
      assertThat(meta.getSQLKeywords()).contains("STRAIGHT_JOIN");
      assertThat(meta.getDatabaseProductVersion()).startsWith("8.0.11-TiDB-");
      assertThat(meta.isReadOnly()).isFalse();
      assertThat(rows(meta.getClientInfoProperties(), "NAME")).isNotNull();
    }
  }
}
