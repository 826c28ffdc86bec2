package io.minitidb.tidb;

import static io.minitidb.tidb.Asking.ask;
import static io.minitidb.tidb.Asking.errorOf;
import static io.minitidb.tidb.Asking.one;
import static io.minitidb.tidb.Asking.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.config.ConfigException;
import io.minitidb.memtable.Privilege;
import io.minitidb.memtable.Settings;
import io.minitidb.memtable.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SET GLOBAL, SET PERSIST and RESET PERSIST, and that they change the configuration. Errors that
/// change nothing are in `variables.txt`.
@SuppressWarnings("NullAway.Init")
final class SetGlobalTest {
  private TestCluster cluster;
  private Connection connection;

  @BeforeEach
  void start() throws IOException, SQLException {
    cluster = new TestCluster();
    connection = cluster.connect();
  }

  @AfterEach
  void stop() throws SQLException {
    connection.close();
    cluster.close();
  }

  private Settings.Setting item(String key) {
    return cluster.live().all().stream()
        .filter(setting -> setting.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aGlobalValueIsWhatNewSessionsBeginWith() throws SQLException {
    run(connection, "set global div_precision_increment = 9, @@global.big_tables = on");
    assertThat(
            one(connection, "select @@div_precision_increment, @@global.div_precision_increment"))
        .isEqualTo("4|9");
    assertThat(ask(connection, "show global variables like 'big%'"))
        .containsExactly("big_tables|ON");
    assertThat(ask(connection, "show variables like 'big%'")).containsExactly("big_tables|OFF");
    try (Connection next = cluster.connect()) {
      assertThat(one(next, "select @@div_precision_increment, @@session.big_tables"))
          .isEqualTo("9|1");
      run(next, "set div_precision_increment = 2");
      assertThat(one(next, "select @@div_precision_increment")).isEqualTo("2");
    }
    run(connection, "set div_precision_increment = default");
    assertThat(one(connection, "select @@div_precision_increment")).isEqualTo("9");
  }

  @Test
  void itIsAnItemOfTheConfiguration() throws SQLException {
    assertThat(item("variables.big_tables").source()).isEqualTo("default");
    run(connection, "set global big_tables = 1, global max_connections = 70");
    assertThat(item("variables.big_tables").value()).isEqualTo("ON");
    assertThat(item("variables.big_tables").source()).isEqualTo("sql");
    assertThat(item("variables.max_connections").value()).isEqualTo("70");
    assertThat(item("variables.max_connections").range()).isEqualTo("0 to 100000");
    assertThat(item("variables.big_tables").revision()).isEqualTo(1);
    run(connection, "set global big_tables = default");
    assertThat(item("variables.big_tables").source()).isEqualTo("default");
    assertThat(item("variables.max_connections").source()).isEqualTo("sql");
  }

  @Test
  void allOfAStatementHoldsOrNothing() throws SQLException {
    for (String wrong :
        new String[] {
          "global max_connections = 'many'",
          "global no_such_variable = 1",
          "no_such_variable = 1",
          "version = 'x'",
          "autocommit = perhaps",
          "@x = nothing_of_that_name"
        }) {
      errorOf(
          connection,
          "set @a = 1, max_execution_time = 7, global div_precision_increment = 5, " + wrong);
      assertThat(
              one(connection, "select @a, @@max_execution_time, @@global.div_precision_increment"))
          .as(wrong)
          .isEqualTo("null|0|4");
    }
    assertThat(cluster.live().revision()).isZero();
    run(connection, "set @a = 1, max_execution_time = -7, global div_precision_increment = 99");
    assertThat(ask(connection, "show warnings"))
        .containsExactly(
            "Warning|1292|Truncated incorrect max_execution_time value: '-7'",
            "Warning|1292|Truncated incorrect div_precision_increment value: '99'");
    assertThat(one(connection, "select @a, @@max_execution_time, @@global.div_precision_increment"))
        .isEqualTo("1|0|30");
    assertThat(cluster.live().revision()).isEqualTo(1);
  }

  @Test
  void persistIsTheSameAndResetPersistTakesItBack() throws SQLException {
    run(connection, "set persist max_connections = 50, @@persist.tidb_redact_log = marker");
    assertThat(one(connection, "select @@persist.max_connections, @@global.tidb_redact_log"))
        .isEqualTo("50|MARKER");
    run(connection, "reset persist max_connections");
    assertThat(one(connection, "select @@max_connections, @@tidb_redact_log"))
        .isEqualTo("0|MARKER");
    assertThat(errorOf(connection, "reset persist max_connections")).isEqualTo(3615);
    run(connection, "reset persist if exists max_connections");
    assertThat(ask(connection, "show warnings")).hasSize(1);
    assertThat(errorOf(connection, "reset persist no_such")).isEqualTo(1193);
    run(connection, "set persist max_connections = 50");
    run(connection, "reset persist");
    assertThat(one(connection, "select @@max_connections, @@tidb_redact_log")).isEqualTo("0|OFF");
    run(connection, "reset persist");
  }

  @Test
  void onlyAnAdministratorOfVariablesMay() throws SQLException {
    for (String statement :
        new String[] {
          "set global max_connections = 1", "set persist max_connections = 1",
          "set @@global.max_connections = default", "reset persist"
        }) {
      assertThatThrownBy(
              () -> cluster.runAs(new User("guest", "here", Set.of(Privilege.PROCESS)), statement))
          .as(statement)
          .hasMessageContaining("SUPER or SYSTEM_VARIABLES_ADMIN");
    }
    cluster.runAs(
        new User("admin", "here", Set.of(Privilege.SYSTEM_VARIABLES_ADMIN)),
        "set global max_connections = 77");
    assertThat(one(connection, "select @@max_connections")).isEqualTo("77");
  }

  @Test
  void aFileSaysWhatVariablesBeginWith(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("tidb.toml");
    Files.writeString(
        file,
        "[variables]\nmax_execution_time = 1000\nautocommit = false\ntidb_redact_log = \"marker\"\n");
    TidbConfig config = TidbConfig.load(Optional.of(file), Map.of()).config();
    assertThat(config.variables())
        .containsEntry("max_execution_time", "1000")
        .containsEntry("autocommit", "OFF")
        .containsEntry("tidb_redact_log", "MARKER")
        .containsEntry("max_connections", "0");
    for (String wrong :
        new String[] {
          "time_zone = \"Mars/Olympus\"",
          "max_connections = -1",
          "version = \"x\"",
          "autocommit = 2"
        }) {
      Files.writeString(file, "[variables]\n" + wrong);
      assertThatThrownBy(() -> TidbConfig.load(Optional.of(file), Map.of()))
          .as(wrong)
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining(wrong.substring(0, wrong.indexOf(' ')));
    }
  }
}
