package io.minitidb.tidb.mysql;

import static io.minitidb.tidb.mysql.RawClient.command;
import static io.minitidb.tidb.mysql.RawClient.errorCode;
import static io.minitidb.tidb.mysql.RawClient.join;
import static io.minitidb.tidb.mysql.RawClient.little;
import static io.minitidb.tidb.mysql.RawClient.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minitidb.tidb.TestCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The commands that drivers seldom send, byte by byte.
@SuppressWarnings("NullAway.Init")
class CommandsTest {
  private static final byte EOF = (byte) 0xFE;
  private static TestCluster cluster;
  private RawClient client;

  @BeforeAll
  static void start() throws IOException {
    cluster = new TestCluster();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void connect() throws IOException {
    client = RawClient.root(cluster.port(), 0);
  }

  /// Whatever was asked, the connection lives on.
  @AfterEach
  void stillAnswers() throws IOException {
    try (RawClient ended = client) {
      assertThat(ended.ask(Commands.PING, "")[0]).isEqualTo((byte) 0);
    }
  }

  /// Reads a result of one column to its end.
  private static String rows(RawClient client, byte[] first) throws IOException {
    assertThat(first).containsExactly(1);
    client.read();
    client.read();
    StringBuilder rows = new StringBuilder();
    for (byte[] row = client.read(); row[0] != EOF; row = client.read()) {
      rows.append(text(row).substring(1)).append(' ');
    }
    return rows.toString().strip();
  }

  private static int status(byte[] eof) {
    return (eof[3] & 0xFF) | (eof[4] & 0xFF) << 8;
  }

  @Test
  void theFieldsOfATable() throws IOException {
    client.ask(Commands.INIT_DB, "information_schema");
    byte[] first = client.ask(Commands.FIELD_LIST, "engines\0");
    assertThat(text(first)).contains("ENGINE");
    assertThat(first[first.length - 1]).isEqualTo((byte) 0xFB);
    int fields = 1;
    while (client.read()[0] != EOF) {
      fields++;
    }
    assertThat(fields).isEqualTo(6);
    assertThat(errorCode(client.ask(Commands.FIELD_LIST, "nothing\0"))).isEqualTo(1146);
  }

  @Test
  void statisticsAndTheProcessList() throws IOException {
    assertThat(text(client.ask(Commands.STATISTICS, ""))).startsWith("Uptime: ");
    assertThat(client.ask(Commands.PROCESS_INFO, "")).containsExactly(8);
    while (client.read()[0] != EOF) {}
    while (client.read()[0] != EOF) {}
    assertThat(client.ask(Commands.DEBUG, "")[0]).isEqualTo(EOF);
  }

  @Test
  void aKillByCommand() throws IOException {
    try (RawClient victim = RawClient.root(cluster.port(), 0)) {
      long id = Long.parseLong(rows(victim, victim.ask(Commands.QUERY, "select connection_id()")));
      assertThat(client.ask(join(new byte[] {Commands.PROCESS_KILL}, little(id, 4)))[0])
          .isEqualTo((byte) 0);
      assertThat(victim.isClosed()).isTrue();
      // Like a thread of MySQL's, a session is there until it has left, a little after its socket.
      await()
          .untilAsserted(() ->
              assertThat(
                      errorCode(
                          client.ask(join(new byte[] {Commands.PROCESS_KILL}, little(id, 4)))))
                  .isEqualTo(1094));
    }
  }

  @Test
  void severalStatementsOnlyForWhoAskedForIt() throws IOException {
    assertThat(errorCode(client.ask(Commands.QUERY, "select 1; select 2"))).isEqualTo(1064);
    assertThat(client.ask(new byte[] {Commands.SET_OPTION, 0, 0})[0]).isEqualTo(EOF);
    byte[] first = client.ask(Commands.QUERY, "select 1; set @x = ';'; select @x; -- end");
    assertThat(rows(client, first)).isEqualTo("1");
    byte[] done = client.read();
    assertThat(done[0]).isEqualTo((byte) 0);
    assertThat(done[3] & PacketWriter.MORE_RESULTS).isNotZero();
    assertThat(rows(client, client.read())).isEqualTo(";");
    assertThat(rows(client, client.ask(Commands.QUERY, "select 4;"))).isEqualTo("4");
    assertThat(client.ask(new byte[] {Commands.SET_OPTION, 1, 0})[0]).isEqualTo(EOF);
    assertThat(errorCode(client.ask(Commands.QUERY, "select 1; select 2"))).isEqualTo(1064);
    assertThat(errorCode(client.ask(new byte[] {Commands.SET_OPTION, 2, 0}))).isEqualTo(1047);
  }

  /// The first bit of the status says that a transaction is open.
  @Test
  void whetherThereIsATransaction() throws IOException {
    String[] statements = {
      "begin", "1",
      "set @x = 1", "1",
      "savepoint a", "1",
      "rollback to a", "1",
      "commit", "0",
      "start transaction read only", "1",
      "rollback and chain", "1",
      "rollback", "0",
      "set autocommit = 0", "0",
      "do (select count(*) from information_schema.engines)", "1",
      "commit", "0",
      "do 1", "0",
      "do (select count(*) from information_schema.engines)", "1",
      "set autocommit = 1", "0",
      "begin", "1",
      "create user if not exists somebody", "0"
    };
    for (int i = 0; i < statements.length; i += 2) {
      byte[] ok = client.ask(Commands.QUERY, statements[i]);
      assertThat(ok[0]).as(statements[i]).isZero();
      assertThat(Integer.toString(ok[3] & 1)).as(statements[i]).isEqualTo(statements[i + 1]);
    }
    client.ask(Commands.QUERY, "begin");
    assertThat(client.ask(new byte[] {Commands.RESET_CONNECTION})[3] & 1).isZero();
  }

  @Test
  void locksByName() throws IOException {
    try (RawClient other = RawClient.root(cluster.port(), 0)) {
      String id = rows(client, client.ask(Commands.QUERY, "select connection_id()"));
      assertThat(rows(client, "get_lock('A', 0)")).isEqualTo("1");
      assertThat(rows(client, "get_lock('a', 0)")).isEqualTo("1");
      assertThat(rows(other, "is_used_lock('a')")).isEqualTo(id);
      assertThat(rows(other, "is_free_lock('a')")).isEqualTo("0");
      assertThat(rows(other, "get_lock('a', 0.01)")).isEqualTo("0");
      assertThat(rows(other, "release_lock('a')")).isEqualTo("0");
      assertThat(rows(client, "release_lock('a')")).isEqualTo("1");
      assertThat(rows(other, "get_lock('a', 0)")).isEqualTo("0");
      assertThat(rows(client, "release_all_locks()")).isEqualTo("1");
      assertThat(rows(other, "get_lock('a', -1)")).isEqualTo("1");
      assertThat(errorCode(client.ask(Commands.QUERY, "select get_lock('', 1)"))).isEqualTo(3057);
    }
    // The one who has it is gone, so the next gets it however long he is ready to wait.
    assertThat(rows(client, "get_lock('a', 60)")).isEqualTo("1");
    assertThat(client.ask(new byte[] {Commands.RESET_CONNECTION})[0]).isEqualTo((byte) 0);
    assertThat(rows(client, "is_free_lock('a')")).isEqualTo("1");
  }

  @Test
  void whoWaitsForALockCanBeKilled() throws Exception {
    try (RawClient waiting = RawClient.root(cluster.port(), 0)) {
      String id = rows(waiting, waiting.ask(Commands.QUERY, "select connection_id()"));
      assertThat(rows(client, "get_lock('b', 0)")).isEqualTo("1");
      try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<byte[]> answer =
            thread.submit(() -> waiting.ask(Commands.QUERY, "select get_lock('b', -1)"));
        await()
            .until(() -> {
              assertThat(client.ask(Commands.QUERY, "kill query " + id)[0]).isEqualTo((byte) 0);
              return answer.isDone();
            });
        assertThat(errorCode(answer.get())).isEqualTo(1317);
      }
    }
  }

  private static String rows(RawClient client, String expression) throws IOException {
    return rows(client, client.ask(Commands.QUERY, "select " + expression));
  }

  @Test
  void anErrorEndsTheStatementsOfAText() throws IOException {
    client.ask(new byte[] {Commands.SET_OPTION, 0, 0});
    byte[] first = client.ask(Commands.QUERY, "select 1; select nix; select 3");
    assertThat(rows(client, first)).isEqualTo("1");
    assertThat(errorCode(client.read())).isEqualTo(1054);
    assertThat(rows(client, client.ask(Commands.QUERY, "select 7"))).isEqualTo("7");
  }

  private byte[] fetch(int id, int rows) throws IOException {
    return client.ask(join(new byte[] {Commands.FETCH}, little(id, 4), little(rows, 4)));
  }

  private byte[] execute(int id, int cursor) throws IOException {
    return client.ask(
        join(new byte[] {Commands.EXECUTE}, little(id, 4), little(cursor, 1), little(1, 4)));
  }

  @Test
  void aCursorGivesItsRowsAsTheyAreFetched() throws IOException {
    client.ask(Commands.PREPARE, "select 1 union all select 2 union all select 3");
    client.read();
    client.read();
    assertThat(errorCode(fetch(1, 2))).isEqualTo(1421);
    assertThat(execute(1, 1)).containsExactly(1);
    client.read();
    byte[] end = client.read();
    assertThat(end[0]).isEqualTo(EOF);
    assertThat(status(end) & 0x40).isNotZero();
    fetch(1, 2);
    client.read();
    assertThat(status(client.read()) & 0xC0).isEqualTo(0x40);
    // Another statement in between takes nothing away.
    assertThat(rows(client, client.ask(Commands.QUERY, "select 9"))).isEqualTo("9");
    fetch(1, 2);
    assertThat(status(client.read()) & 0xC0).isEqualTo(0x80);
    assertThat(status(fetch(1, 2)) & 0xC0).isEqualTo(0x80);
    assertThat(client.ask(join(new byte[] {Commands.RESET_STATEMENT}, little(1, 4)))[0])
        .isEqualTo((byte) 0);
    assertThat(errorCode(fetch(1, 2))).isEqualTo(1421);
    assertThat(errorCode(fetch(7, 2))).isEqualTo(1243);
    assertThat(errorCode(execute(1, 4))).isEqualTo(1105);
  }

  @Test
  void theUserIsChangedAndWithHimTheSession() throws IOException {
    client.ask(Commands.QUERY, "set @x = 1");
    byte[] change =
        join(
            command(Commands.CHANGE_USER, "root\0"),
            new byte[] {0},
            "mysql\0".getBytes(StandardCharsets.US_ASCII),
            new byte[] {46, 0},
            "mysql_native_password\0".getBytes(StandardCharsets.US_ASCII));
    assertThat(client.ask(change)[0]).isEqualTo((byte) 0);
    assertThat(rows(client, client.ask(Commands.QUERY, "select database()"))).isEqualTo("mysql");
    client.ask(Commands.QUERY, "select @x");
    client.read();
    client.read();
    assertThat(client.read()[0]).as("NULL").isEqualTo((byte) 0xFB);
    client.read();
  }

  @Test
  void aChangeToAUserThatIsNobodyEndsTheConnection() throws IOException {
    try (RawClient other = RawClient.root(cluster.port(), 0)) {
      byte[] change = join(command(Commands.CHANGE_USER, "nobody\0"), new byte[] {0, 0, 46, 0, 0});
      assertThat(errorCode(other.ask(change))).isEqualTo(1045);
      assertThat(other.isClosed()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0x05, 0x06, 0x08, 0x0B, 0x0F, 0x12, 0x1D, 0x20, 0xFF})
  void whatIsNoCommand(int code) throws IOException {
    assertThat(errorCode(client.ask(new byte[] {(byte) code}))).isEqualTo(1047);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        Commands.PROCESS_KILL,
        Commands.SET_OPTION,
        Commands.FETCH,
        Commands.EXECUTE,
        Commands.RESET_STATEMENT
      })
  void aCommandThatEndsTooEarly(int code) throws IOException {
    assertThat(errorCode(client.ask(new byte[] {(byte) code, 1}))).isEqualTo(1835);
  }
}
