package io.minitidb.tidb.session;

/// A value as SQL would write it: what a user variable holds, and what a prepared statement is
/// given.
///
/// @param text of a number its digits, of a string its content, of NULL nothing
public record Literal(Kind kind, String text) {
  public static final Literal NULL = new Literal(Kind.NULL, "");

  public enum Kind {
    NULL,
    NUMBER,
    STRING
  }

  public static Literal number(String text) {
    return new Literal(Kind.NUMBER, text);
  }

  public static Literal string(String text) {
    return new Literal(Kind.STRING, text);
  }

  /// Returns the literal in SQL without escapes by backslash.
  public String sql() {
    return switch (kind) {
      case NULL -> "NULL";
      case NUMBER -> text;
      case STRING -> "'" + text.replace("'", "''") + "'";
    };
  }
}
