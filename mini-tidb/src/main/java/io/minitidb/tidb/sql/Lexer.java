package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts a statement into tokens by MySQL's rules: both kinds of quotes make strings, the backslash
/// escapes, `#` begins a comment, `/*! */` and `/*T! */` hold code, `/*+ */` hints.
final class Lexer {
  private static final String LONG_SYMBOLS = "<=> ->> << >> <= >= <> != && || := ->";

  private static final Pattern BYTES =
      Pattern.compile(
          "(?:x'[0-9a-f]*'|b'[01]*'|0x[0-9a-f]+(?![\\w$])|0b[01]+(?![\\w$]))",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern NUMBER = Pattern.compile("[0-9]+(?:[eE][0-9]+)?");

  private final String sql;
  private final List<Token> tokens = new ArrayList<>();
  private final List<String> hints = new ArrayList<>();
  private boolean inCodeComment;
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

  /// Returns what stands in the statement's comments `/*+ */`.
  ///
  /// @throws SqlException as tokens does
  static List<String> hints(String sql) {
    Lexer lexer = new Lexer(sql);
    lexer.run();
    return List.copyOf(lexer.hints);
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
      int end = sql.indexOf("*/", at + 2);
      if (end < 0) {
        throw unterminated("comment", at);
      }
      if (peek(2) == '!' || peek(2) == 'T' && peek(3) == '!') {
        at += peek(2) == '!' ? 3 : 4;
        inCodeComment = true;
        skipVersionOrFeature(end);
      } else {
        if (peek(2) == '+') {
          hints.add(sql.substring(Math.min(at + 3, end), end));
        }
        at = end + 2;
      }
      return true;
    }
    if (inCodeComment && c == '*' && peek(1) == '/') {
      inCodeComment = false;
      at += 2;
      return true;
    }
    return false;
  }

  /// `/*!80000 ... */`, `/*T![feature] ... */`: like TiDB we run the code of every version.
  private void skipVersionOrFeature(int end) {
    while (Character.isDigit(peek(0))) {
      at++;
    }
    int bracket = peek(0) == '[' ? sql.indexOf(']', at) : -1;
    if (bracket >= 0 && bracket < end) {
      at = bracket + 1;
    }
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
    } else if (c == '.' && followsName()) {
      at++;
      add(Token.Kind.SYMBOL, ".", start);
      if (isWordPart(peek(0))) {
        add(Token.Kind.WORD, word(), start + 1);
      }
    } else if (prefixed(c, start)) {
      return;
    } else if (c == '.' && Character.isDigit(peek(1))
        || Character.isDigit(c) && !isNameFromDigit()) {
      number(start);
    } else if (isWordPart(c)) {
      add(Token.Kind.WORD, word(), start);
    } else {
      String symbol = symbol();
      at += symbol.length();
      add(Token.Kind.SYMBOL, symbol, start);
    }
  }

  private boolean followsName() {
    return !tokens.isEmpty() && tokens.getLast().end() == at && tokens.getLast().isName();
  }

  /// Reads `x'41'`, `0x41`, `b'101'`, `0b101` and `N'text'`; returns false when none stands here.
  private boolean prefixed(char c, int start) {
    char prefix = Character.toLowerCase(c);
    boolean quoted = peek(1) == '\'';
    if (quoted && prefix == 'n') {
      at++;
      addString(string('\''), start);
      return true;
    }
    Matcher matcher = BYTES.matcher(sql).region(at, sql.length());
    if (!matcher.lookingAt()) {
      return false;
    }
    at = matcher.end();
    boolean hex = Character.toLowerCase(quoted ? prefix : sql.charAt(start + 1)) == 'x';
    String digits = sql.substring(start + 2, quoted ? at - 1 : at);
    if (hex && quoted && digits.length() % 2 != 0) {
      throw Syntax.error(sql, start, "an even number of hexadecimal digits is needed");
    }
    BigInteger value = digits.isEmpty() ? BigInteger.ZERO : new BigInteger(digits, hex ? 16 : 2);
    int bytes = hex ? (digits.length() + 1) / 2 : (digits.length() + 7) / 8;
    add(Token.Kind.BYTES, bytes == 0 ? "" : String.format("%0" + 2 * bytes + "x", value), start);
    return true;
  }

  /// Names may begin with digits: `1b`, but not `1e5`.
  private boolean isNameFromDigit() {
    int end = at;
    while (end < sql.length() && isWordPart(sql.charAt(end))) {
      end++;
    }
    String word = sql.substring(at, end);
    boolean exponent =
        word.matches("[0-9]+[eE]") && end < sql.length() && "+-".indexOf(sql.charAt(end)) >= 0;
    return !exponent && !NUMBER.matcher(word).matches();
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
