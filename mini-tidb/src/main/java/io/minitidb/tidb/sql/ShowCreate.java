package io.minitidb.tidb.sql;

import io.minitidb.cop.data.TypeCode;
import io.minitidb.memtable.TableInfo;
import java.util.stream.Collectors;

/// The texts of SHOW CREATE, as TiDB writes them: one column a line, two blanks before it. Clients
/// take them apart by regular expressions.
final class ShowCreate {
  private ShowCreate() {}

  static String table(TableInfo table) {
    return table.columns().stream()
        .map(ShowCreate::column)
        .collect(
            Collectors.joining(
                ",\n",
                "CREATE TABLE " + ShowQuery.name(table.name()) + " (\n",
                "\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"));
  }

  private static String column(TableInfo.ColumnInfo column) {
    String timestamp = column.type().code() == TypeCode.TIMESTAMP ? " NULL" : "";
    return "  "
        + ShowQuery.name(column.name())
        + " "
        + column.type()
        + (column.nullable() ? timestamp + " DEFAULT NULL" : " NOT NULL");
  }

  /// @param ifAbsent whether the statement is to do nothing where there is such a database
  static String database(String name, boolean ifAbsent) {
    return "CREATE DATABASE "
        + (ifAbsent ? "/*!32312 IF NOT EXISTS*/ " : "")
        + ShowQuery.name(name)
        + " /*!40100 DEFAULT CHARACTER SET utf8mb4 */";
  }
}
