package io.minitidb.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every query of the dashboard in `docs`, with its macros written out as Grafana does.
@ExtendWith(ClusterExtension.class)
class GrafanaIT {
  private static final Path DASHBOARD = Path.of("../docs/grafana-dashboard.json");
  private static final Set<Integer> TIMES =
      Set.of(Types.BIGINT, Types.DOUBLE, Types.TIMESTAMP, Types.DATE);

  private final Node tidb;

  GrafanaIT(LocalCluster cluster) {
    this.tidb = cluster.node("tidb-0");
  }

  private record Query(String title, String sql, boolean series) {}

  private static Stream<JsonNode> each(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static List<Query> queries() throws IOException {
    JsonNode dashboard = new JsonMapper().readTree(DASHBOARD.toFile());
    Stream<Query> panels =
        each(dashboard.get("panels"))
            .flatMap(panel ->
                each(panel.get("targets"))
                    .map(target ->
                        new Query(
                            panel.get("title").asString(),
                            target.get("rawSql").asString(),
                            target.get("format").asString().equals("time_series"))));
    Stream<Query> annotations =
        each(dashboard.get("annotations").get("list"))
            .map(each ->
                new Query(each.get("name").asString(), each.get("rawQuery").asString(), true));
    Stream<Query> variables =
        each(dashboard.get("templating").get("list"))
            .filter(each -> each.get("type").asString().equals("query"))
            .map(each ->
                new Query(each.get("name").asString(), each.get("query").asString(), false));
    return Stream.of(panels, annotations, variables).flatMap(all -> all).toList();
  }

  /// The last hour, in steps of a minute, and all kinds of nodes.
  private static String withoutMacros(String sql) {
    long now = Instant.now().getEpochSecond();
    return sql.replaceAll(
            "\\$__timeGroupAlias\\(([^,]+), \\$__interval\\)",
            "UNIX_TIMESTAMP($1) DIV 60 * 60 AS \"time\"")
        .replaceAll(
            "\\$__timeFilter\\(([^)]+)\\)",
            "$1 BETWEEN FROM_UNIXTIME(" + (now - 3600) + ") AND FROM_UNIXTIME(" + now + ")")
        .replace("$kind", "'pd','tidb','tikv'");
  }

  @TestFactory
  Stream<DynamicTest> everyQueryIsAnswered() throws IOException {
    List<Query> queries = queries();
    assertThat(queries).hasSizeGreaterThan(12);
    return queries.stream()
        .map(query -> DynamicTest.dynamicTest(query.title(), () -> answers(query)));
  }

  private void answers(Query query) throws SQLException {
    String sql = withoutMacros(query.sql());
    assertThat(sql).doesNotContain("$");
    try (Connection connection =
            Drivers.connect("jdbc:mysql://" + tidb.address() + "/information_schema?user=root");
        Statement statement = connection.createStatement()) {
      statement.execute("set tidb_cluster_strict = on, time_zone = 'UTC'");
      try (ResultSet rows = statement.executeQuery(sql)) {
        if (query.series()) {
          assertThat(rows.getMetaData().getColumnLabel(1)).isEqualTo("time");
          assertThat(rows.getMetaData().getColumnType(1)).isIn(TIMES);
        }
        while (rows.next()) {
          assertThat(rows.getObject(1)).isNotNull();
        }
      }
    }
  }
}
