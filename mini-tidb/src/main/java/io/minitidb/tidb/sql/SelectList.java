package io.minitidb.tidb.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A select list whose items set variables that items after them read, as drivers of ODBC write it.
/// MySQL computes it from left to right for each row; here the value itself takes the place of such
/// a read, so that rows may be computed in any order.
final class SelectList {
  /// A list before one of these is no list of plain rows.
  private static final Set<String> GROUPS =
      Set.of("group", "having", "union", "except", "intersect");

  private static final Set<String> ENDS =
      Set.of("from", "into", "where", "order", "limit", "for", "lock", ";");

  /// Where two computations may have two results; and a mark, of which there is one parameter.
  private static final Set<String> ONCE =
      Set.of("select", "rand", "uuid", "uuid_short", "sleep", "sysdate", "?");

  /// So many tokens may be written in the places of variables: values that hold values double with
  /// each item.
  private static final int MOST_WRITTEN = 1 << 14;

  private final String sql;
  private final List<Token> out = new ArrayList<>();
  private final Map<String, List<Token>> values = new HashMap<>();
  private int written;

  private SelectList(String sql) {
    this.sql = sql;
  }

  /// Returns a query of which the items that set something begin with it, and read nothing that an
  /// item before them sets. What cannot be written so is left as it is.
  static List<Token> resolved(String sql, List<Token> tokens) {
    int from = 1;
    while (MysqlWords.MODIFIERS.contains(tokens.get(from).lower())) {
      from++;
    }
    List<Integer> commas = new ArrayList<>();
    int end = -1;
    int depth = 0;
    for (int i = from; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      if (depth == 0 && GROUPS.contains(token.lower()) && token.kind() == Token.Kind.WORD) {
        return tokens;
      }
      boolean ends = token.kind() == Token.Kind.END || depth == 0 && ends(token);
      if (end < 0 && ends) {
        end = i;
      } else if (end < 0 && depth == 0 && token.is(",")) {
        commas.add(i);
      }
    }
    if (!tokens.getFirst().is("select") || tokens.get(from).is("distinct") || end < 0) {
      return tokens;
    }
    SelectList list = new SelectList(sql);
    list.out.addAll(tokens.subList(0, from));
    for (int comma : commas) {
      list.item(tokens.subList(from, comma));
      list.out.add(tokens.get(comma));
      from = comma + 1;
    }
    list.item(tokens.subList(from, end));
    list.out.addAll(tokens.subList(end, tokens.size()));
    return list.out;
  }

  private static boolean ends(Token token) {
    return token.kind() != Token.Kind.QUOTED_NAME && ENDS.contains(token.lower());
  }

  private void item(List<Token> item) {
    int as = alias(item);
    List<Token> read = new ArrayList<>();
    for (int i = 0; i < as; i++) {
      read.addAll(value(item.get(i), item.get(i + 1 < as ? i + 1 : i)));
    }
    Optional<AssigningExpression> assigning = AssigningExpression.of(read);
    assigning.ifPresent(this::keep);
    List<Token> written =
        read.size() > 1 && read.get(1).is(":=") ? read : assigning.map(this::first).orElse(read);
    out.addAll(written);
    out.addAll(item.subList(as, item.size()));
    if (as == item.size() && !written.equals(item)) {
      Token first = item.getFirst();
      Token last = item.getLast();
      String label = sql.substring(first.start(), last.end());
      out.add(new Token(Token.Kind.WORD, "as", first.start(), last.end()));
      out.add(new Token(Token.Kind.QUOTED_NAME, label, first.start(), last.end()));
    }
  }

  private List<Token> value(Token token, Token next) {
    List<Token> value =
        token.kind() == Token.Kind.USER_VARIABLE && !next.is(":=")
            ? values.getOrDefault(name(token.text()), List.of())
            : List.of();
    if (value.isEmpty() || written + value.size() > MOST_WRITTEN) {
      return List.of(token);
    }
    written += value.size();
    List<Token> enclosed = new ArrayList<>();
    enclosed.add(new Token(Token.Kind.SYMBOL, "(", token.start(), token.end()));
    enclosed.addAll(value);
    enclosed.add(new Token(Token.Kind.SYMBOL, ")", token.start(), token.end()));
    return enclosed;
  }

  private void keep(AssigningExpression item) {
    boolean twice = item.value().stream().noneMatch(token -> ONCE.contains(token.lower()));
    values.put(name(item.variable()), twice ? item.value() : List.of());
  }

  /// Returns the item with its assignment in front of everything else.
  private List<Token> first(AssigningExpression item) {
    Token at = item.whole().getFirst();
    List<Token> written = new ArrayList<>();
    written.add(new Token(Token.Kind.USER_VARIABLE, item.variable(), at.start(), at.end()));
    written.add(new Token(Token.Kind.SYMBOL, ":=", at.start(), at.end()));
    written.addAll(item.whole());
    return written;
  }

  private static String name(String variable) {
    return variable.toLowerCase(Locale.ROOT);
  }

  /// Returns where `AS name` begins; the end where there is none.
  static int alias(List<Token> item) {
    int last = item.size();
    if (last > 2 && item.get(last - 2).is("as")) {
      return last - 2;
    }
    boolean named =
        last > 1
            && (item.getLast().isName() && !MysqlWords.SYNTAX.contains(item.getLast().lower()))
            && endsOperand(item.get(last - 2));
    return named ? last - 1 : last;
  }

  private static boolean endsOperand(Token token) {
    return switch (token.kind()) {
      case NUMBER, STRING, BYTES, USER_VARIABLE, SYSTEM_VARIABLE, QUOTED_NAME -> true;
      default -> token.is(")") || token.is("end");
    };
  }
}
