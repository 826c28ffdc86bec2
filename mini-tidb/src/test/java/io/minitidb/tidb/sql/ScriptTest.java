package io.minitidb.tidb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.node.NodeKind;
import io.minitidb.tidb.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Runs `src/test/resources/sql/*.txt`: a query behind `> `, then what it answers, labels first;
/// behind `>? ` a query of which only the labels are compared. Every query runs with pushdown on
/// and off and must answer the same; EXPLAIN and SET run once. With `-Dscripts.write=true` a script
/// is written anew with what was answered: read the difference before you believe it. With
/// `-Dscripts.only=joins` only those run whose names contain it.
class ScriptTest {
  private static final Pattern QUERY = Pattern.compile("^>\\?? ");
  private static TestCluster cluster;

  /// @param labels whether its rows are no matter
  private record Case(String query, boolean labels, String expected) {}

  @BeforeAll
  static void start() throws IOException {
    cluster = new TestCluster();
    cluster.add(NodeKind.TIDB);
    cluster.add(NodeKind.TIKV);
    cluster.add(NodeKind.TIKV);
    cluster.add(NodeKind.PD);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @TestFactory
  Stream<DynamicTest> everyScriptAnswersTheSameWithPushdownOnAndOff() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/sql"))) {
      return files.sorted().toList().stream()
          .filter(file -> file.toString().contains(System.getProperty("scripts.only", "")))
          .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> run(file)));
    }
  }

  private static void run(Path file) throws IOException, SQLException {
    try (Connection on = cluster.connect();
        Connection off = cluster.connect()) {
      // The driver hangs up when it is told of a character set other than UTF-8.
      answer(on, "set session_track_system_variables = ''");
      answer(off, "set tidb_cluster_pushdown = off, session_track_system_variables = ''");
      if (Boolean.getBoolean("scripts.write")) {
        write(file);
      }
      for (Case each : cases(Files.readString(file))) {
        assertThat(answer(on, each)).as(each.query()).isEqualTo(each.expected());
        if (!each.query().startsWith("explain")) {
          assertThat(answer(off, each))
              .as(each.query() + " (pushdown off)")
              .isEqualTo(each.expected());
        }
      }
    }
  }

  private static void write(Path file) throws IOException, SQLException {
    StringBuilder script = new StringBuilder();
    try (Connection connection = cluster.connect()) {
      answer(connection, "set session_track_system_variables = ''");
      append(connection, file, script);
    }
    Files.writeString(file, script);
  }

  private static void append(Connection connection, Path file, StringBuilder script)
      throws IOException {
    for (String block : Files.readString(file).split("\n(?=>\\?? |#)")) {
      block
          .lines()
          .filter(line -> QUERY.matcher(line).lookingAt() || line.startsWith("#"))
          .forEach(line -> script.append(line).append('\n'));
      cases(block)
          .forEach(each -> {
            String answer = answer(connection, each);
            script.append(answer).append(answer.isEmpty() ? "" : "\n");
          });
    }
  }

  private static List<Case> cases(String script) {
    List<Case> cases = new ArrayList<>();
    for (String block : script.split("\n(?=>\\?? |#)")) {
      List<String> lines = block.lines().filter(line -> !line.startsWith("#")).toList();
      List<String> query =
          lines.stream()
              .filter(line -> QUERY.matcher(line).lookingAt())
              .map(line -> QUERY.matcher(line).replaceFirst(""))
              .toList();
      String expected =
          String.join("\n", lines.subList(query.size(), lines.size())).stripTrailing();
      if (!query.isEmpty()) {
        cases.add(new Case(String.join("\n", query), lines.getFirst().startsWith(">?"), expected));
      }
    }
    return cases;
  }

  private static String answer(Connection connection, Case asked) {
    String answer = answer(connection, asked.query());
    return asked.labels() ? answer.lines().findFirst().orElse("") : answer;
  }

  private static String answer(Connection connection, String query) {
    try (Statement statement = connection.createStatement()) {
      String answer = statement.execute(query) ? table(statement.getResultSet()) : "";
      return query.startsWith("explain analyze") ? withoutMeasurements(answer) : answer;
    } catch (SQLException e) {
      String message = String.valueOf(e.getMessage()).replaceFirst("^\\(conn=\\d+\\) ", "");
      return "ERROR " + e.getErrorCode() + " (" + e.getSQLState() + "): " + message;
    }
  }

  /// What differs from run to run is cut out, and the nodes are put into order.
  private static String withoutMeasurements(String answer) {
    List<String> lines =
        answer
            .replaceAll("[0-9.]+(ns|µs|ms|s)\\b", "T")
            .replaceAll("(bytes:) ?[0-9]+", "$1 B")
            .replaceAll("[0-9]+ Bytes", "B Bytes")
            .replaceAll("_[0-9]+ ", " ")
            .replaceAll("127.0.0.1:[0-9]+", "HOST")
            .lines()
            .collect(Collectors.toList());
    for (int from = 0; from < lines.size(); from++) {
      int to = from;
      while (to < lines.size() && lines.get(to).contains("─Node ")) {
        to++;
      }
      lines.subList(from, to).sort(null);
      from = Math.max(from, to - 1);
    }
    return String.join("\n", lines);
  }

  private static String table(ResultSet rows) throws SQLException {
    ResultSetMetaData meta = rows.getMetaData();
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      text.append(i == 1 ? "" : " | ").append(meta.getColumnLabel(i));
    }
    while (rows.next()) {
      text.append('\n');
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        text.append(i == 1 ? "" : " | ").append(rows.getString(i));
      }
    }
    return text.toString().lines().map(String::stripTrailing).collect(Collectors.joining("\n"));
  }
}
