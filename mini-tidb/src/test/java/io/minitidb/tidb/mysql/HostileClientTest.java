package io.minitidb.tidb.mysql;

import static io.minitidb.tidb.mysql.RawClient.errorCode;
import static io.minitidb.tidb.mysql.RawClient.join;
import static io.minitidb.tidb.mysql.RawClient.little;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minitidb.tidb.TestCluster;
import io.minitidb.tidb.sql.UserSession;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Clients that mean harm, or are broken: each gets an error or the end of its connection, leaves
/// nothing behind, and harms nobody else.
@SuppressWarnings("NullAway.Init")
class HostileClientTest {
  private static final int ROUNDS = Integer.getInteger("fuzz.connections", 150);
  private static final long SEED = Long.getLong("fuzz.seed", 1);

  private static TestCluster cluster;
  private static UserSession neighbour;

  @BeforeAll
  static void start() throws IOException, SQLException {
    cluster = new TestCluster();
    neighbour = UserSession.login(cluster, "root", "");
  }

  @AfterAll
  static void stop() throws SQLException {
    neighbour.close();
    cluster.close();
  }

  @AfterEach
  void nothingIsLeftAndNobodyWasHarmed() throws SQLException {
    for (String variable : List.of("connect_timeout", "net_read_timeout", "max_allowed_packet")) {
      neighbour.run("set global " + variable + " = default");
    }
    await()
        .untilAsserted(() ->
            assertThat(neighbour.run("select count(*) from processlist")).containsExactly("1"));
    UserSession.login(cluster, "root", "").close();
  }

  private RawClient root() throws IOException {
    return RawClient.root(cluster.port(), 0);
  }

  /// Byte after byte: the deadline is that of the login, not of a byte.
  @Test
  void aLoginThatDripsIsCutOff() throws Exception {
    neighbour.run("set global connect_timeout = 2");
    try (RawClient client = new RawClient(cluster.port())) {
      client.read();
      client.raw(join(little(10_000, 3), new byte[] {1}));
      await().pollInterval(Duration.ofMillis(200)).until(() -> hangsUpAfterOneMore(client));
    }
  }

  private static boolean hangsUpAfterOneMore(RawClient client) throws IOException {
    try {
      client.raw(new byte[1]);
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  @Test
  void aCommandThatStopsInTheMiddleIsCutOff() throws Exception {
    neighbour.run("set global net_read_timeout = 1");
    try (RawClient client = root()) {
      client.raw(join(little(1000, 3), new byte[] {0, Commands.QUERY, 's'}));
      assertThat(errorCode(client.read())).isEqualTo(1159);
      assertThat(client.isClosed()).isTrue();
    }
  }

  /// The clock runs only while it is the client that is waited for.
  @Test
  void aPacketThatWaitsBehindASlowStatementIsNotTheClientsFault() throws Exception {
    neighbour.run("set global net_read_timeout = 1");
    try (RawClient client = root()) {
      byte[] slow = RawClient.command(Commands.QUERY, "select sleep(3)");
      byte[] ping = {1, 0, 0, 0, Commands.PING};
      client.raw(join(little(slow.length, 3), new byte[1], slow, ping, ping, ping, new byte[] {1}));
      client.read();
      client.read();
      client.read();
      client.read();
      assertThat(client.read()[0]).as("the end of the rows").isEqualTo((byte) 0xFE);
      for (int i = 0; i < 3; i++) {
        assertThat(client.read()[0]).isEqualTo((byte) 0);
      }
    }
  }

  @Test
  void packetsOutOfOrderEndTheConnection() throws IOException {
    try (RawClient client = root()) {
      client.raw(new byte[] {1, 0, 0, 5, Commands.PING});
      assertThat(errorCode(client.read())).isEqualTo(1156);
      assertThat(client.isClosed()).isTrue();
    }
    try (RawClient client = new RawClient(cluster.port())) {
      client.read();
      byte[] response = RawClient.response("root", RawClient.BASE);
      client.raw(join(little(response.length, 3), new byte[] {7}, response));
      assertThat(errorCode(client.read())).isEqualTo(1156);
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void aLargePacketBeforeTheLoginIsNotReadAtAll() throws IOException {
    try (RawClient client = new RawClient(cluster.port())) {
      client.read();
      client.raw(new byte[] {0, 0, 0x10, 1, 0});
      assertThat(errorCode(client.read())).isEqualTo(1153);
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void aPacketAboveMaxAllowedPacketIsRefused() throws Exception {
    neighbour.run("set global max_allowed_packet = 1024");
    try (RawClient client = root()) {
      byte[] text = new byte[2000];
      Arrays.fill(text, (byte) ' ');
      client.raw(join(little(text.length, 3), new byte[1]));
      assertThat(errorCode(client.read())).isEqualTo(1153);
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void aClientThatLeavesInTheMiddleOfAResult() throws IOException {
    for (int i = 0; i < 5; i++) {
      try (RawClient client = root()) {
        client.ask(
            Commands.QUERY,
            "with recursive t as (select 1 n union all select n + 1 from t where n < 1000)"
                + " select n, repeat('x', 100000) from t");
      }
    }
  }

  @Test
  void textThatIsNoUtf8() throws IOException {
    try (RawClient client = root()) {
      byte[] bad = {Commands.QUERY, 's', 'e', 'l', (byte) 0xC3, (byte) 0x28, (byte) 0xFF};
      assertThat(errorCode(client.ask(bad))).isEqualTo(1064);
      byte[] inText =
          join(
              RawClient.command(Commands.QUERY, "select '"),
              new byte[] {(byte) 0xFF, (byte) 0xFE, '\''});
      assertThat(client.ask(inText)).containsExactly(1);
      client.read();
      client.read();
      assertThat(new String(client.read(), StandardCharsets.UTF_8)).contains("\uFFFD");
      client.read();
      assertThat(client.ask(Commands.PING, "")[0]).isEqualTo((byte) 0);
    }
    try (RawClient client = new RawClient(cluster.port())) {
      client.read();
      byte[] response = RawClient.response("r??t", RawClient.BASE);
      response[33] = (byte) 0xFF;
      client.send(response);
      assertThat(errorCode(client.read())).isEqualTo(1045);
    }
  }

  /// An account that is to be guessed is locked for that client, whatever it sends.
  @Test
  void aLongNameIsNotKept() throws IOException {
    try (RawClient client = new RawClient(cluster.port())) {
      client.read();
      client.send(RawClient.response("x".repeat(5000), RawClient.BASE));
      assertThat(errorCode(client.read())).isEqualTo(1043);
    }
  }

  /// Greeting, login and commands of which some bytes are wrong, on a real connection.
  @Test
  void damagedConversations() throws IOException {
    for (int i = 0; i < ROUNDS; i++) {
      Random random = new Random(SEED * 1_000_003 + i);
      byte[] stream = conversation(random);
      try (RawClient client = new RawClient(cluster.port())) {
        client.raw(random.nextBoolean() ? PacketFuzzTest.damaged(stream, random) : stream);
        client.finish();
        for (int packets = 0; packets < 10_000; packets++) {
          client.read();
        }
        throw new AssertionError("seed " + SEED + ", input " + i + ": the server goes on and on");
      } catch (EOFException | SocketException e) {
        // As it should: the server has hung up.
      }
    }
  }

  private static byte[] conversation(Random random) {
    byte[] response = RawClient.response("root", RawClient.BASE);
    byte[] stream = join(little(response.length, 3), new byte[] {1}, response);
    for (int i = random.nextInt(4); i >= 0; i--) {
      int code = random.nextInt(0x20);
      byte[] command =
          RawClient.command(
              code == Commands.QUIT ? Commands.PING : code, "select 1, 'é', @@version");
      stream =
          join(
              stream,
              little(command.length, 3),
              new byte[1],
              PacketFuzzTest.damaged(command, random));
    }
    return stream;
  }
}
