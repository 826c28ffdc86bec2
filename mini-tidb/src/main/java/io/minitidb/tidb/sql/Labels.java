package io.minitidb.tidb.sql;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.parser.SqlParserPos;

/// The names of result columns as MySQL gives them: the alias, the column's name as typed,
/// otherwise the text of the expression.
final class Labels {
  private Labels() {}

  /// Returns a label for each select item; empty where the item names itself. An empty list when a
  /// `*` hides how many there are.
  static List<Optional<Label>> of(SqlNode query, CalciteText text) {
    return switch (query) {
      case SqlOrderBy ordered -> of(ordered.query, text);
      case SqlWith with -> of(with.body, text);
      case SqlSelect select ->
          select.getSelectList().stream().anyMatch(Labels::isStar)
              ? List.of()
              : select.getSelectList().stream().map(item -> label(item, text)).toList();
      case SqlBasicCall values when values.getKind() == SqlKind.VALUES -> values(values);
      case SqlBasicCall union when SqlKind.SET_QUERY.contains(union.getKind()) ->
          of(union.operand(0), text);
      default -> List.of();
    };
  }

  private static List<Optional<Label>> values(SqlBasicCall values) {
    int columns = values.operand(0) instanceof SqlCall row ? row.operandCount() : 1;
    return IntStream.range(0, columns)
        .<Optional<Label>>mapToObj(i -> Optional.of(new Label.Named("column_" + i)))
        .toList();
  }

  private static boolean isStar(SqlNode item) {
    return item instanceof SqlIdentifier name && name.isStar();
  }

  private static Optional<Label> label(SqlNode item, CalciteText text) {
    if (item instanceof SqlIdentifier name) {
      return Optional.of(new Label.Named(name.names.getLast()));
    }
    if (item.getKind() == SqlKind.AS) {
      return Optional.empty();
    }
    SqlParserPos position = item.getParserPosition();
    if (position.getLineNum() < 1) {
      return Optional.empty();
    }
    int first = text.position(position.getLineNum(), position.getColumnNum());
    int last = text.position(position.getEndLineNum(), position.getEndColumnNum());
    return Optional.of(text.label(first, last));
  }
}
