package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Type;
import io.minitidb.memtable.MemTables;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.result.Result;
import io.minitidb.tidb.session.Session;
import java.util.ArrayList;
import java.util.List;

/// CHECK, ANALYZE, OPTIMIZE and REPAIR TABLE. Tables here are made of what nodes know when they are
/// read, so there is nothing to do; the answer says so in MySQL's words.
final class TableMaintenance {
  private final Session session;
  private final MemTables tables;

  TableMaintenance(Session session, MemTables tables) {
    this.session = session;
    this.tables = tables;
  }

  /// @throws SqlException 1046 without a database
  Result run(TokenReader tokens) {
    String operation = tokens.next().lower();
    tokens.accept("local", "no_write_to_binlog");
    if (!tokens.accept("table")) {
      tokens.expect("tables");
    }
    List<List<String>> rows = new ArrayList<>();
    do {
      report(TableName.read(tokens, session), operation, rows);
    } while (tokens.accept(","));
    while (tokens.peek().isName()) {
      tokens.next(); // QUICK, EXTENDED, FOR UPGRADE and their like
    }
    tokens.end();
    return FixedRows.of(
        List.of(
            new Result.Column("Table", Type.varchar(128)),
            new Result.Column("Op", Type.varchar(10)),
            new Result.Column("Msg_type", Type.varchar(10)),
            new Result.Column("Msg_text", Type.varchar(512))),
        rows);
  }

  private void report(TableName table, String operation, List<List<String>> rows) {
    if (table.database().isEmpty()) {
      throw new SqlException(SqlError.NO_DATABASE, "No database selected");
    }
    String name = table.full();
    if (table.find(tables).isPresent()) {
      rows.add(
          List.of(
              name,
              operation,
              "note",
              "The storage engine for the table doesn't support " + operation));
    } else {
      rows.add(List.of(name, operation, "Error", "Table '" + name + "' doesn't exist"));
      rows.add(List.of(name, operation, "status", "Operation failed"));
    }
  }
}
