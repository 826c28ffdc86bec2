package io.minitidb.tidb.sql;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// Finds the unit that ends `INTERVAL amount unit`. A unit's name may be a column's name as well:
/// the unit is the first one that follows an operand.
final class Intervals {
  private static final Set<String> OPERATORS =
      Set.of("div", "mod", "and", "or", "xor", "not", "binary", "interval", "like", "in", "is");

  /// Words that end the expression in which the function INTERVAL stands.
  private static final Set<String> ENDS =
      Set.of("from", "when", "then", "else", "as", "where", "group", "having", "order");

  private Intervals() {}

  /// Returns the place of the unit for the INTERVAL at `start`; empty when that is a function.
  static OptionalInt unit(List<Token> tokens, int start) {
    int depth = 0;
    for (int i = start + 1; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.is("(") || token.is("case")) {
        depth++;
      } else if (token.is(")") || token.is("end")) {
        depth--;
      } else if (depth == 0 && isUnit(tokens, i) && i > start + 1) {
        return OptionalInt.of(i);
      }
      if (depth < 0
          || depth == 0 && (token.is(",") || ENDS.contains(token.lower()))
          || token.kind() == Token.Kind.END) {
        return OptionalInt.empty();
      }
    }
    return OptionalInt.empty();
  }

  private static boolean isUnit(List<Token> tokens, int i) {
    Token before = tokens.get(i - 1);
    boolean operand =
        switch (before.kind()) {
          case WORD -> !OPERATORS.contains(before.lower());
          case SYMBOL -> before.is(")") || before.is("?");
          default -> true;
        };
    return operand
        && tokens.get(i).kind() == Token.Kind.WORD
        && !tokens.get(i + 1).is("(")
        && MysqlWords.UNITS.contains(tokens.get(i).lower());
  }
}
