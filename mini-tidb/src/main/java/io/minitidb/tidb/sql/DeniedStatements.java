package io.minitidb.tidb.sql;

import io.minitidb.memtable.MemTables;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.result.Result;
import io.minitidb.tidb.session.Session;
import java.util.Locale;

/// Statements that would change tables. There are only system tables, which nobody may change: the
/// errors are those that TiDB has for its own, so that clients say the right thing.
final class DeniedStatements {
  private final Session session;
  private final MemTables tables;

  DeniedStatements(Session session, MemTables tables) {
    this.session = session;
    this.tables = tables;
  }

  /// Refuses the statement. What is asked for `IF [NOT] EXISTS` and needs no change is done.
  ///
  /// @throws SqlException 1142 or 8121, or before that 1046, 1049, 1051 and 1146 for what does not
  ///   exist
  Result run(TokenReader tokens) {
    String verb = tokens.next().lower();
    return switch (verb) {
      case "create", "alter", "drop" -> definition(tokens, verb);
      case "truncate" -> {
        tokens.accept("table");
        throw deniedOn(existing(tokens), "DROP");
      }
      case "update" -> {
        skip(tokens, "low_priority", "ignore");
        existing(tokens);
        throw new SqlException(SqlError.PRIVILEGE_CHECK, "privilege check for 'Update' fail");
      }
      case "delete" -> {
        skip(tokens, "low_priority", "quick", "ignore");
        tokens.accept("from");
        throw deniedOn(existing(tokens), "DELETE");
      }
      default -> {
        skip(tokens, "low_priority", "delayed", "high_priority", "ignore", "into");
        throw deniedOn(existing(tokens), "INSERT");
      }
    };
  }

  private Result definition(TokenReader tokens, String verb) {
    skip(tokens, "or", "replace", "temporary", "online", "unique", "fulltext", "spatial", "global");
    Token what = tokens.next();
    boolean ifExists = exists(tokens);
    return switch (what.lower()) {
      case "table", "view" -> table(tokens, verb, ifExists);
      case "index", "key" -> {
        while (!tokens.atEnd() && !tokens.accept("on")) {
          tokens.next();
        }
        throw deniedOn(existing(tokens), "INDEX");
      }
      case "database", "schema" -> database(tokens, verb, ifExists);
      default ->
          throw new SqlException(
              SqlError.NOT_SUPPORTED,
              "This version of mini-tidb doesn't yet support '"
                  + verb.toUpperCase(Locale.ROOT)
                  + " "
                  + what.text().toUpperCase(Locale.ROOT)
                  + "'");
    };
  }

  private Result table(TokenReader tokens, String verb, boolean ifExists) {
    TableName name = TableName.read(tokens, session);
    if (name.database().isEmpty()) {
      throw new SqlException(SqlError.NO_DATABASE, "No database selected");
    }
    TableName.checkDatabase(name.database(), tables);
    boolean there = name.find(tables).isPresent();
    switch (verb) {
      case "create" -> {
        if (there && ifExists) {
          return Result.Done.OK;
        }
      }
      case "drop" -> {
        if (!there && ifExists) {
          return Result.Done.OK;
        }
        if (!there) {
          throw new SqlException(
              SqlError.UNKNOWN_TABLE,
              "Unknown table '" + name.database() + "." + name.table() + "'");
        }
      }
      default -> name.require(tables);
    }
    throw deniedOn(name, verb.toUpperCase(Locale.ROOT));
  }

  private Result database(TokenReader tokens, String verb, boolean ifExists) {
    String name = tokens.name();
    boolean there =
        tables.all().stream().anyMatch(table -> table.info().schema().equalsIgnoreCase(name));
    if (ifExists && there == verb.equals("create")) {
      return Result.Done.OK;
    }
    throw new SqlException(
        SqlError.DATABASE_DENIED,
        "Access denied for user " + user() + " to database '" + name + "'");
  }

  private static boolean exists(TokenReader tokens) {
    if (!tokens.accept("if")) {
      return false;
    }
    tokens.accept("not");
    tokens.expect("exists");
    return true;
  }

  private static void skip(TokenReader tokens, String... words) {
    while (tokens.accept(words)) {}
  }

  private TableName existing(TokenReader tokens) {
    TableName name = TableName.read(tokens, session);
    name.require(tables);
    return name;
  }

  private SqlException deniedOn(TableName name, String command) {
    return new SqlException(
        SqlError.COMMAND_DENIED,
        command + " command denied to user " + user() + " for table '" + name.table() + "'");
  }

  private String user() {
    return "'" + session.user().name() + "'@'" + session.user().host() + "'";
  }
}
