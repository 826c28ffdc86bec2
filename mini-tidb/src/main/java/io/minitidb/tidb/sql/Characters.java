package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlException;

/// A statement's characters and the place that the lexer has come to. Reads what has one shape in
/// all of MySQL: strings, quoted names, words, numbers. Mutable; for one thread.
final class Characters {
  private final String sql;
  private final boolean escapes;
  private int at;

  /// @param escapes whether a backslash in a string says something about what follows it
  Characters(String sql, boolean escapes) {
    this.sql = sql;
    this.escapes = escapes;
  }

  /// Returns how many characters have been read.
  int at() {
    return at;
  }

  boolean atEnd() {
    return at >= sql.length();
  }

  /// Returns the character `ahead` of the current one; 0 beyond the end.
  char peek(int ahead) {
    return at + ahead < sql.length() ? sql.charAt(at + ahead) : 0;
  }

  void skip(int count) {
    at += count;
  }

  /// Goes to just behind the next `mark`, or to the end.
  void skipPast(char mark) {
    int found = sql.indexOf(mark, at);
    at = found < 0 ? sql.length() : found + 1;
  }

  static boolean isWordPart(char c) {
    return c == '_' || c == '$' || Character.isLetterOrDigit(c) || c > 127;
  }

  /// Reads a string in quotes, which the current character is.
  ///
  /// @throws SqlException 1064 when it does not end
  String string() {
    StringBuilder text = new StringBuilder();
    int start = at++;
    char quote = sql.charAt(start);
    while (!atEnd()) {
      char c = sql.charAt(at++);
      if (c == quote && peek(0) == quote) {
        text.append(quote);
        at++;
      } else if (c == quote) {
        return text.toString();
      } else if (c == '\\' && escapes && !atEnd()) {
        text.append(escaped(sql.charAt(at++)));
      } else {
        text.append(c);
      }
    }
    throw unterminated("string", start);
  }

  /// The wildcards of LIKE keep their backslash, which LIKE itself understands.
  private static String escaped(char c) {
    return switch (c) {
      case '0' -> "\0";
      case 'b' -> "\b";
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case 'Z' -> "\032";
      case '%', '_' -> "\\" + c;
      default -> String.valueOf(c);
    };
  }

  /// Reads a name in backticks or other quotes, the first of which is the current character.
  ///
  /// @throws SqlException 1064 when it does not end
  String quotedName() {
    StringBuilder text = new StringBuilder();
    int start = at++;
    char quote = sql.charAt(start);
    while (!atEnd()) {
      char c = sql.charAt(at++);
      if (c != quote) {
        text.append(c);
      } else if (peek(0) == quote) {
        text.append(quote);
        at++;
      } else {
        return text.toString();
      }
    }
    throw unterminated("name", start);
  }

  String word() {
    int start = at;
    while (!atEnd() && isWordPart(sql.charAt(at))) {
      at++;
    }
    return sql.substring(start, at);
  }

  String number() {
    int start = at;
    digits();
    if (peek(0) == '.') {
      at++;
      digits();
    }
    boolean exponent = peek(0) == 'e' || peek(0) == 'E';
    boolean signed = "+-".indexOf(peek(1)) >= 0 && Character.isDigit(peek(2));
    if (exponent && (signed || Character.isDigit(peek(1)))) {
      at += 2;
      digits();
    }
    return sql.substring(start, at);
  }

  private void digits() {
    while (Character.isDigit(peek(0))) {
      at++;
    }
  }

  /// @param what does not end
  SqlException unterminated(String what, int start) {
    return Syntax.error(sql, start, "this " + what + " does not end");
  }
}
