package io.minitidb.tidb.mysql;

import static io.minitidb.tidb.mysql.RawClient.command;
import static io.minitidb.tidb.mysql.RawClient.errorCode;
import static io.minitidb.tidb.mysql.RawClient.join;
import static io.minitidb.tidb.mysql.RawClient.little;
import static io.minitidb.tidb.mysql.RawClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.memtable.User;
import io.minitidb.server.ServerTls;
import io.minitidb.tidb.TestCluster;
import io.minitidb.tidb.session.Literal;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.sql.UserSession;
import io.minitidb.tidb.users.PasswordKey;
import io.minitidb.tls.RsaKey;
import io.minitidb.tls.ServerKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the event loop answers by itself, what it must not, and that nobody sees which of the two
/// answered.
@SuppressWarnings("NullAway.Init")
class QuickAnswerTest {
  private static final byte EOF = (byte) 0xFE;
  private static TestCluster cluster;

  private static int secure;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    cluster = new TestCluster();
    secure =
        cluster.listen(
            new Transport(
                Optional.of(
                    new ServerTls(ServerKeys.selfSigned(directory, "sql", List.of("127.0.0.1")))),
                new PasswordKey(RsaKey::make)));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  /// Runs a statement once, so that its plan is there; then says whether it is quick.
  private static boolean isQuick(String sql) {
    Session session = cluster.session(User.all("root", "127.0.0.1"));
    try {
      cluster.readAs(User.all("root", "127.0.0.1"), sql);
      session.use("information_schema");
      return cluster.isQuick(session, sql);
    } finally {
      cluster.close(session);
    }
  }

  /// The plan is there already.
  private static boolean isQuickNow(Session session, String sql) {
    cluster.run(session, sql);
    return cluster.isQuick(session, sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1",
        "select @@version_comment, @@session.time_zone",
        "select @x, 'a', null, x'41'",
        "select connection_id(), database(), user(), version(), now()",
        "select 1 + 2 * 3, if(1 < 2, 'a', 'b'), concat('a', 'b') limit 1",
        "set @x = 1, autocommit = 1",
        "select length(replace('aa', 'a', 'b')), locate('*', @@session_track_system_variables)",
        // what MariaDB's driver says first
        "set sql_mode=CONCAT(@@sql_mode,',STRICT_TRANS_TABLES'),session_track_system_variables="
            + "CONCAT('autocommit,transaction_isolation',IF(LOCATE('*',@@session_track_system_variables)>0"
            + " OR FIND_IN_SET('last_gtid',LOWER(REPLACE(@@session_track_system_variables,' ','')))>0,"
            + "',last_gtid','')),session_track_schema=1,NAMES utf8mb4",
        "set names utf8mb4",
        "set session transaction isolation level read committed",
        "show warnings",
        "use mysql",
        "begin",
        "start transaction",
        "commit",
        "rollback"
      })
  void isAnsweredAtOnce(String sql) {
    assertThat(isQuick(sql)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select sleep(0)",
        "select rand()",
        "select repeat('x', 10)",
        "select length(replace('aa', 'a', 'bb'))",
        "select locate('a', concat(repeat('x', 10), 'a'))",
        "select count(*) from processlist",
        "select (select count(*) from engines)",
        "select 1 from cluster_info limit 1",
        "select @@warning_count",
        "set @x = (select count(*) from engines)",
        "set @x = 1 / 0",
        "show processlist",
        "show variables like 'x'",
        "show count(*) warnings",
        "explain select 1",
        "do 1",
        "select 1 into @x"
      })
  void isLeftToTheThread(String sql) {
    assertThat(isQuick(sql)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 4711", // its plan is not there yet
        "select 'a",
        "set global max_connections = 7",
        "set config tidb node.latency-interval = '1m'",
        "set cluster max_connections = 7",
        "set password = 'x'",
        "set autocommit = 7",
        "select @@cluster.max_connections",
        "kill 1",
        "",
        "-- nothing"
      })
  void isLeftToTheThreadUnseen(String sql) {
    Session session = cluster.session(User.all("root", "127.0.0.1"));
    try {
      assertThat(cluster.isQuick(session, sql)).isFalse();
      assertThat(session.warnings().count()).isZero();
    } finally {
      cluster.close(session);
    }
  }

  /// Both kinds of commands in one piece of the stream, more of them than are answered in one go.
  @Test
  void answersComeInTheOrderOfTheCommands() throws IOException {
    try (RawClient client = RawClient.root(cluster.port(), 0)) {
      List<byte[]> sent = new ArrayList<>();
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String sql =
            switch (i % 4) {
              case 0 -> "select " + i % 8;
              case 1 -> "set @x = " + i;
              case 2 -> "select @x";
              default ->
                  "select count(*) + @x from information_schema.engines where engine = 'nix'";
            };
        byte[] packet = command(Commands.QUERY, sql);
        sent.add(join(little(packet.length, 3), new byte[1], packet));
        int x = i - (i % 4 - 1);
        expected.add(
            i % 4 == 0 ? Integer.toString(i % 8) : i % 4 == 1 ? "ok" : Integer.toString(x));
      }
      client.raw(join(sent.toArray(byte[][]::new)));
      List<String> answers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        answers.add(answer(client));
      }
      assertThat(answers).isEqualTo(expected);
    }
  }

  private static String answer(RawClient client) throws IOException {
    byte[] first = client.read();
    if (first[0] == 0) {
      return "ok";
    }
    assertThat(first).containsExactly(1);
    client.read();
    client.read();
    String value = text(client.read()).substring(1);
    assertThat(client.read()[0]).isEqualTo(EOF);
    return value;
  }

  @Test
  void theTimeoutThatTheLoopSetsIsTheThreads() throws IOException {
    try (RawClient client = RawClient.root(cluster.port(), 0)) {
      assertThat(client.ask(Commands.PING, "")[0]).isEqualTo((byte) 0);
      assertThat(client.ask(Commands.QUERY, "set wait_timeout = 1")[0]).isEqualTo((byte) 0);
      assertThat(errorCode(client.read())).isEqualTo(4031);
      assertThat(client.isClosed()).isTrue();
    }
  }

  /// A user variable may hold more than a client's buffers take at once. Its value is part of what
  /// a plan is kept by, and long ones are not kept.
  @Test
  void aLongValueIsLeftToTheThread() {
    Session session = cluster.session(User.all("root", "127.0.0.1"));
    try {
      session.setUserVariable("x", Literal.string("x".repeat(1 << 10)));
      assertThat(isQuickNow(session, "select @x")).isTrue();
      session.setUserVariable("x", Literal.string("x".repeat(1 << 13)));
      assertThat(isQuickNow(session, "select @x")).isFalse();
    } finally {
      cluster.close(session);
    }
  }

  @Test
  void whatIsWrongIsToldAsEver() throws IOException {
    try (RawClient client = RawClient.root(cluster.port(), 0)) {
      for (int round = 0; round < 3; round++) {
        assertThat(errorCode(client.ask(Commands.QUERY, "select nix"))).isEqualTo(1054);
        assertThat(errorCode(client.ask(Commands.QUERY, "set autocommit = 7"))).isEqualTo(1231);
        assertThat(errorCode(client.ask(Commands.INIT_DB, "nowhere"))).isEqualTo(1049);
        assertThat(errorCode(client.ask(Commands.QUERY, "use nowhere"))).isEqualTo(1049);
        assertThat(client.ask(Commands.PING, "")[0]).isEqualTo((byte) 0);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&useCompression=true", "&sslMode=trust", "&useServerPrepStmts=true"})
  void bothSeeTheSameSession(String options) throws SQLException {
    try (UserSession session =
        new UserSession(
            DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:%d/?user=root%s".formatted(secure, options)))) {
      for (int round = 0; round < 3; round++) {
        session.run("use mysql");
        assertThat(session.run("select database()")).containsExactly("mysql");
        session.run("use information_schema");
        assertThat(session.run("select count(*) > 1 from tables")).containsExactly("1");
        session.run("set @x = (select 40 + 2), sql_select_limit = 1");
        assertThat(session.run("select @x, @@sql_select_limit")).containsExactly("42 | 1");
        assertThat(session.run("select engine from engines")).hasSize(1);
        session.run("set sql_select_limit = default");
        assertThat(session.error("set autocommit = 'x'")).startsWith("1231 ");
        assertThat(session.run("show warnings").getFirst()).startsWith("Error | 1231");
        assertThat(session.run("select 1")).containsExactly("1");
        assertThat(session.run("show warnings")).isEmpty();
      }
    }
  }

  @Test
  void whatWasAnsweredAtOnceIsOnTheRecord() throws SQLException {
    try (UserSession session = UserSession.login(cluster, "root", "")) {
      for (int i = 0; i < 5; i++) {
        session.run("select 'on the record', 1");
      }
      assertThat(
              session.run(
                  "select exec_count, plan_cache_hits, stmt_type from statements_summary where"
                      + " query_sample_text = 'select ''on the record'', 1'"))
          .containsExactly("5 | 4 | Select");
    }
  }

  /// The event loop's own thread must not be interrupted.
  @Test
  void killingWhoIsAnsweredAtOnceHarmsNobody() throws SQLException {
    try (UserSession killer = UserSession.login(cluster, "root", "");
        UserSession victim = UserSession.login(cluster, "root", "")) {
      String id = victim.run("select connection_id()").getFirst();
      for (int i = 0; i < 20; i++) {
        assertThat(victim.run("select 1")).containsExactly("1");
        killer.run("kill query " + id);
      }
      assertThat(victim.run("select 1")).containsExactly("1");
      killer.run("kill " + id);
      assertThat(killer.run("select 1")).containsExactly("1");
    }
  }
}
