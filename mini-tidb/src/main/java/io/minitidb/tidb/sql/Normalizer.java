package io.minitidb.tidb.sql;

import io.minitidb.tidb.digest.SqlMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Makes statements that differ in their values only the same text, by TiDB's rules, so that the
/// digests are TiDB's: everything in lower case with one blank between tokens, names in back
/// quotes, a `?` for each value, `...` for a list of values, no comments or hints.
public final class Normalizer {
  private static final String VALUE = "?";
  private static final String VALUES = "...";
  private static final String CHARSET = "(_charset)";
  private static final Set<String> BEFORE_SIGN =
      Set.of("(", ",", "+", "-", ">=", "is", "<=", "=", "<", ">", "select");
  private static final Set<String> INDEX_HINTS = Set.of("force", "use", "ignore");
  private static final Set<String> CHARSETS =
      Set.of("_utf8mb4", "_utf8mb3", "_utf8", "_binary", "_latin1", "_ascii", "_gbk", "_gb18030");

  private final List<Token> tokens;
  private final Form form;
  private final List<String> out = new ArrayList<>();
  private int at;

  /// What becomes of values.
  public enum Form {
    /// A `?`, and lists are `...`: the text that digests are made of.
    DIGEST,
    /// Also a list of one value in IN is `...`.
    BINDING,
    /// Values stay, between ‹ and ›, so that a reader can cut them out.
    MARKED
  }

  private Normalizer(List<Token> tokens, Form form) {
    this.tokens = tokens;
    this.form = form;
  }

  /// Returns the normal form of `sql`, of one that is no statement as far as its tokens go.
  ///
  /// @param mode by which the session reads it
  public static String normalize(String sql, SqlMode mode, Form form) {
    return new Normalizer(Lexer.tokensAsFarAsPossible(sql, mode), form).run();
  }

  private String run() {
    for (; at < tokens.size(); at++) {
      token(tokens.get(at));
    }
    if (!out.isEmpty() && out.getLast().equals(";")) {
      out.removeLast();
    }
    return String.join(" ", out);
  }

  private void token(Token token) {
    switch (token.kind()) {
      case NUMBER, STRING, BYTES -> value(token);
      case WORD -> word(token);
      case QUOTED_NAME -> name(token.lower());
      case USER_VARIABLE -> out.add("@" + token.lower());
      case SYSTEM_VARIABLE -> out.add("@@" + token.lower());
      case SYMBOL -> symbol(token);
      case END -> {}
    }
  }

  private void symbol(Token token) {
    String text = token.text();
    if (text.equals("?")) {
      value(token);
    } else if (text.equals("*") && last(1).equals("(")) {
      out.add(VALUE);
    } else if (text.equals("\\") && peek(1).text().equals("N")) {
      at++;
      value(token);
    } else {
      if (text.equals(")")) {
        closeList();
      }
      out.add(text);
    }
  }

  private void word(Token token) {
    String word = token.lower();
    boolean part = last(1).equals(".") || isJoined(".");
    if (part || !Keywords.contains(word, isJoined("("))) {
      if (CHARSETS.contains(word) && isValue(peek(1))) {
        out.add(CHARSET);
      } else {
        name(word);
      }
    } else if (word.equals("null")) {
      value(token);
    } else if (word.equals("index") && INDEX_HINTS.contains(last(1))) {
      out.removeLast();
      while (at < tokens.size() && !tokens.get(at).is(")")) {
        at++;
      }
    } else {
      out.add(word.equals("straight_join") ? "join" : word);
    }
  }

  private void name(String name) {
    out.add("`" + name + "`");
  }

  private void value(Token token) {
    boolean number = token.kind() == Token.Kind.NUMBER || token.kind() == Token.Kind.BYTES;
    if (number && (last(1).equals("-") || last(1).equals("+")) && isSign()) {
      out.removeLast();
    }
    if (form == Form.MARKED) {
      out.add("‹" + token.text() + "›");
    } else if (endsWith(VALUE, ",") || endsWith(VALUES, ",")) {
      replace(2);
    } else if (endsWith(CHARSET, VALUE, ",", CHARSET)) {
      replace(4);
    } else if (endsWith(VALUES, ",", CHARSET)) {
      replace(3);
    } else if (endsWith(VALUE, ")", ",", "(") || endsWith(VALUES, ")", ",", "(")) {
      replace(4);
    } else if (number && isPosition()) {
      out.add(token.text());
    } else {
      out.add(VALUE);
    }
  }

  private void replace(int last) {
    out.subList(out.size() - last, out.size()).clear();
    out.add(VALUES);
  }

  private boolean isSign() {
    return out.size() == 1 || BEFORE_SIGN.contains(last(2));
  }

  /// Whether the number names a column of ORDER BY or GROUP BY.
  private boolean isPosition() {
    int end = out.size();
    while (end >= 2 && out.get(end - 1).equals(",")) {
      end -= 2;
    }
    if (end > 0 && out.get(end - 1).equals("(")) {
      end--;
    }
    return end >= 2
        && out.get(end - 1).equals("by")
        && (out.get(end - 2).equals("order") || out.get(end - 2).equals("group"));
  }

  private void closeList() {
    if (form == Form.BINDING && endsWith("in", "(", VALUE)) {
      replace(1);
    }
  }

  private boolean endsWith(String... texts) {
    int from = out.size() - texts.length;
    if (from < 0) {
      return false;
    }
    for (int i = texts.length - 1; i >= 0; i--) {
      if (!out.get(from + i).equals(texts[i])) {
        return false;
      }
    }
    return true;
  }

  /// Returns the `nth` text from the end, empty when there are not so many.
  private String last(int nth) {
    return out.size() < nth ? "" : out.get(out.size() - nth);
  }

  private Token peek(int ahead) {
    return tokens.get(Math.min(at + ahead, tokens.size() - 1));
  }

  /// Whether `symbol` follows without a blank.
  private boolean isJoined(String symbol) {
    Token next = peek(1);
    return next.kind() == Token.Kind.SYMBOL
        && next.text().equals(symbol)
        && next.start() == tokens.get(at).end();
  }

  private static boolean isValue(Token token) {
    return token.kind() == Token.Kind.STRING || token.kind() == Token.Kind.BYTES;
  }
}
