package io.minitidb.tidb.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.minitidb.tidb.TestCluster;
import io.minitidb.tidb.sql.UserSession;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Logging in by real drivers: MariaDB's begins with mysql_native_password, MySQL's has to be asked
/// for it.
@SuppressWarnings("NullAway.Init")
class LoginTest {
  private TestCluster cluster;
  private UserSession root;

  @BeforeEach
  void start() throws IOException, SQLException {
    cluster = new TestCluster();
    root = UserSession.login(cluster, "root", "");
  }

  @AfterEach
  void stop() throws SQLException {
    root.close();
    cluster.close();
  }

  private void assertRefused(int code, String driver, String user, String password, String text) {
    assertThatThrownBy(() -> UserSession.login(cluster, driver, user, password))
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> {
              assertThat(e.getErrorCode()).isEqualTo(code);
              assertThat(String.valueOf(e.getMessage())).contains(text);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void theRightPasswordOpens(String driver) throws SQLException {
    root.run("create user ann@'127.0.0.1' identified by 'p\\'ässword'");
    try (UserSession ann = UserSession.login(cluster, driver, "ann", "p'ässword")) {
      assertThat(ann.run("select user(), current_user()"))
          .containsExactly("ann@127.0.0.1 | ann@127.0.0.1");
      assertThat(ann.connection().isValid(1)).isTrue();
      assertThat(ann.connection().getMetaData().getUserName()).startsWith("ann");
    }
    assertRefused(
        1045,
        driver,
        "ann",
        "password",
        "Access denied for user 'ann'@'127.0.0.1' (using password: YES)");
    assertRefused(
        1045, driver, "ann", "", "Access denied for user 'ann'@'127.0.0.1' (using password: NO)");
    assertRefused(1045, driver, "carl", "x", "(using password: YES)");
    assertRefused(1045, driver, "root", "x", "(using password: YES)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void aClientWaitsAfterTooManyFailures(String driver) throws SQLException {
    root.run("create user ann identified by 'right'");
    for (int i = 0; i < TestCluster.LOCKOUT.attempts(); i++) {
      assertRefused(1045, driver, "ann", "wrong", "Access denied");
    }
    assertRefused(3955, driver, "ann", "right", "Account is blocked");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void anAccountHasAsManyConnectionsAsItMay(String driver) throws SQLException {
    root.run("create user ann identified by 'x' with max_user_connections 1");
    try (UserSession first = UserSession.login(cluster, driver, "ann", "x")) {
      assertThat(first.run("select 1")).containsExactly("1");
      assertRefused(
          1226,
          driver,
          "ann",
          "x",
          "User 'ann' has exceeded the 'max_user_connections' resource (current value: 1)");
    }
    await()
        .ignoreExceptions()
        .untilAsserted(() -> UserSession.login(cluster, driver, "ann", "x").close());
  }

  @Test
  void aDatabaseThatIsNotThereGivesTheConnectionBack() throws SQLException {
    root.run("create user ann identified by 'x' with max_user_connections 1");
    String url = "jdbc:mariadb://127.0.0.1:" + cluster.port() + "/nowhere";
    for (int i = 0; i < 3; i++) {
      await()
          .untilAsserted(() ->
              assertThatThrownBy(() -> DriverManager.getConnection(url, "ann", "x"))
                  .hasMessageContaining("Unknown database"));
    }
  }

  @Test
  void aLockedAccountIsRefused() throws SQLException {
    root.run("create user ann identified by 'x' account lock");
    assertRefused(
        3118,
        "mariadb",
        "ann",
        "x",
        "Access denied for user 'ann'@'127.0.0.1'. Account is locked.");
    root.run("alter user ann account unlock");
    UserSession.login(cluster, "ann", "x").close();
  }

  @Test
  void aRootWithPasswordIsAskedForIt() throws SQLException {
    root.run("alter user root identified by 'safe'");
    assertRefused(1045, "mariadb", "root", "", "(using password: NO)");
    try (UserSession again = UserSession.login(cluster, "mysql", "root", "safe")) {
      assertThat(again.run("select current_user()")).containsExactly("root@%");
    }
  }

  @Test
  void nobodySeesThePasswordsOfStatements() throws SQLException {
    root.run("create user ann identified by 'TOPsecret1'");
    root.error("alter user ann identified by 'TOPsecret2' nonsense");
    assertThat(root.run("show warnings").toString()).doesNotContain("TOPsecret");
    root.error("alter user ann identified by 'TOPsecret3");
    root.run("set password for ann = 'TOPsecret4'");
    root.run("prepare s from 'alter user ann identified by \"TOPsecret5\"'");
    root.run("execute s");
    try (PreparedStatement prepared =
        root.connection().prepareStatement("alter user ann identified by 'TOPsecret6'")) {
      prepared.execute();
    }
    UserSession.login(cluster, "ann", "TOPsecret6").close();
    assertThat(root.run("select query_sample_text from statements_summary"))
        .anySatisfy(text -> assertThat(text).isEqualTo("create user ann identified by '***'"))
        .allSatisfy(text -> assertThat(text).doesNotContain("TOPsecret"));
    assertThat(root.run("select * from statements_summary").toString()).doesNotContain("TOPsecret");
    assertThat(root.run("select * from cluster_processlist").toString())
        .doesNotContain("TOPsecret");
  }
}
