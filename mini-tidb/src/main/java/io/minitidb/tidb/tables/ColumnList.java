package io.minitidb.tidb.tables;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.TypeCode;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.TableInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Columns written as text: `NAME type, NAME!, ...`, for tables without rows. A column without a
/// type is varchar(64); `!` is NOT NULL; types are written as DESC prints them.
final class ColumnList {
  private static final Pattern COLUMN =
      Pattern.compile("(\\w+)(?: (\\w+)(?:\\((\\d+)\\))?( unsigned)?)?(!?)");

  private ColumnList() {}

  /// @throws IllegalArgumentException with the column that cannot be read
  static <R> List<Column<R>> parse(String text) {
    return Arrays.stream(text.split(",\\s*")).map(ColumnList::<R>column).toList();
  }

  private static <R> Column<R> column(String text) {
    Matcher parts = COLUMN.matcher(text.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no column");
    }
    Type type =
        parts.group(2) == null
            ? Type.varchar(64)
            : type(
                parts.group(2),
                parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3)),
                parts.group(4) != null);
    return new Column<>(
        parts.group(1),
        type,
        parts.group(5).isEmpty(),
        TableInfo.Role.DATA,
        (row, context, out) -> out.appendNull());
  }

  private static Type type(String name, int number, boolean unsigned) {
    TypeCode code = TypeCode.valueOf(name.toUpperCase(Locale.ROOT));
    return switch (code) {
      case DATETIME -> Type.datetime(number);
      case TIMESTAMP -> Type.timestamp(number);
      case TIME -> Type.time(number);
      case TEXT -> Type.TEXT;
      case LONGTEXT -> Type.LONGTEXT;
      default -> new Type(code, unsigned, number, 0);
    };
  }
}
