package io.minitidb.tidb.sql;

import io.minitidb.tidb.digest.SqlMode;
import io.minitidb.tidb.error.SqlException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts a statement into tokens by MySQL's rules: both kinds of quotes make strings, the backslash
/// escapes, `#` begins a comment, `/*! */` and `/*T! */` hold code, `/*+ */` hints.
final class Lexer {
  private static final List<String> LONG_SYMBOLS =
      List.of("<=>", "->>", "<<", ">>", "<=", ">=", "<>", "!=", "&&", "||", ":=", "->");

  private static final Pattern BYTES =
      Pattern.compile(
          "(?:x'[0-9a-f]*'|b'[01]*'|0x[0-9a-f]+(?![\\w$])|0b[01]+(?![\\w$]))",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern NUMBER = Pattern.compile("[0-9]+(?:[eE][0-9]+)?");

  private final String sql;
  private final SqlMode mode;
  private final Characters characters;
  private final List<Token> tokens = new ArrayList<>();
  private final List<String> hints = new ArrayList<>();
  private boolean inCodeComment;

  private Lexer(String sql, SqlMode mode) {
    this.sql = sql;
    this.mode = mode;
    this.characters = new Characters(sql, !mode.plainBackslash());
  }

  /// Returns the tokens of `sql`, the last one of kind END.
  ///
  /// @throws SqlException 1064 for a string, name or comment that does not end
  static List<Token> tokens(String sql) {
    return tokens(sql, SqlMode.OURS);
  }

  /// As [#tokens(String)], by the rules of a session.
  static List<Token> tokens(String sql, SqlMode mode) {
    Lexer lexer = new Lexer(sql, mode);
    lexer.run();
    return List.copyOf(lexer.tokens);
  }

  /// As [#tokens(String, SqlMode)], but a statement with a string, name or comment that does not
  /// end has the tokens before it.
  static List<Token> tokensAsFarAsPossible(String sql, SqlMode mode) {
    Lexer lexer = new Lexer(sql, mode);
    try {
      lexer.run();
    } catch (SqlException e) {
      lexer.tokens.add(new Token(Token.Kind.END, "", sql.length(), sql.length()));
    }
    return lexer.tokens;
  }

  /// Returns what stands in the statement's comments `/*+ */`.
  ///
  /// @throws SqlException as tokens does
  static List<String> hints(String sql) {
    Lexer lexer = new Lexer(sql, SqlMode.OURS);
    lexer.run();
    return List.copyOf(lexer.hints);
  }

  private void run() {
    while (!characters.atEnd()) {
      char c = peek(0);
      if (Character.isWhitespace(c) || c == 0) {
        characters.skip(1);
      } else if (!comment(c)) {
        token(c);
      }
    }
    tokens.add(new Token(Token.Kind.END, "", sql.length(), sql.length()));
  }

  private char peek(int ahead) {
    return characters.peek(ahead);
  }

  private boolean comment(char c) {
    // Beyond the end stands 0.
    if (c == '#' || c == '-' && peek(1) == '-' && peek(2) <= ' ') {
      characters.skipPast('\n');
      return true;
    }
    if (c == '/' && peek(1) == '*') {
      openComment();
      return true;
    }
    if (inCodeComment && c == '*' && peek(1) == '/') {
      inCodeComment = false;
      characters.skip(2);
      return true;
    }
    return false;
  }

  private void openComment() {
    int start = characters.at();
    int end = sql.indexOf("*/", start + 2);
    if (end < 0) {
      throw characters.unterminated("comment", start);
    }
    if (peek(2) == '!' || peek(2) == 'T' && peek(3) == '!') {
      characters.skip(peek(2) == '!' ? 3 : 4);
      inCodeComment = true;
      skipVersionOrFeature(end);
      return;
    }
    if (peek(2) == '+') {
      hints.add(sql.substring(Math.min(start + 3, end), end));
    }
    characters.skip(end + 2 - start);
  }

  /// `/*!80000 ... */`, `/*T![feature] ... */`: like TiDB we run the code of every version.
  private void skipVersionOrFeature(int end) {
    while (Character.isDigit(peek(0))) {
      characters.skip(1);
    }
    int bracket = peek(0) == '[' ? sql.indexOf(']', characters.at()) : -1;
    if (bracket >= 0 && bracket < end) {
      characters.skipPast(']');
    }
  }

  private void token(char c) {
    int start = characters.at();
    if (c == '"' && mode.ansiQuotes()) {
      add(Token.Kind.QUOTED_NAME, characters.quotedName(), start);
    } else if (c == '\'' || c == '"') {
      addString(characters.string(), start);
    } else if (c == '`') {
      add(Token.Kind.QUOTED_NAME, characters.quotedName(), start);
    } else if (c == '@') {
      variable(start);
    } else if (c == '.' && followsName()) {
      characters.skip(1);
      add(Token.Kind.SYMBOL, ".", start);
      if (Characters.isWordPart(peek(0))) {
        add(Token.Kind.WORD, characters.word(), start + 1);
      }
    } else if (prefixed(c, start)) {
      return;
    } else if (c == '.' && Character.isDigit(peek(1))
        || Character.isDigit(c) && !isNameFromDigit()) {
      add(Token.Kind.NUMBER, characters.number(), start);
    } else if (Characters.isWordPart(c)) {
      add(Token.Kind.WORD, characters.word(), start);
    } else {
      String symbol = symbol(start);
      characters.skip(symbol.length());
      add(Token.Kind.SYMBOL, symbol, start);
    }
  }

  private boolean followsName() {
    return !tokens.isEmpty()
        && tokens.getLast().end() == characters.at()
        && tokens.getLast().isName();
  }

  /// Reads `x'41'`, `0x41`, `b'101'`, `0b101` and `N'text'`; returns false when none stands here.
  private boolean prefixed(char c, int start) {
    char prefix = Character.toLowerCase(c);
    boolean quoted = peek(1) == '\'';
    if (quoted && prefix == 'n') {
      characters.skip(1);
      addString(characters.string(), start);
      return true;
    }
    if (prefix != 'x' && prefix != 'b' && c != '0') {
      return false;
    }
    Matcher matcher = BYTES.matcher(sql).region(start, sql.length());
    if (!matcher.lookingAt()) {
      return false;
    }
    characters.skip(matcher.end() - start);
    boolean hex = Character.toLowerCase(quoted ? prefix : sql.charAt(start + 1)) == 'x';
    String digits = sql.substring(start + 2, quoted ? matcher.end() - 1 : matcher.end());
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
    int length = 0;
    while (Characters.isWordPart(peek(length))) {
      length++;
    }
    String word = sql.substring(characters.at(), characters.at() + length);
    boolean exponent = word.matches("[0-9]+[eE]") && "+-".indexOf(peek(length)) >= 0;
    return !exponent && !NUMBER.matcher(word).matches();
  }

  private void add(Token.Kind kind, String text, int start) {
    tokens.add(new Token(kind, text, start, characters.at()));
  }

  /// Strings that follow each other are one.
  private void addString(String text, int start) {
    if (!tokens.isEmpty() && tokens.getLast().kind() == Token.Kind.STRING) {
      Token before = tokens.removeLast();
      add(Token.Kind.STRING, before.text() + text, before.start());
    } else {
      add(Token.Kind.STRING, text, start);
    }
  }

  /// `@@x`, `@@session.x`, `@x`; the quotes of names are dropped.
  private void variable(int start) {
    Token.Kind kind = peek(1) == '@' ? Token.Kind.SYSTEM_VARIABLE : Token.Kind.USER_VARIABLE;
    characters.skip(kind == Token.Kind.SYSTEM_VARIABLE ? 2 : 1);
    StringBuilder text = new StringBuilder();
    do {
      if (peek(0) == '.') {
        text.append('.');
        characters.skip(1);
      }
      text.append(
          switch (peek(0)) {
            case '`' -> characters.quotedName();
            case '\'', '"' -> characters.string();
            default -> characters.word();
          });
    } while (peek(0) == '.');
    add(kind, text.toString(), start);
  }

  private String symbol(int start) {
    for (String symbol : LONG_SYMBOLS) {
      if (sql.startsWith(symbol, start)) {
        return symbol;
      }
    }
    return sql.substring(start, start + 1);
  }
}
