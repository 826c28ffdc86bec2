package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.exec.BatchesExecutor;
import io.minitidb.cop.expr.LikePattern;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.result.Result;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.SystemVariables;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// SHOW and DESCRIBE. What stands in a table is answered by a query over that table, with MySQL's
/// column names.
final class ShowStatements {
  private final Session session;
  private final QueryRunner queries;

  /// Runs a query of ours and gives its columns these labels.
  interface QueryRunner {
    Result run(String sql, List<String> labels);
  }

  ShowStatements(Session session, QueryRunner queries) {
    this.session = session;
    this.queries = queries;
  }

  /// Answers what follows the word SHOW.
  Result show(TokenReader tokens) {
    boolean full = tokens.accept("full");
    tokens.accept("extended", "global", "session", "local");
    Token what = tokens.next();
    return switch (what.lower()) {
      case "databases", "schemas" -> databases(tokens);
      case "tables" -> tables(tokens, full);
      case "columns", "fields" -> columns(tokens, full);
      case "processlist" -> processlist(full);
      case "warnings" -> warnings(false);
      case "errors" -> warnings(true);
      case "variables" -> variables(tokens);
      case "status" -> rows(List.of("Variable_name", "Value"), List.of());
      case "engines" ->
          rows(
              List.of("Engine", "Support", "Comment", "Transactions", "XA", "Savepoints"),
              List.of(
                  List.of(
                      "InnoDB", "DEFAULT", "System tables of the mini cluster", "NO", "NO", "NO")));
      case "collation" ->
          rows(
              List.of("Collation", "Charset", "Id", "Default", "Compiled", "Sortlen"),
              List.of(List.of("utf8mb4_bin", "utf8mb4", "46", "Yes", "Yes", "1")));
      case "charset", "character" ->
          rows(
              List.of("Charset", "Description", "Default collation", "Maxlen"),
              List.of(List.of("utf8mb4", "UTF-8 Unicode", "utf8mb4_bin", "4")));
      case "grants" ->
          rows(
              List.of("Grants for " + session.user().name() + "@%"),
              List.of(
                  List.of(
                      "GRANT ALL PRIVILEGES ON *.* TO '"
                          + session.user().name()
                          + "'@'%' WITH GRANT OPTION")));
      case "plugins" -> rows(List.of("Name", "Status", "Type", "Library", "License"), List.of());
      default ->
          throw new SqlException(
              SqlError.NOT_SUPPORTED,
              "This version of mini-tidb doesn't yet support 'SHOW " + what.text() + "'");
    };
  }

  private static String quote(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  private static String like(String column, Optional<String> pattern) {
    return pattern
        .map(text -> " AND lower(" + column + ") LIKE " + quote(text.toLowerCase(Locale.ROOT)))
        .orElse("");
  }

  private Result databases(TokenReader tokens) {
    Optional<String> pattern = tokens.like();
    tokens.end();
    return queries.run(
        "SELECT schema_name FROM information_schema.schemata WHERE 1 = 1"
            + like("schema_name", pattern)
            + " ORDER BY 1",
        List.of("Database"));
  }

  private String database(TokenReader tokens) {
    return tokens.accept("from", "in")
        ? tokens.name().toLowerCase(Locale.ROOT)
        : session
            .database()
            .orElseThrow(() -> new SqlException(SqlError.NO_DATABASE, "No database selected"));
  }

  private Result tables(TokenReader tokens, boolean full) {
    String database = database(tokens);
    Optional<String> pattern = tokens.like();
    tokens.end();
    return queries.run(
        "SELECT table_name"
            + (full ? ", table_type" : "")
            + " FROM information_schema.tables WHERE table_schema = "
            + quote(database)
            + like("table_name", pattern)
            + " ORDER BY 1",
        full ? List.of("Tables_in_" + database, "Table_type") : List.of("Tables_in_" + database));
  }

  private Result columns(TokenReader tokens, boolean full) {
    tokens.expect("from");
    return describe(tokens, full);
  }

  /// Answers `[db.]table [FROM db] [LIKE 'pattern']`, which DESC has too.
  Result describe(TokenReader tokens, boolean full) {
    String first = tokens.name();
    Optional<String> qualified = tokens.accept(".") ? Optional.of(tokens.name()) : Optional.empty();
    String table = qualified.orElse(first).toLowerCase(Locale.ROOT);
    String database = qualified.isPresent() ? first.toLowerCase(Locale.ROOT) : database(tokens);
    Optional<String> pattern = tokens.like();
    tokens.end();
    queries.run("SELECT 1 FROM `" + database + "`.`" + table + "` LIMIT 0", List.of("1"));
    String where =
        " FROM information_schema.columns WHERE table_schema = "
            + quote(database)
            + " AND table_name = "
            + quote(table)
            + like("column_name", pattern)
            + " ORDER BY ordinal_position";
    return full
        ? queries.run(
            "SELECT column_name, column_type, collation_name, is_nullable, column_key, column_default, extra, privileges,"
                + " column_comment"
                + where,
            List.of(
                "Field",
                "Type",
                "Collation",
                "Null",
                "Key",
                "Default",
                "Extra",
                "Privileges",
                "Comment"))
        : queries.run(
            "SELECT column_name, column_type, is_nullable, column_key, column_default, extra"
                + where,
            List.of("Field", "Type", "Null", "Key", "Default", "Extra"));
  }

  private Result processlist(boolean full) {
    return queries.run(
        "SELECT id, `user`, host, db, command, `time`, state, "
            + (full ? "info" : "left(info, 100)")
            + " FROM information_schema.processlist ORDER BY id",
        List.of("Id", "User", "Host", "db", "Command", "Time", "State", "Info"));
  }

  private Result warnings(boolean errorsOnly) {
    List<List<String>> rows = new ArrayList<>();
    for (Session.Warning warning : session.warnings()) {
      if (!errorsOnly || warning.level().equals("Error")) {
        rows.add(List.of(warning.level(), Integer.toString(warning.code()), warning.message()));
      }
    }
    return rows(List.of("Level", "Code", "Message"), rows);
  }

  private Result variables(TokenReader tokens) {
    Optional<String> pattern = tokens.like();
    tokens.end();
    List<List<String>> rows = new ArrayList<>();
    for (SystemVariables.Variable variable : SystemVariables.all()) {
      if (pattern.isEmpty()
          || LikePattern.of(pattern.get().toLowerCase(Locale.ROOT), '\\')
              .matches(variable.name())) {
        String value = session.variable(variable.name());
        rows.add(
            List.of(variable.name(), variable.bool() ? value.equals("1") ? "ON" : "OFF" : value));
      }
    }
    return rows(List.of("Variable_name", "Value"), rows);
  }

  private static Result rows(List<String> labels, List<List<String>> rows) {
    List<Result.Column> columns =
        labels.stream().map(label -> new Result.Column(label, Type.varchar(1024))).toList();
    List<Vector> vectors = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      VectorBuilder out = new VectorBuilder(Type.varchar(1024), rows.size());
      for (List<String> row : rows) {
        out.appendString(row.get(i));
      }
      vectors.add(out.build());
    }
    return new Result.Rows(columns, new BatchesExecutor(List.of(new Batch(vectors, rows.size()))));
  }
}
