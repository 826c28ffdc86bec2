package io.minitidb.tidb.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.tidb.TestCluster;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Profiles by SQL that sample over time; what is there at once is in `profiles.txt`.
@SuppressWarnings("NullAway.Init")
class ProfileQueriesTest {
  private static final String CPU = "select * from performance_schema.tidb_profile_cpu";
  private static final String ALL_CPU = "select * from information_schema.cluster_profile";

  private TestCluster cluster;
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void start() throws Exception {
    cluster = new TestCluster();
    cluster.add(NodeKind.TIKV);
    cluster.add(NodeKind.PD);
    connection = cluster.connect();
    statement = connection.createStatement();
  }

  @AfterEach
  void stop() throws SQLException {
    connection.close();
    cluster.close();
  }

  private List<String> rows(String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i));
        }
        rows.add(String.join(" ", row));
      }
    }
    return rows;
  }

  @Test
  void everyNodeSamplesItselfAtTheSameTime() throws Exception {
    NodeInfo dead = cluster.addDead(NodeKind.TIKV);
    assertThat(
            rows(
                "select type, profile, seconds, function, percent_abs from cluster_profile"
                    + " where profile in ('cpu', 'allocs') and seconds = 1 and depth = 0"
                    + " order by type, profile"))
        .containsExactly(
            "pd allocs 1 root 100%",
            "pd cpu 1 root 100%",
            "tidb allocs 1 root 100%",
            "tidb cpu 1 root 100%",
            "tikv allocs 1 root 100%",
            "tikv cpu 1 root 100%");
    assertThat(rows("show warnings"))
        .singleElement()
        .asString()
        .contains(dead.instance(), "its rows are missing");
  }

  @Test
  void theSessionSaysHowLongThoseOfTidbTake() throws Exception {
    statement.execute("set tidb_profile_seconds = 1");
    assertThat(rows(CPU + " where depth = 0")).containsExactly("root 100% 100% 0 0 root");
    assertThat(rows("select function from performance_schema.tikv_profile_cpu where depth = 0"))
        .containsExactly("root");
    assertThat(rows("select distinct seconds, profile from cluster_profile"))
        .containsExactly("1 cpu");
    assertThat(rows("show warnings")).isEmpty();
  }

  @Test
  void theTimeOfTheStatementEndsAProfile() throws Exception {
    statement.execute("set tidb_profile_seconds = 60");
    statement.execute("set max_execution_time = 300");
    for (String query : List.of(CPU, ALL_CPU)) {
      assertThatThrownBy(() -> rows(query))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("maximum statement execution time exceeded");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {CPU, ALL_CPU})
  void killEndsAProfile(String query) throws Exception {
    statement.execute("set tidb_profile_seconds = 60");
    long id;
    try (ResultSet own = statement.executeQuery("select connection_id()")) {
      own.next();
      id = own.getLong(1);
    }
    Thread killer =
        Thread.startVirtualThread(() -> {
          try (Connection other = cluster.connect();
              Statement kill = other.createStatement()) {
            await()
                .until(() -> {
                  try (ResultSet running =
                      kill.executeQuery(
                          "select 1 from processlist where info like '%profile%' and id = " + id)) {
                    return running.next();
                  }
                });
            kill.execute("kill query " + id);
          } catch (SQLException e) {
            throw new AssertionError(e);
          }
        });
    assertThatThrownBy(() -> rows(query))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("Query execution was interrupted");
    killer.join();
    assertThat(rows("select 1")).containsExactly("1");
  }
}
