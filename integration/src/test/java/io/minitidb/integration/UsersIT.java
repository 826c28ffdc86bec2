package io.minitidb.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.Node;
import io.minitidb.node.NodeKind;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Accounts are the cluster's: made on one mini-tidb, they hold on every other, and after restarts.
@ExtendWith(ClusterExtension.class)
class UsersIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LocalCluster cluster;
  private final Sql root;

  UsersIT(LocalCluster cluster) throws SQLException {
    this.cluster = cluster;
    this.root = Sql.connect(cluster);
  }

  @BeforeEach
  void dropAll() throws SQLException {
    root.run("drop user if exists ann, bob, cat");
  }

  @AfterEach
  void end() throws SQLException {
    try (root) {
      dropAll();
    }
  }

  private Sql login(String tidb, String user, String password) throws SQLException {
    return new Sql(
        DriverManager.getConnection(
            "jdbc:mariadb://" + cluster.node(tidb).address() + "/information_schema",
            user,
            password));
  }

  private void assertRefused(int code, String tidb, String user, String password) {
    assertThatThrownBy(() -> login(tidb, user, password))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(code));
  }

  private static void assertFails(int code, Sql sql, String statement) {
    assertThatThrownBy(() -> sql.run(statement))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(code));
  }

  private void awaitLogin(String tidb, String user, String password) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> login(tidb, user, password).close());
  }

  @Test
  void aUserOfOneIsAUserOfAllAlsoAfterARestart() throws SQLException {
    root.run("create user ann identified by 'one'");
    awaitLogin("tidb-1", "ann", "one");
    assertRefused(1045, "tidb-1", "ann", "two");
    cluster.restart("tidb-1");
    awaitLogin("tidb-1", "ann", "one");
    root.run("alter user ann identified by 'two'");
    awaitLogin("tidb-1", "ann", "two");
    assertRefused(1045, "tidb-1", "ann", "one");
    root.run("drop user ann");
    await().atMost(PATIENCE).untilAsserted(() -> assertRefused(1045, "tidb-1", "ann", "two"));
  }

  @Test
  void privilegesReachOpenSessionsOfOtherServersAndTheNodesThatAnswer() throws SQLException {
    root.run("create user bob identified by 'x'");
    awaitLogin("tidb-1", "bob", "x");
    try (Sql bob = login("tidb-1", "bob", "x")) {
      assertFails(1227, bob, "select * from cluster_config");
      assertFails(1227, bob, "select * from cluster_load");
      assertFails(1227, bob, "select * from mysql.user");
      assertFails(1227, bob, "grant process on *.* to bob");
      assertFails(1227, bob, "create user cat");
      assertThat(bob.column("select distinct user from cluster_processlist"))
          .containsExactly("bob");
      root.run("grant config, process on *.* to bob");
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(bob.column("select distinct type from cluster_config"))
                  .containsExactlyInAnyOrder("tidb", "tikv", "pd"));
      assertThat(bob.column("select distinct user from cluster_processlist")).contains("root");
      root.run("revoke config on *.* from bob");
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertFails(1227, bob, "select * from cluster_config"));
      assertThat(bob.column("select 1")).containsExactly("1");
    }
  }

  @Test
  void whoGuessesPasswordsWaits() throws SQLException {
    root.run("create user cat identified by 'right'");
    awaitLogin("tidb-1", "cat", "right");
    for (int i = 0; i < 10; i++) {
      assertRefused(1045, "tidb-1", "cat", "wrong");
    }
    assertRefused(3955, "tidb-1", "cat", "right");
    login("tidb-0", "cat", "right").close();
    cluster.restart("tidb-1");
    awaitLogin("tidb-1", "cat", "right");
  }

  @Test
  void withoutEtcdTheKnownUsersGoOnAndNothingIsChanged() throws SQLException {
    root.run("create user ann identified by 'one'");
    awaitLogin("tidb-1", "ann", "one");
    for (Node pd : cluster.nodes(NodeKind.PD)) {
      cluster.freeze(pd.name());
    }
    try {
      awaitLogin("tidb-1", "ann", "one");
      assertRefused(1045, "tidb-1", "ann", "two");
      assertFails(9001, root, "create user cat");
    } finally {
      for (Node pd : cluster.nodes(NodeKind.PD)) {
        cluster.thaw(pd.name());
      }
    }
    await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> root.run("drop user ann"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(root.column("select id from cluster_node_infos")).hasSize(8));
  }
}
