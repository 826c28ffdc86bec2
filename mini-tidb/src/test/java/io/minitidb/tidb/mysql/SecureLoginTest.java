package io.minitidb.tidb.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.minitidb.server.ServerTls;
import io.minitidb.tidb.TestCluster;
import io.minitidb.tidb.sql.UserSession;
import io.minitidb.tidb.users.PasswordKey;
import io.minitidb.tls.RsaKey;
import io.minitidb.tls.ServerKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Both real drivers with both plugins, with TLS and without. MySQL's begins with
/// caching_sha2_password, MariaDB's with mysql_native_password.
@SuppressWarnings("NullAway.Init")
class SecureLoginTest {
  @TempDir private static Path directory;
  private static TestCluster cluster;
  private static UserSession root;
  private static int port;

  @BeforeAll
  static void start() throws IOException, SQLException {
    cluster = new TestCluster();
    port =
        cluster.listen(
            new Transport(
                Optional.of(
                    new ServerTls(ServerKeys.selfSigned(directory, "sql", List.of("127.0.0.1")))),
                new PasswordKey(RsaKey::make)));
    root = UserSession.login(cluster, "root", "");
  }

  @AfterAll
  static void stop() throws SQLException {
    root.close();
    cluster.close();
  }

  @AfterEach
  void dropAnn() throws SQLException {
    root.run("drop user if exists ann");
    root.run("set global require_secure_transport = off");
    root.run("set global default_authentication_plugin = mysql_native_password");
  }

  private static UserSession login(String driver, boolean tls, String password, String options)
      throws SQLException {
    String mode =
        driver.equals("mysql") ? (tls ? "REQUIRED" : "DISABLED") : (tls ? "trust" : "disable");
    return new UserSession(
        DriverManager.getConnection(
            "jdbc:%s://127.0.0.1:%d/information_schema?sslMode=%s%s"
                .formatted(driver, port, mode, options),
            "ann",
            password));
  }

  private static final String ASKS_FOR_THE_KEY = "&allowPublicKeyRetrieval=true";

  private static void assertRefused(int code, String driver, boolean tls, String password) {
    assertThatThrownBy(() -> login(driver, tls, password, ASKS_FOR_THE_KEY))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(code));
  }

  @ParameterizedTest
  @CsvSource({
    "mysql, caching_sha2_password, true",
    "mysql, caching_sha2_password, false",
    "mysql, mysql_native_password, true",
    "mysql, mysql_native_password, false",
    "mariadb, caching_sha2_password, true",
    "mariadb, caching_sha2_password, false",
    "mariadb, mysql_native_password, true",
    "mariadb, mysql_native_password, false"
  })
  void theRightPasswordOpens(String driver, String plugin, boolean tls) throws SQLException {
    root.run("create user ann identified with " + plugin + " by 'p\\'ässword'");
    assertRefused(1045, driver, tls, "wrong");
    assertRefused(1045, driver, tls, "");
    try (UserSession ann = login(driver, tls, "p'ässword", ASKS_FOR_THE_KEY)) {
      assertThat(ann.run("select current_user()")).containsExactly("ann@%");
      String cipher = ann.run("show status like 'Ssl_cipher'").getFirst();
      assertThat(cipher).matches(tls ? "Ssl_cipher \\| TLS_.+" : "Ssl_cipher \\| ");
    }
    // Its digest is known now, so that it need not be sent, whatever the client's means are.
    login(driver, tls, "p'ässword", "").close();
    assertRefused(1045, driver, tls, "wrong");
  }

  /// Between the two copies nothing fits; what was read before stays in use.
  @Test
  void aCertificateThatWasReplacedIsUsedWithoutARestart(@TempDir Path other) throws Exception {
    root.run("create user ann identified by 'x'");
    ServerKeys fresh = ServerKeys.selfSigned(other, "sql", List.of("127.0.0.1"));
    String pinned = "&sslMode=verify-full&serverSslCert=" + fresh.cert();
    assertThatThrownBy(() -> login("mariadb", true, "x", pinned)).isInstanceOf(SQLException.class);
    Files.copy(fresh.cert(), directory.resolve("sql.pem"), StandardCopyOption.REPLACE_EXISTING);
    login("mariadb", true, "x", "").close();
    Files.copy(fresh.key(), directory.resolve("sql-key.pem"), StandardCopyOption.REPLACE_EXISTING);
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .untilAsserted(() -> login("mariadb", true, "x", pinned).close());
  }

  /// The digest that was learnt goes with the password it belongs to.
  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void anotherPasswordIsSentAgain(String driver) throws SQLException {
    root.run("create user ann identified with caching_sha2_password by 'one'");
    login(driver, false, "one", ASKS_FOR_THE_KEY).close();
    root.run("alter user ann identified by 'two'");
    assertThat(root.run("select plugin from mysql.user where user = 'ann'"))
        .containsExactly("caching_sha2_password");
    assertRefused(1045, driver, false, "one");
    assertThatThrownBy(() -> login(driver, false, "two", ""))
        .hasMessageMatching("(?s).*(RSA public key|Public Key Retrieval).*");
    login(driver, true, "two", "").close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void whoMustUseTlsDoes(String driver) throws SQLException {
    root.run("create user ann identified by 'x' require ssl");
    assertThat(root.run("show create user ann").getFirst()).contains(" REQUIRE SSL ");
    assertRefused(1045, driver, false, "x");
    login(driver, true, "x", "").close();
    root.run("alter user ann require none");
    login(driver, false, "x", "").close();
    root.run("set global require_secure_transport = on");
    assertRefused(3159, driver, false, "x");
    login(driver, true, "x", "").close();
  }

  @Test
  void theDefaultPluginIsWhatAccountsAreMadeWith() throws SQLException {
    root.run("set global default_authentication_plugin = 'caching_sha2_password'");
    root.run("create user ann identified by 'x'");
    assertThat(root.run("select plugin from mysql.user where user = 'ann'"))
        .containsExactly("caching_sha2_password");
    login("mariadb", true, "x", "").close();
    assertThat(root.error("create user bob identified with sha256_password by 'x'"))
        .isEqualTo("1524 Plugin 'sha256_password' is not loaded");
    assertThat(root.error("create user bob identified with caching_sha2_password as 'x'"))
        .startsWith("1827 ");
  }
}
