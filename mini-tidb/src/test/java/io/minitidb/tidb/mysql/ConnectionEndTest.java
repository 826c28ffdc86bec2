package io.minitidb.tidb.mysql;

import static io.minitidb.tidb.mysql.RawClient.errorCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minitidb.tidb.TestCluster;
import io.minitidb.tidb.sql.UserSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How connections begin and end, those that the event loop serves alone as well as those that got
/// a thread: each is closed, forgotten and counted once, as what it was.
@SuppressWarnings("NullAway.Init")
class ConnectionEndTest {
  private static TestCluster cluster;
  private static UserSession root;

  @BeforeAll
  static void start() throws IOException, SQLException {
    cluster = new TestCluster();
    root = UserSession.login(cluster, "root", "");
  }

  @AfterAll
  static void stop() throws SQLException {
    root.close();
    cluster.close();
  }

  private static long count(String name) throws SQLException {
    String row = root.run("show global status like '" + name + "'").getFirst();
    return Long.parseLong(row.substring(row.lastIndexOf(' ') + 1));
  }

  private static void onlyRootIsLeft() {
    await()
        .untilAsserted(
            () -> assertThat(root.run("select count(*) from processlist")).containsExactly("1"));
  }

  /// @param thread whether the client asks for something that only a thread can answer
  private static RawClient client(boolean thread) throws IOException {
    RawClient client = RawClient.root(cluster.port(), 0);
    if (thread) {
      assertThat(errorCode(client.ask(Commands.QUERY, "select nix"))).isEqualTo(1054);
    }
    return client;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoTakesHisLeaveIsNotAborted(boolean thread) throws IOException, SQLException {
    long before = count("Aborted_clients");
    try (RawClient client = client(thread)) {
      client.raw(new byte[] {1, 0, 0, 0, Commands.QUIT});
      assertThat(client.isClosed()).isTrue();
    }
    onlyRootIsLeft();
    assertThat(count("Aborted_clients")).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoGoesWithoutAWordIs(boolean thread) throws IOException, SQLException {
    long before = count("Aborted_clients");
    client(thread).close();
    onlyRootIsLeft();
    await().untilAsserted(() -> assertThat(count("Aborted_clients")).isEqualTo(before + 1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoSaysNothingForTooLongIsToldWhy(boolean thread) throws IOException, SQLException {
    long before = count("Aborted_clients");
    try (RawClient client = client(thread)) {
      assertThat(client.ask(Commands.QUERY, "set wait_timeout = 1")[0]).isEqualTo((byte) 0);
      assertThat(errorCode(client.read())).isEqualTo(4031);
      assertThat(client.isClosed()).isTrue();
    }
    onlyRootIsLeft();
    assertThat(count("Aborted_clients")).isEqualTo(before + 1);
  }

  /// Asking goes on for longer than the pause that is allowed.
  @Test
  void whoKeepsAskingIsNotIdle() throws IOException {
    try (RawClient client = client(false)) {
      assertThat(client.ask(Commands.QUERY, "set wait_timeout = 2")[0]).isEqualTo((byte) 0);
      long end = System.nanoTime() + 4_000_000_000L;
      await()
          .until(() -> {
            assertThat(client.ask(Commands.PING, "")[0]).isEqualTo((byte) 0);
            return System.nanoTime() > end;
          });
    }
  }

  @Test
  void whoIsNotLetInIsCountedOnce() throws IOException, SQLException {
    long before = count("Aborted_connects");
    long clients = count("Aborted_clients");
    try (RawClient client = new RawClient(cluster.port())) {
      client.read();
      client.send(RawClient.response("nobody", RawClient.BASE));
      assertThat(errorCode(client.read())).isEqualTo(1045);
      assertThat(client.isClosed()).isTrue();
    }
    try (RawClient client = new RawClient(cluster.port())) {
      client.read();
    }
    await().untilAsserted(() -> assertThat(count("Aborted_connects")).isEqualTo(before + 2));
    assertThat(count("Aborted_clients")).isEqualTo(clients);
  }

  @Test
  void packetsBehindTheLastWordAreNotAnswered() throws IOException {
    try (RawClient client = client(false)) {
      byte[] quit = {1, 0, 0, 0, Commands.QUIT};
      byte[] ping = {1, 0, 0, 0, Commands.PING};
      client.raw(RawClient.join(ping, quit, ping, ping));
      assertThat(client.read()[0]).isEqualTo((byte) 0);
      assertThat(client.isClosed()).isTrue();
    }
    onlyRootIsLeft();
  }

  /// MariaDB's library answers so when several threads load its plugins at once. It takes an OK for
  /// a question, and sends what is no command.
  @Test
  void whoAnswersByAPluginThatNobodyKnowsIsAskedByAnother() throws IOException {
    try (RawClient client = new RawClient(cluster.port())) {
      client.read();
      String known = RawClient.text(RawClient.response("root", RawClient.BASE));
      String unknown = known.replace("mysql_native_password", "dummy_fallback_auth");
      client.send(unknown.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(RawClient.text(client.read())).startsWith("\u00FEmysql_native_password\0");
      client.send(new byte[0]);
      assertThat(client.read()[0]).isEqualTo((byte) 0);
      assertThat(client.ask(Commands.PING, "")[0]).isEqualTo((byte) 0);
    }
  }

  /// Some drivers read it as text that ends at a 0.
  @Test
  void whatIsToBeProvenIsReadable() throws IOException {
    for (int i = 0; i < 50; i++) {
      try (RawClient client = new RawClient(cluster.port())) {
        byte[] greeting = client.read();
        int end = greeting.length - "caching_sha2_password\0".length() - 1;
        assertThat(greeting[end]).isEqualTo((byte) 0);
        for (int at = end - 12; at < end; at++) {
          assertThat(greeting[at]).isPositive().isNotEqualTo((byte) '$');
        }
      }
    }
  }
}
