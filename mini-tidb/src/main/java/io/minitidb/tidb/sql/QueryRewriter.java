package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Rewrites a query, token by token, for our parser. Knows MySQL's syntax well enough to tell which
/// words are syntax; all the others become quoted names, so that no word of Calcite's grammar can
/// be taken for one. Calls with a syntax of their own become plain calls, what has no effect here
/// (modifiers, index hints, locks) is left out, and what we lack is error 1235.
final class QueryRewriter {
  private final Rewriting query;
  private final Constants constants;
  private final Calls calls;
  private final Parentheses parentheses;
  private final ClauseWords clauses;
  private final OperatorWords operators;

  /// @param variable gives the literal for a system variable `@@x` (argument `@@x`) or a user
  ///   variable (argument `@x`)
  QueryRewriter(String sql, List<Token> tokens, UnaryOperator<String> variable) {
    this(sql, tokens, variable, Map.of());
  }

  /// @param parameters which parameter the token at a position is
  QueryRewriter(
      String sql,
      List<Token> tokens,
      UnaryOperator<String> variable,
      Map<Integer, Integer> parameters) {
    this.query = new Rewriting(sql, tokens);
    this.constants = new Constants(query, variable, parameters);
    this.calls = new Calls(query);
    this.parentheses = new Parentheses(query, calls);
    this.clauses = new ClauseWords(query);
    this.operators = new OperatorWords(query, calls);
  }

  /// @throws SqlException 1064 for what MySQL's grammar refuses, 1235 for what we do not support
  CalciteText rewrite() {
    while (query.peek(0).kind() != Token.Kind.END) {
      if (query.peek(0).is(";") && query.peek(1).kind() == Token.Kind.END) {
        break;
      }
      token(query.peek(0));
      query.skip(1);
    }
    return query.text();
  }

  private void token(Token token) {
    switch (token.kind()) {
      case STRING -> constants.string(token.text());
      case QUOTED_NAME -> query.name(token.text());
      case SYSTEM_VARIABLE -> constants.systemVariable(token.text());
      case USER_VARIABLE -> constants.userVariable(token.text());
      case NUMBER -> constants.number(token.text());
      case BYTES -> constants.bytes(token.text());
      case WORD -> word(token);
      case SYMBOL -> symbol(token.text());
      case END -> throw new IllegalStateException("after the end");
    }
  }

  private void symbol(String symbol) {
    switch (symbol) {
      case "(" -> parentheses.open();
      case ")" -> parentheses.close();
      case "," -> parentheses.comma();
      case "{" -> parentheses.openBrace();
      case "}" -> parentheses.closeBrace();
      case "&&" -> query.emit("AND", false);
      case "||" -> query.emit(constants.concatenates() ? "||" : "OR", false);
      case "->" -> query.emit("@->", false);
      case "->>" -> query.emit("@->>", false);
      case ":=" -> throw Rewriting.unsupported(":=", "use SET");
      default -> query.emit(symbol, symbol.equals("?"));
    }
  }

  private void word(Token token) {
    String word = token.lower();
    if (query.follows(".")) {
      query.name(token.text());
    } else if (!calls.unit(token)
        && !calls.word(word)
        && !clauses.word(word)
        && !operators.word(word)) {
      calls.nameOrCall(token, word);
    }
  }
}
