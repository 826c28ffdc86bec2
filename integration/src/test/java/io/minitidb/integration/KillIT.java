package io.minitidb.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.Node;
import io.minitidb.memtable.User;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.exec.NodeClients;
import io.minitidb.tidb.exec.NodeCommands;
import io.minitidb.wire.Command;
import io.minitidb.wire.CommandRequest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// KILL given to one mini-tidb ends what runs on another one, on all nodes; when it cannot, it says
/// so.
@ExtendWith(ClusterExtension.class)
class KillIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LocalCluster cluster;
  private final Sql killer;
  private final Sql victim;
  private final String id;

  KillIT(LocalCluster cluster) throws SQLException {
    this.cluster = cluster;
    killer = Sql.connect(cluster);
    victim = Sql.connect(cluster, "tidb-1");
    id = victim.column("select connection_id()").getFirst();
  }

  @AfterEach
  void close() throws SQLException {
    killer.close();
  }

  private List<String> parts() throws SQLException {
    return killer.column(
        "select type from cluster_coprocessor_requests where connection_id = "
            + id
            + " order by type");
  }

  private static int code(Sql sql, String statement) {
    try {
      sql.run(statement);
      return 0;
    } catch (SQLException e) {
      return e.getErrorCode();
    }
  }

  @Test
  void aStatementOfTheOtherServerEndsOnEveryNode() throws SQLException {
    victim.run("set tidb_profile_seconds = 60");
    CompletableFuture<Integer> running = new CompletableFuture<>();
    Thread.startVirtualThread(() ->
        running.complete(code(victim, "select count(*) from information_schema.cluster_profile")));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(parts()).containsExactly("pd", "pd", "pd", "tidb", "tikv", "tikv", "tikv"));
    assertThat(
            killer.column(
                "select command from cluster_processlist where id = " + id + " order by command"))
        .containsExactly("Coprocessor", "Query");
    killer.run("kill query " + id);
    assertThat(running.join()).isEqualTo(1317);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(parts()).isEmpty());
    assertThat(victim.column("select 1")).containsExactly("1");

    killer.run("kill connection " + id);
    assertThatThrownBy(() -> victim.column("select 1")).isInstanceOf(SQLException.class);
    await().atMost(PATIENCE).until(() -> code(killer, "kill " + id) == 1094);
  }

  @Test
  void aFrozenServerIsAnError() throws SQLException {
    cluster.freeze("tidb-1");
    try {
      assertThatThrownBy(() -> killer.run("kill query " + id))
          .hasMessageContaining(cluster.node("tidb-1").address().toString())
          .hasMessageContaining("did not answer within tidb_cluster_node_timeout")
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(9002));
    } finally {
      cluster.thaw("tidb-1");
    }
    assertThat(victim.column("select 1")).containsExactly("1");
    victim.close();
  }

  @Test
  void aDeadServerIsAnErrorAndItsConnectionsAreUnknownWhenItIsBack() throws SQLException {
    cluster.kill("tidb-1");
    try {
      assertThatThrownBy(() -> killer.run("kill query " + id))
          .hasMessageContaining(cluster.node("tidb-1").address().toString())
          .hasMessageContaining("cannot be reached")
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(9002));
    } finally {
      cluster.restart("tidb-1");
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(killer.column("select id from cluster_node_infos")).hasSize(8));
    assertThat(code(killer, "kill query " + id)).isEqualTo(1094);
  }

  @Test
  void theServerOfTheConnectionLooksAtThePrivilege() throws SQLException {
    Node node = cluster.node("tidb-1");
    NodeInfo there =
        new NodeInfo(
            NodeKind.TIDB, "tidb-1", node.address(), node.statusAddress(), "", "", Instant.EPOCH);
    Command kill = new Command.Kill(Long.parseLong(id), false);
    try (NodeClients clients = new NodeClients()) {
      assertThatThrownBy(() ->
              new NodeCommands(clients)
                  .give(
                      there,
                      new CommandRequest(
                          kill, new User("mallory", "127.0.0.1", Set.of()), PATIENCE),
                      List.of()))
          .hasMessageContaining("SUPER or CONNECTION_ADMIN")
          .isInstanceOfSatisfying(SqlException.class, e -> assertThat(e.code()).isEqualTo(1227));
    }
    assertThat(victim.column("select 1")).containsExactly("1");
    victim.close();
  }
}
