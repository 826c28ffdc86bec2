package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Vector;
import io.minitidb.cop.expr.Values;
import io.minitidb.tidb.session.Literal;

/// What a user variable holds of a value in a row.
final class VariableValues {
  private VariableValues() {}

  static Literal of(Vector column, int row) {
    if (column.isNull(row)) {
      return Literal.NULL;
    }
    String text = Values.text(column, row);
    return switch (column.type().kind()) {
      case INT, DECIMAL -> Literal.number(text);
      case REAL -> Literal.number(text.contains("e") ? text : text + "e0");
      case STRING, TIME, DURATION, JSON -> Literal.string(text);
    };
  }
}
