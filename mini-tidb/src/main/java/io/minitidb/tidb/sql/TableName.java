package io.minitidb.tidb.sql;

import io.minitidb.memtable.BoundTable;
import io.minitidb.memtable.MemTables;
import io.minitidb.memtable.TableInfo;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.session.Session;
import java.util.Locale;
import java.util.Optional;

/// A table as a statement names it, with the database that it is in.
///
/// @param database in lower case
/// @param table in lower case
record TableName(String database, String table) {

  /// Takes `[database.]table`; without a database it is the session's.
  static TableName read(TokenReader tokens, Session session) {
    String first = tokens.name();
    return tokens.accept(".") ? of(first, tokens.name()) : of(session.database().orElse(""), first);
  }

  static TableName of(String database, String table) {
    return new TableName(database.toLowerCase(Locale.ROOT), table.toLowerCase(Locale.ROOT));
  }

  /// Takes the database of `FROM database`, or else that of the session.
  ///
  /// @throws SqlException 1046 when there is none, 1049 when it does not exist
  static String database(TokenReader tokens, Session session, MemTables tables) {
    String named =
        tokens.accept("from", "in")
            ? tokens.name()
            : session
                .database()
                .orElseThrow(() -> new SqlException(SqlError.NO_DATABASE, "No database selected"));
    return checkDatabase(named, tables);
  }

  /// Returns the name in lower case.
  ///
  /// @throws SqlException 1049 when there is no such database
  static String checkDatabase(String database, MemTables tables) {
    String name = database.toLowerCase(Locale.ROOT);
    if (tables.all().stream().noneMatch(table -> table.info().schema().equals(name))) {
      throw new SqlException(SqlError.BAD_DATABASE, "Unknown database '" + database + "'");
    }
    return name;
  }

  /// Returns the name with its database, if there is one.
  String full() {
    return database.isEmpty() ? table : database + "." + table;
  }

  Optional<TableInfo> find(MemTables tables) {
    return tables.all().stream()
        .map(BoundTable::info)
        .filter(info -> info.schema().equals(database) && info.name().equals(table))
        .findFirst();
  }

  /// @throws SqlException 1046 without a database, 1146 when there is no such table
  TableInfo require(MemTables tables) {
    if (database.isEmpty()) {
      throw new SqlException(SqlError.NO_DATABASE, "No database selected");
    }
    return find(tables)
        .orElseThrow(() ->
            new SqlException(
                SqlError.NO_SUCH_TABLE, "Table '" + database + "." + table + "' doesn't exist"));
  }
}
