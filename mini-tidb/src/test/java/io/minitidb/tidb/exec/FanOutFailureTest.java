package io.minitidb.tidb.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.tidb.TestCluster;
import java.io.IOException;
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
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("NullAway.Init")
class FanOutFailureTest {
  private static final String ALL = "select id from cluster_node_infos order by id";

  private static final String HISTORY = "select count(*) from cluster_processes_history";

  private TestCluster cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = new TestCluster();
    cluster.add(NodeKind.TIKV);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  /// tidb#18701, tidb#32995: one dead node made whole tables unusable.
  @ParameterizedTest
  @EnumSource(NodeKind.class)
  void aDeadNodeCostsItsRowsAndOneWarningThatNamesIt(NodeKind kind) throws Exception {
    NodeInfo dead = cluster.addDead(kind);
    try (Connection connection = cluster.connect();
        Statement statement = connection.createStatement()) {
      assertThat(column(statement, ALL, 1)).containsExactly("tidb1", "tikv1");
      assertThat(column(statement, "show warnings", 3))
          .singleElement()
          .asString()
          .startsWith(kind.text() + " " + dead.instance() + " (dead) cannot be reached")
          .endsWith("its rows are missing");
    }
  }

  /// tidb#37099, tidb#57816: a node that does not answer made statements wait for minutes.
  @ParameterizedTest
  @EnumSource(NodeKind.class)
  void aFrozenNodeCostsItsRowsAndOneWarning(NodeKind kind) throws Exception {
    NodeInfo frozen = cluster.addFrozen(kind);
    try (Connection connection = cluster.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set tidb_cluster_node_timeout = 1000");
      // On a busy machine the node that lives may once be late too.
      await()
          .untilAsserted(() -> {
            assertThat(column(statement, ALL, 1)).containsExactly("tidb1", "tikv1");
            assertThat(column(statement, "show warnings", 3))
                .singleElement()
                .asString()
                .contains(frozen.instance());
          });
    }
  }

  @Test
  void aHistoryLosesNothingWithOneStoreSoItIsNoErrorEither() throws Exception {
    NodeInfo dead = cluster.addDead(NodeKind.TIKV);
    try (Connection connection = cluster.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set tidb_cluster_strict = on");
      assertThat(column(statement, HISTORY, 1)).containsExactly("1");
      assertThat(column(statement, "show warnings", 3))
          .singleElement()
          .asString()
          .startsWith("tikv " + dead.instance() + " (dead) cannot be reached")
          .endsWith("; the other stores answer with their copies");
      cluster.addDead(NodeKind.TIKV);
      assertThatThrownBy(() -> column(statement, HISTORY, 1))
          .hasMessageEndingWith("its rows are missing");
    }
  }

  @Test
  void aFrozenStoreWhoseCopiesAreThereIsNotWaitedForAsLongAsOthers() throws Exception {
    NodeInfo frozen = cluster.addFrozen(NodeKind.TIKV);
    try (Connection connection = cluster.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set tidb_cluster_node_timeout = 4000");
      assertThat(column(statement, HISTORY, 1)).containsExactly("1");
      assertThat(column(statement, "show warnings", 3))
          .singleElement()
          .asString()
          .startsWith("tikv " + frozen.instance() + " (frozen) did not answer when the others did")
          .endsWith("; the other stores answer with their copies");
    }
  }

  @Test
  void aNodeThatComesBackAnswersTheNextQuery() throws Exception {
    NodeInfo node = cluster.addDead(NodeKind.TIKV);
    try (Connection connection = cluster.connect();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 5; i++) {
        assertThat(column(statement, ALL, 1)).containsExactly("tidb1", "tikv1");
      }
      cluster.revive(node, 99);
      assertThat(column(statement, ALL, 1)).containsExactly("dead", "tidb1", "tikv1");
    }
  }

  @Test
  void aFailedNodeFailsTheStatementWhenTheSessionIsStrictAndTheConnectionLivesOn()
      throws Exception {
    NodeInfo dead = cluster.addDead(NodeKind.TIKV);
    try (Connection connection = cluster.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set tidb_cluster_strict = on");
      assertThatThrownBy(() -> statement.executeQuery(ALL)).hasMessageContaining(dead.instance());
      assertThat(column(statement, "select 1", 1)).containsExactly("1");
    }
  }

  @Test
  void aNodeThatNoPredicateChoosesIsNotMissed() throws Exception {
    cluster.addDead(NodeKind.PD);
    try (Connection connection = cluster.connect();
        Statement statement = connection.createStatement()) {
      assertThat(column(statement, "select id from cluster_node_infos where node_type = 'tikv'", 1))
          .containsExactly("tikv1");
      assertThat(column(statement, "show warnings", 3)).isEmpty();
    }
  }

  @Test
  void aStoreThatMovedIsNamedAsSuch() throws Exception {
    NodeInfo store =
        cluster.addAt(NodeKind.TIKV, cluster.add(NodeKind.TIKV).address().port(), "moved");
    try (Connection connection = cluster.connect();
        Statement statement = connection.createStatement()) {
      column(statement, ALL, 1);
      assertThat(column(statement, "show warnings", 3))
          .singleElement()
          .asString()
          .contains(store.instance(), "is store 2 now, not store 99");
    }
  }

  private static List<String> column(Statement statement, String sql, int index)
      throws SQLException {
    List<String> values = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(index));
      }
    }
    return values;
  }
}
