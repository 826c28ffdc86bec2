package io.minitidb.tidb.tables;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.TypeCode;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.memtable.TableInfo;
import io.minitidb.node.NodeKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `columns`: every column of every table.
@AutoService(MemTable.class)
public final class Columns implements MemTable {
  private static final long LONGTEXT_BYTES = 0xFFFFFFFFL;

  private record Row(TableInfo table, int position, TableInfo.ColumnInfo column) {
    Type type() {
      return column.type();
    }

    boolean isText() {
      return type().kind() == Kind.STRING;
    }

    @Nullable String ifText(String value) {
      return isText() ? value : null;
    }
  }

  @Override
  public Definition<?> definition() {
    return Definition.named("columns", NodeKind.TIDB)
        .ignoringCase(
            List.of(
                Column.<Row>text("TABLE_CATALOG", 64, row -> "def").notNull(),
                Column.<Row>text("TABLE_SCHEMA", 64, row -> row.table().schema()).notNull(),
                Column.<Row>text("TABLE_NAME", 64, row -> row.table().name()).notNull(),
                Column.<Row>text("COLUMN_NAME", 64, row -> row.column().name()),
                Column.<Row>bigint("ORDINAL_POSITION", Type.bigint(10).asUnsigned(), Row::position),
                Column.text("COLUMN_DEFAULT", Type.TEXT, row -> null),
                Column.<Row>text("IS_NULLABLE", 3, row -> row.column().nullable() ? "YES" : "NO")
                    .notNull(),
                Column.text("DATA_TYPE", 64, row -> row.type().code().sqlName()),
                number(
                    "CHARACTER_MAXIMUM_LENGTH",
                    row -> row.isText() ? characters(row.type()) : null),
                number("CHARACTER_OCTET_LENGTH", row -> row.isText() ? bytes(row.type()) : null),
                number("NUMERIC_PRECISION", Columns::precision),
                number(
                    "NUMERIC_SCALE",
                    row ->
                        precision(row) == null || row.type().kind() == Kind.REAL
                            ? null
                            : (long) row.type().decimals()),
                number(
                    "DATETIME_PRECISION",
                    row -> row.type().kind() == Kind.TIME ? (long) row.type().decimals() : null),
                Column.text(
                    "CHARACTER_SET_NAME",
                    64,
                    row -> row.ifText(Charset.of(row.type().collation()).sqlName())),
                Column.text(
                    "COLLATION_NAME", 64, row -> row.ifText(row.type().collation().sqlName())),
                Column.<Row>text("COLUMN_TYPE", Type.TEXT, row -> row.type().toString()).notNull(),
                Column.<Row>text("COLUMN_KEY", 3, row -> "").notNull(),
                Column.text("EXTRA", 256, row -> ""),
                Column.text("PRIVILEGES", 154, row -> "select"),
                Column.<Row>text("COLUMN_COMMENT", Type.TEXT, row -> "").notNull(),
                Column.<Row>text("GENERATION_EXPRESSION", Type.LONGTEXT, row -> "").notNull(),
                number("SRS_ID", row -> null)),
            context -> rows(List.copyOf(context.source(Catalog.class).get())));
  }

  private interface Nullable64 {
    @Nullable Long of(Row row);
  }

  private static Column<Row> number(String name, Nullable64 value) {
    return new Column<>(
        name,
        Type.bigint(21).asUnsigned(),
        true,
        TableInfo.Role.DATA,
        (row, context, out) -> {
          Long number = value.of(row);
          if (number == null) {
            out.appendNull();
          } else {
            out.appendLong(number);
          }
        });
  }

  private static long characters(Type type) {
    return type.code() == TypeCode.LONGTEXT ? LONGTEXT_BYTES : type.length();
  }

  private static long bytes(Type type) {
    boolean text = type.code() == TypeCode.LONGTEXT || type.code() == TypeCode.TEXT;
    return text ? characters(type) : Charset.of(type.collation()).maxBytes() * characters(type);
  }

  private static @Nullable Long precision(Row row) {
    return switch (row.type().kind()) {
      case INT -> digits(row.type());
      case REAL -> 22L;
      case DECIMAL -> (long) row.type().length();
      case STRING, TIME, DURATION, JSON -> null;
    };
  }

  /// Returns how many decimal digits every value of the type has at most.
  private static long digits(Type type) {
    return switch (type.code()) {
      case TINYINT -> 3;
      case SMALLINT -> 5;
      case INT -> 10;
      case YEAR -> 4;
      default -> type.unsigned() ? 20 : 19;
    };
  }

  private static List<Row> rows(List<TableInfo> tables) {
    List<Row> rows = new ArrayList<>();
    for (TableInfo table : tables) {
      for (int i = 0; i < table.columns().size(); i++) {
        rows.add(new Row(table, i + 1, table.columns().get(i)));
      }
    }
    return rows;
  }
}
