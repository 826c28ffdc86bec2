package io.minitidb.tidb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.minitidb.memtable.Privilege;
import io.minitidb.memtable.User;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.exec.NodeClients;
import io.minitidb.tidb.exec.NodeCommands;
import io.minitidb.wire.Command;
import io.minitidb.wire.CommandRequest;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// KILL from one mini-tidb of what runs on another, and what it ends on all nodes: a profile of a
/// minute, which nothing else ends.
@Timeout(50)
class KillTest {
  /// The cluster's first mini-tidb has no port for other nodes.
  private static final String LONG =
      "select count(*) from cluster_profile where instance <> '127.0.0.1:4000'";

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private TestCluster cluster;
  private TestCluster.Server other;
  private Connection victim;
  private Connection killer;
  private long id;

  @BeforeEach
  void start() throws IOException, SQLException {
    cluster = new TestCluster();
    TestCluster.Server first = cluster.addServer();
    other = cluster.addServer();
    cluster.add(NodeKind.TIKV);
    cluster.add(NodeKind.PD);
    victim = first.connect();
    killer = other.connect();
    run(victim, "set tidb_profile_seconds = 60");
    id = Long.parseLong(ask(victim, "select connection_id()").getFirst());
  }

  @AfterEach
  void stop() throws SQLException {
    killer.close();
    victim.close();
    cluster.close();
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(rows.getString(i)));
        }
        all.add(String.join("|", row));
      }
      return all;
    }
  }

  /// Returns what all nodes run for the victim.
  private List<String> parts() throws SQLException {
    return ask(
        killer,
        "select type, user, table_name, running_time >= 0 from cluster_coprocessor_requests"
            + " where instance <> '127.0.0.1:4000' and connection_id = "
            + id
            + " order by type");
  }

  private CompletableFuture<Integer> begin(String sql) {
    CompletableFuture<Integer> running = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try {
        ask(victim, sql);
        running.complete(0);
      } catch (SQLException e) {
        running.complete(e.getErrorCode());
      }
    });
    await()
        .untilAsserted(() ->
            assertThat(parts())
                .containsExactly(
                    "pd|root|cluster_profile|1",
                    "tidb|root|cluster_profile|1",
                    "tikv|root|cluster_profile|1"));
    return running;
  }

  private void assertNothingRuns() {
    await().untilAsserted(() -> assertThat(parts()).isEmpty());
  }

  private void refused(String sql, int code, String... words) {
    assertThatThrownBy(() -> run(killer, sql))
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> {
              assertThat(e.getErrorCode()).isEqualTo(code);
              assertThat(List.of(words)).allMatch(String.valueOf(e.getMessage())::contains);
            });
  }

  @Test
  void killQueryEndsTheStatementOnAllNodes() throws SQLException {
    CompletableFuture<Integer> running = begin(LONG);
    assertThat(
            ask(
                killer,
                "select instance = '"
                    + other.node().instance()
                    + "', command, info from cluster_processlist"
                    + " where instance <> '127.0.0.1:4000' and id = "
                    + id
                    + " order by command"))
        .containsExactly("1|Coprocessor|scan of cluster_profile", "0|Query|" + LONG);
    run(killer, "kill tidb query " + id);
    assertThat(running.join()).isEqualTo(1317);
    assertNothingRuns();
    assertThat(ask(victim, "select 1")).containsExactly("1");
  }

  @Test
  void killEndsTheConnectionToo() throws SQLException {
    CompletableFuture<Integer> running = begin(LONG);
    run(killer, "kill " + id);
    assertThat(running.join()).isNotZero();
    assertNothingRuns();
    refused("kill connection " + id, 1094, "Unknown thread id: " + id);
  }

  @Test
  void aClientThatLeavesEndsItsStatementOnAllNodes() throws SQLException {
    CompletableFuture<Integer> running = begin(LONG);
    victim.abort(Runnable::run);
    assertThat(running.join()).isNotZero();
    assertNothingRuns();
  }

  @Test
  void aStatementWhoseTimeIsOverEndsOnAllNodes() throws SQLException {
    run(victim, "set max_execution_time = 2000");
    assertThat(begin(LONG).join()).isEqualTo(3024);
    assertNothingRuns();
  }

  @Test
  void oneMayEndOnesOwnStatementAndConnection() throws SQLException {
    refused("kill query connection_id()", 1317);
    assertThat(ask(killer, "select 1")).containsExactly("1");
    assertThatThrownBy(() -> run(killer, "KILL CONNECTION_ID ( )"))
        .isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> ask(killer, "select 1")).isInstanceOf(SQLException.class);
  }

  @Test
  void whoIsNotThereIsUnknown() {
    long none = id + 2000;
    refused("kill " + none, 1094, "Unknown thread id: " + none);
    refused("kill " + (99L << 21 | 2), 1094, "there is no mini-tidb with server id 99");
    refused("kill 10", 1094, "there is no mini-tidb with server id 0");
  }

  @Test
  void aDeadServerIsAnError() throws IOException {
    NodeInfo dead = cluster.addDead(NodeKind.TIDB);
    refused(
        "kill query " + (4L << 21 | 2),
        9002,
        dead.instance(),
        "cannot be reached: connection refused",
        "what became of the command is not known");
  }

  @Test
  void aFrozenServerIsAnErrorWithinTheDeadline() throws IOException, SQLException {
    NodeInfo frozen = cluster.addFrozen(NodeKind.TIDB);
    run(killer, "set tidb_cluster_node_timeout = 200");
    refused(
        "kill " + (4L << 21 | 2),
        9002,
        frozen.instance(),
        "did not answer within tidb_cluster_node_timeout");
  }

  @Test
  void theServerOfTheConnectionAsksForThePrivilege() throws SQLException {
    long theirs = Long.parseLong(ask(killer, "select connection_id()").getFirst());
    try (NodeClients clients = new NodeClients()) {
      NodeCommands commands = new NodeCommands(clients);
      User nobody = new User("mallory", "127.0.0.1", Set.of(Privilege.PROCESS));
      for (boolean query : List.of(true, false)) {
        assertThatThrownBy(() -> give(commands, theirs, query, nobody))
            .hasMessage(
                "Access denied; you need (at least one of) the SUPER or CONNECTION_ADMIN privilege(s) for this operation")
            .isInstanceOfSatisfying(SqlException.class, e -> assertThat(e.code()).isEqualTo(1227));
      }
      assertThat(ask(killer, "select 1")).containsExactly("1");
      give(commands, theirs, true, new User("root", "elsewhere", Set.of()));
      assertThat(ask(killer, "select 1")).containsExactly("1");
      give(commands, theirs, false, new User("admin", "", Set.of(Privilege.CONNECTION_ADMIN)));
      assertThatThrownBy(() -> ask(killer, "select 1")).isInstanceOf(SQLException.class);
    }
  }

  private void give(NodeCommands commands, long connection, boolean query, User user) {
    commands.give(
        other.node(),
        new CommandRequest(new Command.Kill(connection, query), user, PATIENCE),
        List.of());
  }
}
