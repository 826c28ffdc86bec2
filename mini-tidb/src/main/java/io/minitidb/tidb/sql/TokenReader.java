package io.minitidb.tidb.sql;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/// Reads the tokens of a statement from left to right.
final class TokenReader {
  private static final Set<String> CLAUSES =
      Set.of(
          "from",
          "where",
          "group",
          "having",
          "window",
          "order",
          "limit",
          "into",
          "union",
          "except",
          "intersect");

  private final String sql;
  private final List<Token> tokens;
  private int at;

  TokenReader(String sql, List<Token> tokens) {
    this.sql = sql;
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(at);
  }

  Token peek(int ahead) {
    return tokens.get(Math.min(at + ahead, tokens.size() - 1));
  }

  Token next() {
    Token token = tokens.get(at);
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }

  /// Takes the next token when it is one of these words.
  boolean accept(String... words) {
    for (String word : words) {
      if (peek().is(word)) {
        next();
        return true;
      }
    }
    return false;
  }

  void expect(String word) {
    if (!accept(word)) {
      throw Syntax.error(sql, peek().start(), "expected " + word);
    }
  }

  /// Takes a name, quoted or not.
  String name() {
    if (!peek().isName()) {
      throw Syntax.error(sql, peek().start(), "expected a name");
    }
    return next().text();
  }

  /// Takes `LIKE 'pattern'` when it stands there.
  Optional<String> like() {
    if (!accept("like")) {
      return Optional.empty();
    }
    if (peek().kind() != Token.Kind.STRING) {
      throw Syntax.error(sql, peek().start(), "expected a pattern");
    }
    return Optional.of(next().text());
  }

  boolean atEnd() {
    return peek().kind() == Token.Kind.END || peek().is(";") && peek(1).kind() == Token.Kind.END;
  }

  void end() {
    if (!atEnd()) {
      throw Syntax.error(sql, peek().start(), "");
    }
  }

  /// Takes a whole number.
  long number() {
    Token token = next();
    if (token.kind() != Token.Kind.NUMBER || !token.text().matches("\\d{1,18}")) {
      throw Syntax.error(sql, token.start(), "expected a number");
    }
    return Long.parseLong(token.text());
  }

  /// Takes everything to the end of the statement as one expression, which is not looked at.
  String condition() {
    int from = peek().start();
    int to = from;
    while (!atEnd()) {
      to = next().end();
    }
    if (from == to) {
      throw Syntax.error(sql, from, "expected a condition");
    }
    return "(" + sql.substring(from, to) + "\n)";
  }

  /// Takes an expression: the tokens up to a comma or a clause of a query outside of parentheses.
  ///
  /// @return its text
  String expression() {
    int from = peek().start();
    int to = from;
    int depth = 0;
    while (!atEnd() && !(depth == 0 && (peek().is(",") || beginsClause()))) {
      Token token = next();
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      to = token.end();
    }
    if (from == to) {
      throw Syntax.error(sql, from, "expected a value");
    }
    return sql.substring(from, to);
  }

  private boolean beginsClause() {
    return peek().kind() == Token.Kind.WORD && CLAUSES.contains(peek().lower());
  }

  /// Takes expressions to the end of the statement.
  ///
  /// @return their text, with commas between
  String expressions() {
    StringJoiner all = new StringJoiner(", ");
    do {
      all.add(expression());
    } while (accept(","));
    end();
    return all.toString();
  }

  /// Returns what is left of the statement.
  String rest() {
    return sql.substring(peek().start());
  }

  List<Token> restTokens() {
    return tokens.subList(at, tokens.size());
  }

  String sql() {
    return sql;
  }
}
