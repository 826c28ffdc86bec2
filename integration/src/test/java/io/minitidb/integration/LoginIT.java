package io.minitidb.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Real clients log in to a mini-tidb as it starts by default: with both plugins, with TLS by the
/// certificate that it made for itself and without. The accounts were made on the other mini-tidb.
@ExtendWith(ClusterExtension.class)
class LoginIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Path COMMAND_LINE = Path.of("/usr/bin/mariadb");

  private final Node tidb;
  private final Sql root;

  LoginIT(LocalCluster cluster) throws SQLException {
    this.tidb = cluster.node("tidb-1");
    this.root = Sql.connect(cluster);
  }

  @BeforeEach
  void makeAccounts() throws SQLException {
    root.run("drop user if exists old, young");
    root.run("create user old identified with mysql_native_password by 'pass word'");
    root.run("create user young identified with caching_sha2_password by 'pass word'");
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> {
          jdbc("mariadb", "old", true, "pass word", "").close();
          jdbc("mariadb", "young", true, "pass word", "").close();
        });
  }

  @AfterEach
  void end() throws SQLException {
    try (root) {
      root.run("drop user if exists old, young");
    }
  }

  private Sql jdbc(String driver, String user, boolean tls, String password, String options)
      throws SQLException {
    String mode =
        driver.equals("mysql") ? (tls ? "REQUIRED" : "DISABLED") : (tls ? "trust" : "disable");
    return new Sql(
        DriverManager.getConnection(
            "jdbc:%s://%s/information_schema?sslMode=%s%s"
                .formatted(driver, tidb.address(), mode, options),
            user,
            password));
  }

  @ParameterizedTest
  @CsvSource({
    "mysql, old, true", "mysql, old, false", "mysql, young, true", "mysql, young, false",
    "mariadb, old, true", "mariadb, old, false", "mariadb, young, true", "mariadb, young, false"
  })
  void driversLogIn(String driver, String user, boolean tls) throws SQLException {
    try (Sql sql = jdbc(driver, user, tls, "pass word", "&allowPublicKeyRetrieval=true")) {
      assertThat(sql.column("select current_user()")).containsExactly(user + "@%");
      String cipher = sql.rows("show status like 'Ssl_cipher'").getFirst().get("Value");
      assertThat(cipher).matches(tls ? "TLS_.*" : "");
      assertThat(sql.column("select @@have_ssl")).containsExactly("YES");
    }
    assertThatThrownBy(() -> jdbc(driver, user, tls, "wrong", "&allowPublicKeyRetrieval=true"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1045));
  }

  @ParameterizedTest
  @CsvSource({"old, --ssl", "old, --skip-ssl", "young, --ssl", "young, --skip-ssl"})
  void theCommandLineLogsIn(String user, String tls) throws Exception {
    assumeTrue(Files.isExecutable(COMMAND_LINE), "the package mariadb-client is not installed");
    String question = "select current_user(); show status like 'Ssl_version'";
    for (String more : List.of("--skip-compress", "--compress")) {
      String answer = commandLine(user, "pass word", tls, more, "-e", question);
      assertThat(answer).startsWith(user + "@%\nSsl_version\t");
      assertThat(answer.contains("TLSv1.")).isEqualTo(tls.equals("--ssl"));
    }
    assertThat(commandLine(user, "wrong", tls, "-e", question)).contains("ERROR 1045 (28000)");
  }

  @Test
  void theCommandLineSendsSeveralStatementsAtOnce() throws Exception {
    assumeTrue(Files.isExecutable(COMMAND_LINE), "the package mariadb-client is not installed");
    assertThat(
            commandLine(
                "old",
                "pass word",
                "--ssl",
                "--delimiter=//",
                "-e",
                "select 1; select 2; select 3//"))
        .isEqualTo("1\n2\n3\n");
  }

  private String commandLine(String user, String password, String... options)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                COMMAND_LINE.toString(),
                "--no-defaults",
                "-h127.0.0.1",
                "-P" + tidb.port(),
                "-u" + user,
                "-p" + password,
                "-N"));
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
