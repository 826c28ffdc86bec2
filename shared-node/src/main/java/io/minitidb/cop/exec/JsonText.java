package io.minitidb.cop.exec;

import io.minitidb.cop.data.Vector;
import io.minitidb.cop.expr.Values;

/// SQL values as JSON text.
final class JsonText {
  private JsonText() {}

  /// Returns a value as JSON: numbers as they are, JSON as it is, all else as a string.
  static String of(Vector vector, int row) {
    if (vector.isNull(row)) {
      return "null";
    }
    String text = Values.text(vector, row);
    return switch (vector.type().kind()) {
      case INT, DECIMAL, JSON -> text;
      // A double that is whole is still no integer.
      case REAL -> text.matches("-?\\d+") ? text + ".0" : text;
      case STRING, TIME, DURATION -> quoted(text);
    };
  }

  static String quoted(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> out.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
      }
    }
    return out.append('"').toString();
  }
}
