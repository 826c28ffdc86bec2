package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.Expr;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// What a statement has in common with others that need the same plan: its text without comments,
/// with variables replaced by their values, and with a `?` and a type for each parameter.
/// Parameters are the literals that stand in a condition beside a comparison. All others (in
/// labels, in LIMIT, as arguments of functions) can change the plan or its labels, and stay.
///
/// @param text equal for statements that one plan serves
/// @param literals the parameters' tokens, in their order
/// @param parameters which parameter the token at a position is
record StatementShape(String text, List<Token> literals, Map<Integer, Integer> parameters) {
  private static final int LONGEST_INTEGER = 18;
  private static final Set<String> CONDITIONS = Set.of("where", "having", "on");
  private static final Set<String> OTHER_CLAUSES =
      Set.of(
          "select",
          "from",
          "group",
          "order",
          "limit",
          "window",
          "union",
          "except",
          "intersect",
          "values",
          "with",
          "offset",
          "procedure",
          "into",
          "for",
          "using",
          "over",
          "partition");
  private static final Set<String> BEFORE_PARAMETER =
      Set.of(
          "=", "<", ">", "<=", ">=", "<>", "!=", "<=>", "like", "between", "and", "regexp",
          "rlike");

  /// What stands between two parentheses.
  private static final class Nesting {
    private final boolean list;
    private boolean condition;

    /// @param list whether it is what follows IN
    Nesting(boolean condition, boolean list) {
      this.condition = condition;
      this.list = list;
    }
  }

  /// @param variable gives the literal for a system variable `@@x` (argument `@@x`) or a user
  ///   variable (argument `@x`)
  static StatementShape of(List<Token> tokens, UnaryOperator<String> variable) {
    StringBuilder text = new StringBuilder();
    List<Token> literals = new ArrayList<>();
    Map<Integer, Integer> parameters = new HashMap<>();
    Deque<Nesting> nesting = new ArrayDeque<>(List.of(new Nesting(false, false)));
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      follow(tokens, i, nesting);
      if (nesting.element().condition && isParameter(tokens, i, nesting.element())) {
        parameters.put(i, literals.size());
        Token literal = token;
        if (token.kind() == Token.Kind.NUMBER && token.text().startsWith("-")) {
          text.append("- ");
          literal = new Token(token.kind(), token.text().substring(1), token.start(), token.end());
        }
        literals.add(literal);
        text.append('?').append(signature(literal));
      } else {
        write(token, text, variable);
      }
      text.append(' ');
    }
    return new StatementShape(text.toString(), List.copyOf(literals), Map.copyOf(parameters));
  }

  private static void follow(List<Token> tokens, int at, Deque<Nesting> nesting) {
    Token token = tokens.get(at);
    if (token.is("(")) {
      Token before = at == 0 ? token : tokens.get(at - 1);
      boolean call = before.isName() && !OPENS_CONDITION.contains(before.lower());
      nesting.push(new Nesting(nesting.element().condition && !call, before.is("in")));
    } else if (token.is(")") && nesting.size() > 1) {
      nesting.pop();
    } else if (token.kind() == Token.Kind.WORD) {
      String word = token.lower();
      if (CONDITIONS.contains(word)) {
        nesting.element().condition = true;
      } else if (OTHER_CLAUSES.contains(word)) {
        nesting.element().condition = false;
      }
    }
  }

  /// Words after which a parenthesis is no call.
  private static final Set<String> OPENS_CONDITION =
      Set.of("where", "having", "on", "and", "or", "not", "xor", "in", "between", "like");

  private static boolean isParameter(List<Token> tokens, int at, Nesting nesting) {
    Token token = tokens.get(at);
    boolean number =
        token.kind() == Token.Kind.NUMBER
            && token.text().length() <= LONGEST_INTEGER
            && token
                .text()
                .substring(token.text().startsWith("-") ? 1 : 0)
                .chars()
                .allMatch(c -> c == '.' || Character.isDigit(c));
    if (!number && token.kind() != Token.Kind.STRING || at == 0) {
      return false;
    }
    Token before = tokens.get(at - 1);
    if (number && before.is("-") && at > 1) {
      before = tokens.get(at - 2);
    }
    boolean place =
        BEFORE_PARAMETER.contains(before.lower())
            || nesting.list && (before.is("(") || before.is(","));
    Token after = tokens.get(Math.min(at + 1, tokens.size() - 1));
    return place && !after.is("collate") && !after.is("(");
  }

  private static String signature(Token token) {
    if (token.kind() == Token.Kind.STRING) {
      return "s";
    }
    int point = token.text().indexOf('.');
    return point < 0
        ? "i"
        : "d" + token.text().length() + "." + (token.text().length() - point - 1);
  }

  private static void write(Token token, StringBuilder text, UnaryOperator<String> variable) {
    switch (token.kind()) {
      case STRING -> text.append('\'').append(token.text().replace("'", "''")).append('\'');
      case QUOTED_NAME -> text.append(Rewriting.quoted(token.text()));
      case BYTES -> text.append("x'").append(token.text()).append('\'');
      case SYSTEM_VARIABLE -> text.append(variable.apply("@@" + token.text()));
      case USER_VARIABLE -> text.append(variable.apply("@" + token.text()));
      case WORD, NUMBER, SYMBOL, END -> text.append(token.text());
    }
  }

  /// Returns the parameters' values in this statement.
  List<Expr.Constant> values() {
    return literals.stream().map(StatementShape::value).toList();
  }

  private static Expr.Constant value(Token token) {
    String text = token.text();
    if (token.kind() == Token.Kind.STRING) {
      return Expr.Constant.of(text);
    }
    return text.indexOf('.') < 0
        ? Expr.Constant.of(Long.parseLong(text), Type.bigint(text.length()))
        : Expr.Constant.of(new BigDecimal(text));
  }

  boolean hasSameValues(StatementShape other) {
    for (int i = 0; i < literals.size(); i++) {
      if (!literals.get(i).text().equals(other.literals.get(i).text())) {
        return false;
      }
    }
    return true;
  }
}
