package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.TypeCode;
import io.minitidb.memtable.MemTables;
import io.minitidb.memtable.TableInfo;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.result.Result;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.Warnings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// SHOW and DESCRIBE. What stands in a table is answered by a query over that table, with MySQL's
/// column names.
final class ShowStatements {
  private final Session session;
  private final MemTables tables;
  private final ShowUsers users;
  private final QueryRunner queries;

  /// Runs a query of ours and gives its columns these labels.
  interface QueryRunner {
    Result run(String sql, List<String> labels);
  }

  ShowStatements(Session session, MemTables tables, ShowUsers users, QueryRunner queries) {
    this.session = session;
    this.tables = tables;
    this.users = users;
    this.queries = queries;
  }

  /// Returns whether the statement only asks for the warnings of the one before, which it keeps.
  static boolean isDiagnostic(TokenReader tokens) {
    if (tokens.peek(1).kind() == Token.Kind.SYSTEM_VARIABLE) {
      String name = tokens.peek(1).lower();
      return name.endsWith("warning_count") || name.endsWith("error_count");
    }
    Token what = tokens.peek(1).is("count") ? tokens.peek(5) : tokens.peek(1);
    return tokens.peek().is("show") && (what.is("warnings") || what.is("errors"));
  }

  /// Answers what follows the word SHOW.
  Result show(TokenReader tokens) {
    tokens.accept("extended");
    boolean full = tokens.accept("full");
    boolean global = tokens.accept("global");
    tokens.accept("session", "local");
    Optional<ShowQuery> form = ShowForms.accept(tokens);
    if (form.isPresent()) {
      return filtered(tokens, form.get());
    }
    Token what = tokens.next();
    return switch (what.lower()) {
      case "variables", "status" -> filtered(tokens, values(what.lower(), global));
      case "processlist" -> filtered(tokens, processlist(full, false));
      case "cluster" -> {
        tokens.expect("processlist");
        yield filtered(tokens, processlist(full, true));
      }
      case "tables" -> filtered(tokens, ShowTables.tables(database(tokens), full));
      case "table" -> {
        tokens.expect("status");
        yield filtered(tokens, ShowTables.tableStatus(database(tokens)));
      }
      case "open" -> {
        tokens.expect("tables");
        yield filtered(tokens, ShowTables.openTables(database(tokens)));
      }
      case "triggers" -> filtered(tokens, ShowTables.triggers(database(tokens)));
      case "events" -> filtered(tokens, ShowTables.events(database(tokens)));
      case "columns", "fields" -> {
        expectFrom(tokens);
        yield columns(tokens, full);
      }
      case "index", "indexes", "keys" -> {
        expectFrom(tokens);
        TableInfo table = table(tokens);
        yield filtered(tokens, ShowTables.indexes(table.schema(), table.name()));
      }
      case "create" -> create(tokens);
      case "grants" -> users.grants(tokens);
      case "warnings" -> warnings(tokens, false);
      case "errors" -> warnings(tokens, true);
      case "count" -> count(tokens);
      case "engine" -> {
        tokens.name();
        tokens.accept("status", "logs", "mutex");
        yield filtered(tokens, ShowForms.ENGINE_STATUS);
      }
      default ->
          throw new SqlException(
              SqlError.NOT_SUPPORTED,
              "This version of mini-tidb doesn't yet support 'SHOW " + what.text() + "'");
    };
  }

  /// Answers `DESCRIBE [db.]table [column | 'pattern']`.
  Result describe(TokenReader tokens) {
    TableInfo table = TableName.read(tokens, session).require(tables);
    ShowQuery query = ShowTables.columns(table.schema(), table.name(), false);
    if (tokens.atEnd()) {
      return filtered(tokens, query);
    }
    boolean pattern = tokens.peek().kind() == Token.Kind.STRING;
    String column = pattern ? tokens.next().text() : tokens.name();
    tokens.end();
    return run(query, pattern ? query.like(column) : "Field = " + ShowQuery.text(column));
  }

  private Result columns(TokenReader tokens, boolean full) {
    TableInfo table = table(tokens);
    return filtered(tokens, ShowTables.columns(table.schema(), table.name(), full));
  }

  private Result filtered(TokenReader tokens, ShowQuery query) {
    String filter = "1 = 1";
    if (tokens.accept("where")) {
      filter = tokens.condition();
    } else {
      Optional<String> pattern = tokens.like();
      tokens.end();
      if (pattern.isPresent()) {
        filter = query.like(pattern.get());
      }
    }
    return run(query, filter);
  }

  private Result run(ShowQuery query, String filter) {
    return queries.run(query.sql(filter), query.labels());
  }

  private static ShowQuery values(String what, boolean global) {
    return ShowQuery.of(
            "information_schema." + (global ? "global_" : "session_") + what,
            "Variable_name",
            "Value=variable_value")
        .orderBy("variable_name");
  }

  private static ShowQuery processlist(boolean full, boolean cluster) {
    List<String> columns =
        new ArrayList<>(List.of("Id", "User", "Host", "db", "Command", "Time", "State"));
    columns.add(full ? "Info" : "Info=left(info, 100)");
    if (cluster) {
      columns.addFirst("Instance");
    }
    return ShowQuery.of(
            "information_schema." + (cluster ? "cluster_processlist" : "processlist"),
            columns.toArray(String[]::new))
        .orderBy("id");
  }

  private String database(TokenReader tokens) {
    return TableName.database(tokens, session, tables);
  }

  private static void expectFrom(TokenReader tokens) {
    if (!tokens.accept("in")) {
      tokens.expect("from");
    }
  }

  private TableInfo table(TokenReader tokens) {
    TableName name = TableName.read(tokens, session);
    return (tokens.peek().is("from") || tokens.peek().is("in")
            ? TableName.of(database(tokens), name.table())
            : name)
        .require(tables);
  }

  private Result create(TokenReader tokens) {
    if (tokens.accept("table", "view")) {
      TableInfo table = TableName.read(tokens, session).require(tables);
      tokens.end();
      return FixedRows.of(
          List.of(
              new Result.Column("Table", Type.varchar(64)),
              new Result.Column("Create Table", Type.LONGTEXT)),
          List.of(List.of(table.name(), ShowCreate.table(table))));
    }
    if (tokens.accept("user")) {
      return users.createUser(tokens);
    }
    if (tokens.accept("database", "schema")) {
      boolean ifAbsent = tokens.accept("if");
      if (ifAbsent) {
        tokens.expect("not");
        tokens.expect("exists");
      }
      String database = TableName.checkDatabase(tokens.name(), tables);
      tokens.end();
      return FixedRows.of(
          List.of(
              new Result.Column("Database", Type.varchar(64)),
              new Result.Column("Create Database", Type.varchar(1024))),
          List.of(List.of(database, ShowCreate.database(database, ifAbsent))));
    }
    throw absent(tokens);
  }

  /// There are none of the other things that can be created.
  private SqlException absent(TokenReader tokens) {
    Token what = tokens.next();
    String name = TableName.read(tokens, session).full();
    return switch (what.lower()) {
      case "procedure", "function" ->
          new SqlException(
              SqlError.NO_SUCH_FUNCTION,
              what.text().toUpperCase(Locale.ROOT) + " " + name + " does not exist");
      case "trigger" -> new SqlException(SqlError.NO_SUCH_TRIGGER, "Trigger does not exist");
      case "event" -> new SqlException(SqlError.NO_SUCH_EVENT, "Unknown event '" + name + "'");
      default ->
          new SqlException(
              SqlError.NOT_SUPPORTED,
              "This version of mini-tidb doesn't yet support 'SHOW CREATE " + what.text() + "'");
    };
  }

  private Result warnings(TokenReader tokens, boolean errorsOnly) {
    List<Warnings.Warning> shown =
        session.warnings().kept().stream()
            .filter(warning -> !errorsOnly || warning.level().equals("Error"))
            .toList();
    long offset = 0;
    long limit = Long.MAX_VALUE;
    if (tokens.accept("limit")) {
      limit = tokens.number();
      if (tokens.accept(",")) {
        offset = limit;
        limit = tokens.number();
      }
    }
    tokens.end();
    return FixedRows.of(
        List.of(
            new Result.Column("Level", Type.varchar(7)),
            new Result.Column("Code", new Type(TypeCode.INT, true, 4, 0)),
            new Result.Column("Message", Type.varchar(512))),
        shown.stream()
            .skip(offset)
            .limit(limit)
            .map(warning ->
                List.of(warning.level(), Integer.toString(warning.code()), warning.message()))
            .toList());
  }

  private Result count(TokenReader tokens) {
    tokens.expect("(");
    tokens.expect("*");
    tokens.expect(")");
    boolean errors = tokens.accept("errors");
    if (!errors) {
      tokens.expect("warnings");
    }
    tokens.end();
    long count = errors ? session.warnings().errors() : session.warnings().count();
    return queries.run(
        "SELECT " + count, List.of(errors ? "@@session.error_count" : "@@session.warning_count"));
  }
}
