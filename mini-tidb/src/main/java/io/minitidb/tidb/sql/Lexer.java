package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlException;
import java.util.ArrayList;
import java.util.List;

/// Cuts a statement into tokens by MySQL's rules: both kinds of quotes make strings, the backslash
/// escapes, `#` begins a comment, `/*! */` holds code.
final class Lexer {
  private static final String LONG_SYMBOLS = "<=> << >> <= >= <> != && || := ->";

  private final String sql;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(String sql) {
    this.sql = sql;
  }

  /// Returns the tokens of `sql`, the last one of kind END.
  ///
  /// @throws SqlException 1064 for a string, name or comment that does not end
  static List<Token> tokens(String sql) {
    Lexer lexer = new Lexer(sql);
    lexer.run();
    return List.copyOf(lexer.tokens);
  }

  private void run() {
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (Character.isWhitespace(c) || c == 0) {
        at++;
      } else if (!comment(c)) {
        token(c);
      }
    }
    tokens.add(new Token(Token.Kind.END, "", sql.length(), sql.length()));
  }

  private boolean comment(char c) {
    if (c == '#' || c == '-' && peek(1) == '-' && (at + 2 >= sql.length() || peek(2) <= ' ')) {
      int end = sql.indexOf('\n', at);
      at = end < 0 ? sql.length() : end + 1;
      return true;
    }
    if (c == '/' && peek(1) == '*') {
      boolean code = peek(2) == '!' || peek(2) == 'T' && peek(3) == '!';
      int end = sql.indexOf("*/", at + 2);
      if (end < 0) {
        throw unterminated("comment", at);
      }
      if (code) {
        at += peek(2) == '!' ? 3 : 4;
        while (Character.isDigit(peek(0))) {
          at++;
        }
      } else {
        at = end + 2;
      }
      return true;
    }
    if (c == '*' && peek(1) == '/') {
      at += 2;
      return true;
    }
    return false;
  }

  private char peek(int ahead) {
    return at + ahead < sql.length() ? sql.charAt(at + ahead) : 0;
  }

  private void token(char c) {
    int start = at;
    if (c == '\'' || c == '"') {
      addString(string(c), start);
    } else if (c == '`') {
      add(Token.Kind.QUOTED_NAME, name(), start);
    } else if (c == '@') {
      variable(start);
    } else if (Character.isDigit(c) || c == '.' && Character.isDigit(peek(1))) {
      number(start);
    } else if (isWordPart(c)) {
      add(Token.Kind.WORD, word(), start);
    } else {
      String symbol = symbol();
      at += symbol.length();
      add(Token.Kind.SYMBOL, symbol, start);
    }
  }

  private void add(Token.Kind kind, String text, int start) {
    tokens.add(new Token(kind, text, start, at));
  }

  /// Strings that follow each other are one.
  private void addString(String text, int start) {
    if (!tokens.isEmpty() && tokens.getLast().kind() == Token.Kind.STRING) {
      Token before = tokens.removeLast();
      tokens.add(new Token(Token.Kind.STRING, before.text() + text, before.start(), at));
    } else {
      add(Token.Kind.STRING, text, start);
    }
  }

  private String string(char quote) {
    StringBuilder text = new StringBuilder();
    int start = at++;
    while (at < sql.length()) {
      char c = sql.charAt(at++);
      if (c == quote && peek(0) == quote) {
        text.append(quote);
        at++;
      } else if (c == quote) {
        return text.toString();
      } else if (c == '\\' && at < sql.length()) {
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

  private String name() {
    StringBuilder text = new StringBuilder();
    int start = at++;
    while (at < sql.length()) {
      char c = sql.charAt(at++);
      if (c != '`') {
        text.append(c);
      } else if (peek(0) == '`') {
        text.append('`');
        at++;
      } else {
        return text.toString();
      }
    }
    throw unterminated("name", start);
  }

  /// `@@x`, `@@session.x`, `@x`; the quotes of names are dropped.
  private void variable(int start) {
    Token.Kind kind = peek(1) == '@' ? Token.Kind.SYSTEM_VARIABLE : Token.Kind.USER_VARIABLE;
    at += kind == Token.Kind.SYSTEM_VARIABLE ? 2 : 1;
    StringBuilder text = new StringBuilder();
    do {
      if (peek(0) == '.') {
        text.append('.');
        at++;
      }
      text.append(
          peek(0) == '`' ? name() : peek(0) == '\'' || peek(0) == '"' ? string(peek(0)) : word());
    } while (peek(0) == '.');
    add(kind, text.toString(), start);
  }

  private void number(int start) {
    while (Character.isDigit(peek(0))) {
      at++;
    }
    if (peek(0) == '.') {
      at++;
      while (Character.isDigit(peek(0))) {
        at++;
      }
    }
    if ((peek(0) == 'e' || peek(0) == 'E')
        && (Character.isDigit(peek(1))
            || "+-".indexOf(peek(1)) >= 0 && Character.isDigit(peek(2)))) {
      at += 2;
      while (Character.isDigit(peek(0))) {
        at++;
      }
    }
    add(Token.Kind.NUMBER, sql.substring(start, at), start);
  }

  private String word() {
    int start = at;
    while (at < sql.length() && isWordPart(sql.charAt(at))) {
      at++;
    }
    return sql.substring(start, at);
  }

  private static boolean isWordPart(char c) {
    return c == '_' || c == '$' || Character.isLetterOrDigit(c) || c > 127;
  }

  private String symbol() {
    for (int length = 3; length > 1; length--) {
      if (at + length <= sql.length()) {
        String symbol = sql.substring(at, at + length);
        if (List.of(LONG_SYMBOLS.split(" ")).contains(symbol)) {
          return symbol;
        }
      }
    }
    return sql.substring(at, at + 1);
  }

  private SqlException unterminated(String what, int start) {
    return Syntax.error(sql, start, "this " + what + " does not end");
  }
}
