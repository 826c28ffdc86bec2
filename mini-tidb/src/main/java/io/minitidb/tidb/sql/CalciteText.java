package io.minitidb.tidb.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/// A MySQL query rewritten, token by token, into the text that Calcite's parser takes. Knows for
/// every place of the new text where it stood in the old one, for labels and error messages.
final class CalciteText {
  /// Words that Calcite reserves or takes for functions, and MySQL lets be columns. Quoted unless a
  /// literal or a call follows.
  private static final Set<String> NAMES =
      Set.of(
          "user",
          "date",
          "time",
          "timestamp",
          "value",
          "values",
          "count",
          "current",
          "next",
          "new",
          "any",
          "some",
          "offset",
          "full",
          "skip",
          "stream",
          "snapshot",
          "datetime",
          "rollup",
          "merge",
          "ordinal",
          "measure",
          "pattern",
          "minus",
          "define",
          "uuid",
          "variant",
          "volatile",
          "localtime",
          "localtimestamp");

  private final StringBuilder out = new StringBuilder();
  private final List<Piece> pieces = new ArrayList<>();
  private final String original;

  private record Piece(int start, int end, Token token) {}

  private CalciteText(String original) {
    this.original = original;
  }

  /// @param variable gives the literal for a system variable `@@x` (argument `@@x`) or a user
  ///   variable (argument `@x`)
  static CalciteText rewrite(String sql, List<Token> tokens, UnaryOperator<String> variable) {
    CalciteText text = new CalciteText(sql);
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      Token next = tokens.get(Math.min(i + 1, tokens.size() - 1));
      boolean last = next.kind() == Token.Kind.END;
      if (token.kind() == Token.Kind.END || token.is(";") && last) {
        continue;
      }
      Token before = i == 0 ? tokens.getLast() : tokens.get(i - 1);
      text.add(token, text.rewritten(before, token, next, variable));
    }
    return text;
  }

  private void add(Token token, String replacement) {
    if (!out.isEmpty() && needsBlank(token)) {
      out.append(' ');
    }
    int start = out.length();
    out.append(replacement);
    pieces.add(new Piece(start, out.length(), token));
  }

  /// Blanks stay where they were, so that `a.b` and `f(x)` keep their looks.
  private boolean needsBlank(Token token) {
    return pieces.getLast().token().end() < token.start()
        || pieces.getLast().token().kind() == Token.Kind.STRING;
  }

  private String rewritten(Token before, Token token, Token next, UnaryOperator<String> variable) {
    return switch (token.kind()) {
      case STRING -> "'" + token.text().replace("'", "''") + "'";
      case QUOTED_NAME -> quoted(token.text());
      case SYSTEM_VARIABLE -> variable.apply("@@" + token.text());
      case USER_VARIABLE -> variable.apply("@" + token.text());
      case NUMBER -> token.text();
      case WORD -> word(before, token, next);
      case SYMBOL ->
          switch (token.text()) {
            case "&&" -> " AND ";
            case "||" -> " OR ";
            case "!" -> " NOT ";
            default -> token.text();
          };
      case END -> "";
    };
  }

  private static String word(Token before, Token token, Token next) {
    String lower = token.text().toLowerCase(Locale.ROOT);
    if (before.is(".")) {
      return quoted(token.text());
    }
    if (lower.equals("regexp")) {
      return "RLIKE";
    }
    boolean literal =
        next.kind() == Token.Kind.STRING && Set.of("date", "time", "timestamp").contains(lower);
    boolean call = next.is("(");
    boolean clause =
        Set.of("values", "offset", "any", "some").contains(lower)
            && (next.kind() == Token.Kind.NUMBER || call);
    boolean type =
        before.is("as")
            && Set.of("date", "time", "timestamp", "datetime").contains(lower)
            && next.is(")");
    boolean frame = lower.equals("current") && next.is("row");
    return NAMES.contains(lower) && !frame && !literal && !call && !clause && !type
        ? quoted(token.text())
        : token.text();
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /// Returns the offset of a line and column, both counted from 1.
  int position(int line, int column) {
    int start = 0;
    for (int i = 1; i < line; i++) {
      start = out.indexOf("\n", start) + 1;
    }
    return start + column - 1;
  }

  String text() {
    return out.toString();
  }

  /// Returns where the token that holds `position` of the new text begins in the original.
  int originalStart(int position) {
    for (Piece piece : pieces) {
      if (position < piece.end()) {
        return piece.token().start();
      }
    }
    return original.length();
  }

  /// Returns how MySQL labels the expression between two positions of the new text: a string by its
  /// content, anything else as written.
  String label(int first, int last) {
    for (Piece piece : pieces) {
      if (first < piece.end()) {
        boolean string = last < piece.end() && piece.token().kind() == Token.Kind.STRING;
        return string ? piece.token().text() : original(first, last);
      }
    }
    return "";
  }

  /// Returns the original text from the token at `first` to the token at `last`, both positions of
  /// the new text.
  String original(int first, int last) {
    int end = original.length();
    for (Piece piece : pieces) {
      if (last < piece.end()) {
        end = piece.token().end();
        break;
      }
    }
    return original.substring(originalStart(first), end);
  }
}
