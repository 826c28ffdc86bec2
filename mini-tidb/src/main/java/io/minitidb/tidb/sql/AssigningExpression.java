package io.minitidb.tidb.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An expression that sets one variable to its own value, whichever way it is computed: `@x := 1`,
/// or a CASE with ELSE or an IF of which every branch is one. Around it may be parentheses or a
/// CAST.
///
/// @param variable its name
/// @param value the tokens of what the variable is set to
/// @param whole the tokens of the expression with what is around it, without the assignments
record AssigningExpression(String variable, List<Token> value, List<Token> whole) {
  /// Each level is read anew.
  private static final int DEEPEST = 32;

  /// Reads an expression; empty when it sets nothing, several variables, or one of them only
  /// sometimes.
  static Optional<AssigningExpression> of(List<Token> tokens) {
    return of(tokens, 0);
  }

  private static Optional<AssigningExpression> of(List<Token> tokens, int depth) {
    if (depth > DEEPEST) {
      return Optional.empty();
    }
    if (spans(tokens, "(")) {
      return within(tokens, 1, tokens.size() - 1, depth);
    }
    if (spans(tokens, "cast")) {
      int as = next(tokens, 2, "as");
      return as < 0 ? Optional.empty() : within(tokens, 2, as, depth);
    }
    return variable(tokens, depth)
        .map(variable -> new AssigningExpression(variable, bare(tokens), bare(tokens)));
  }

  private static Optional<AssigningExpression> within(
      List<Token> tokens, int from, int to, int depth) {
    return of(tokens.subList(from, to), depth + 1)
        .map(inner -> new AssigningExpression(inner.variable, inner.value, bare(tokens)))
        .filter(all -> count(tokens) == count(tokens.subList(from, to)));
  }

  /// Returns the variable that all branches set.
  private static Optional<String> variable(List<Token> tokens, int depth) {
    if (depth > DEEPEST) {
      return Optional.empty();
    }
    if (tokens.size() > 2 && sets(tokens, 0)) {
      return count(tokens) == 1 ? Optional.of(tokens.getFirst().text()) : Optional.empty();
    }
    List<List<Token>> branches =
        spans(tokens, "(")
            ? List.of(tokens.subList(1, tokens.size() - 1))
            : spans(tokens, "if") ? ofIf(tokens) : ofCase(tokens);
    List<Optional<String>> variables =
        branches.stream().map(branch -> variable(branch, depth + 1)).distinct().toList();
    boolean all = count(tokens) == branches.stream().mapToLong(AssigningExpression::count).sum();
    return all && variables.size() == 1 ? variables.getFirst() : Optional.empty();
  }

  private static List<List<Token>> ofIf(List<Token> tokens) {
    int first = next(tokens, 2, ",");
    int second = first < 0 ? -1 : next(tokens, first + 1, ",");
    return second < 0
        ? List.of()
        : List.of(tokens.subList(first + 1, second), tokens.subList(second + 1, tokens.size() - 1));
  }

  /// Returns nothing when it has no ELSE, which would leave the variable as it was.
  private static List<List<Token>> ofCase(List<Token> tokens) {
    if (tokens.isEmpty() || !tokens.getFirst().is("case") || !tokens.getLast().is("end")) {
      return List.of();
    }
    List<List<Token>> branches = new ArrayList<>();
    int then = next(tokens, 1, "then");
    while (then > 0) {
      int end = next(tokens, then + 1, "when", "else", "end");
      if (end < 0) {
        return List.of();
      }
      branches.add(tokens.subList(then + 1, end));
      then = tokens.get(end).is("when") ? next(tokens, end, "then") : -end;
    }
    int last = -then;
    if (!tokens.get(last).is("else") || next(tokens, last + 1, "end") != tokens.size() - 1) {
      return List.of();
    }
    branches.add(tokens.subList(last + 1, tokens.size() - 1));
    return branches;
  }

  /// Returns where one of `words` comes next outside of parentheses and of an inner CASE; -1 when
  /// nowhere.
  private static int next(List<Token> tokens, int from, String... words) {
    int depth = 0;
    for (int i = from; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (depth == 0) {
        for (String word : words) {
          if (token.is(word)) {
            return i;
          }
        }
      }
      depth += token.is("(") || token.is("case") ? 1 : token.is(")") || token.is("end") ? -1 : 0;
    }
    return -1;
  }

  /// Returns whether the tokens are `word(...)`, or `(...)`, and nothing else.
  private static boolean spans(List<Token> tokens, String word) {
    int open = word.equals("(") ? 0 : 1;
    return tokens.size() > open + 1
        && tokens.getFirst().is(word)
        && tokens.get(open).is("(")
        && next(tokens, open + 1, ")") == tokens.size() - 1;
  }

  private static boolean sets(List<Token> tokens, int at) {
    return tokens.get(at).kind() == Token.Kind.USER_VARIABLE
        && at + 1 < tokens.size()
        && tokens.get(at + 1).is(":=");
  }

  static long count(List<Token> tokens) {
    return tokens.stream().filter(token -> token.is(":=")).count();
  }

  private static List<Token> bare(List<Token> tokens) {
    List<Token> bare = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      if (sets(tokens, i)) {
        i++;
      } else {
        bare.add(tokens.get(i));
      }
    }
    return bare;
  }
}
