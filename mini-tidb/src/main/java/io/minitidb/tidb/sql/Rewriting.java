package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/// One query on its way to our parser: the place in its tokens, the parentheses that are open
/// there, and what has been written. Mutable; for one thread.
final class Rewriting {
  /// A table of one row, without a name that anybody would use.
  static final String ONE_ROW = "(VALUES (0)) AS `" + Rewriting.DUAL + "`";

  /// What it is called.
  static final String DUAL = "$dual";

  private final String sql;
  private final List<Token> tokens;
  private final CalciteText out;
  private final Deque<Frame> frames = new ArrayDeque<>();
  private int at;
  private boolean operand;

  Rewriting(String sql, List<Token> tokens) {
    if (tokens.getLast().kind() != Token.Kind.END) { // who looks for it would never come to an end
      throw new IllegalArgumentException("the tokens of a statement have no end");
    }
    this.sql = sql;
    this.tokens = tokens;
    this.out = new CalciteText(sql, tokens);
    frames.push(new Frame("", ""));
  }

  String sql() {
    return sql;
  }

  List<Token> tokens() {
    return tokens;
  }

  CalciteText text() {
    return out;
  }

  /// Returns the index of the current token.
  int at() {
    return at;
  }

  /// Returns the token `ahead` of the current one, or behind it when negative; beyond the ends, the
  /// first or the last.
  Token peek(int ahead) {
    return tokens.get(Math.clamp(at + ahead, 0, tokens.size() - 1));
  }

  boolean follows(String symbol) {
    return at > 0 && peek(-1).is(symbol);
  }

  void skip(int count) {
    at += count;
  }

  /// Goes on to the parenthesis that closes the one that comes next.
  void skipParentheses() {
    int depth = 0;
    do {
      at++;
      depth += peek(0).is("(") ? 1 : peek(0).is(")") ? -1 : 0;
    } while (depth > 0 && peek(0).kind() != Token.Kind.END);
  }

  Frame frame() {
    return Objects.requireNonNull(frames.peek());
  }

  void open(Frame frame) {
    frames.push(frame);
  }

  /// @throws SqlException 1064 when nothing is open
  Frame close() {
    if (frames.size() == 1) {
      throw syntaxError(0, "");
    }
    return frames.pop();
  }

  /// Returns whether what was written last ends an operand.
  boolean endsOperand() {
    return operand;
  }

  void endsOperand(boolean ends) {
    operand = ends;
  }

  /// Writes `text` for the current token.
  void emit(String text, boolean endsOperand) {
    out.add(peek(0), text);
    operand = endsOperand;
  }

  /// Writes `text`, which ends no operand, if `condition`, and returns `condition`.
  boolean emitIf(boolean condition, String text) {
    if (condition) {
      emit(text, false);
    }
    return condition;
  }

  /// Writes a name, which is a table's where one comes next.
  void name(String name) {
    if (frame().tableNext && !peek(1).is(".")) {
      frame().tableNext = false;
    }
    emit(quoted(name), true);
  }

  static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  static String string(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  SqlException syntaxError(int ahead, String why) {
    return Syntax.error(sql, peek(ahead).start(), why);
  }

  static SqlException unsupported(String what, String instead) {
    return new SqlException(
        SqlError.NOT_SUPPORTED,
        "This version of mini-tidb doesn't yet support '" + what + "'; " + instead);
  }
}
