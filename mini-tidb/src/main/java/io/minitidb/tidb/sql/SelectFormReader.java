package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Takes a query apart into a [SelectForm]. What it does not understand it leaves where it stands,
/// for the rewriter to refuse.
final class SelectFormReader {
  private final String sql;
  private final List<Token> tokens;
  private final boolean limited;
  private final List<Token> left = new ArrayList<>();
  private final List<String> into = new ArrayList<>();
  private final List<SelectForm.Assigned> assigned = new ArrayList<>();
  private boolean counts;
  private Optional<SelectForm.Shown> counted = Optional.empty();
  private int depth;
  private boolean inList;
  private boolean from;
  private int column;
  private int at;

  /// @param limited whether it has a LIMIT outside of parentheses
  SelectFormReader(String sql, List<Token> tokens, boolean limited) {
    this.sql = sql;
    this.tokens = tokens;
    this.limited = limited;
  }

  SelectForm read() {
    counts = tokens.stream().anyMatch(token -> token.is("sql_calc_found_rows"));
    while (at < tokens.size()) {
      Token token = token(0);
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      if (depth > 0 || !special(token)) {
        left.add(token);
        at++;
      }
    }
    assigned.forEach(this::checkReads);
    return new SelectForm(left, into, assigned, counted, limited);
  }

  private Token token(int ahead) {
    return tokens.get(Math.min(at + ahead, tokens.size() - 1));
  }

  /// Takes what is no part of the query alone.
  private boolean special(Token token) {
    if (token.is("select")) {
      inList = true;
      column = 0;
    } else if (token.is("from")) {
      inList = false;
      from |= !token(1).is("dual");
    } else if (token.is(",") && inList) {
      column++;
    } else if (token.is("into") && token(1).kind() == Token.Kind.USER_VARIABLE) {
      inList = false;
      at++;
      into.add(token(0).text());
      for (at++; token(0).is(",") && token(1).kind() == Token.Kind.USER_VARIABLE; at += 2) {
        into.add(token(1).text());
      }
      return true;
    } else if (token.is("limit") && counts) {
      return limit();
    } else if (token.kind() == Token.Kind.USER_VARIABLE && token(1).is(":=") && inList) {
      return assignment(token);
    }
    return false;
  }

  /// `LIMIT 10`, `LIMIT 5, 10`, `LIMIT 10 OFFSET 5`.
  private boolean limit() {
    boolean two = token(2).is(",") || token(2).is("offset");
    Optional<Long> first = number(token(1));
    Optional<Long> second = two ? number(token(3)) : Optional.of(0L);
    if (first.isEmpty() || second.isEmpty()) {
      return false;
    }
    counted =
        Optional.of(
            token(2).is(",")
                ? new SelectForm.Shown(first.get(), second.get())
                : new SelectForm.Shown(second.get(), first.get()));
    at += two ? 4 : 2;
    return true;
  }

  private static Optional<Long> number(Token token) {
    return token.text().matches("\\d{1,18}")
        ? Optional.of(Long.parseLong(token.text()))
        : Optional.empty();
  }

  private boolean assignment(Token variable) {
    boolean starBefore = left.stream().anyMatch(token -> token.is("*") && isStar(token));
    if (starBefore || !begins(tokens.get(at - 1))) {
      return false;
    }
    int end = at + 2;
    int nested = 0;
    for (; end < tokens.size() - 1; end++) {
      Token each = tokens.get(end);
      nested += each.is("(") ? 1 : each.is(")") ? -1 : 0;
      if (nested == 0 && (each.is(",") || each.is("from") || each.is("into") || each.is(";"))) {
        break;
      }
    }
    List<Token> item = tokens.subList(at, end);
    boolean alias = SelectList.alias(item) < item.size();
    String text = sql.substring(variable.start(), tokens.get(end - 1).end());
    assigned.add(
        new SelectForm.Assigned(
            column, variable.text(), alias ? Optional.empty() : Optional.of(text)));
    at += 2;
    return true;
  }

  private static boolean begins(Token before) {
    return before.is("select") || before.is("distinct") || before.is(",");
  }

  /// Returns whether a `*` that was taken stands for columns.
  private boolean isStar(Token star) {
    Token before = left.get(left.indexOf(star) - 1);
    return begins(before) || before.is(".");
  }

  /// A variable is read before the first row is computed: a query that would read what it sets in
  /// another way than a [SelectList] can is refused.
  private void checkReads(SelectForm.Assigned each) {
    List<Token> reads =
        left.stream()
            .filter(token -> token.kind() == Token.Kind.USER_VARIABLE)
            .filter(token -> token.text().equalsIgnoreCase(each.variable()))
            .toList();
    if (reads.isEmpty()) {
      return;
    }
    SqlException refused =
        Rewriting.unsupported(
            "@" + each.variable() + " := in a query that reads it as well", "use SET");
    int set =
        tokens.stream()
            .filter(token -> token.kind() == Token.Kind.USER_VARIABLE)
            .filter(token -> token.text().equalsIgnoreCase(each.variable()))
            .findFirst()
            .orElseThrow()
            .start();
    boolean within =
        reads.stream().allMatch(token -> token.start() < set + each.label().orElse("").length());
    if (from || !within) {
      throw refused;
    }
  }
}
