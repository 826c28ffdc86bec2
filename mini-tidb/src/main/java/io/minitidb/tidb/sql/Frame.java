package io.minitidb.tidb.sql;

/// What the rewriter knows inside one pair of parentheses. Mutable; each lasts as long as its pair
/// is open.
final class Frame {
  enum Clause {
    NONE,
    SELECT,
    FROM,
    LIMIT,
    VALUES,
    OTHER
  }

  /// The function whose arguments these are, in lower case; empty for none.
  final String call;

  /// What the closing parenthesis becomes.
  final String close;

  Clause clause = Clause.NONE;
  boolean hasFrom;

  /// A table, not an operand, comes next.
  boolean tableNext;

  /// Parentheses around tables only, whose commas join.
  boolean tables;

  boolean inCondition;
  boolean frameBounds;
  boolean interval;
  int commas;
  int cases;

  Frame(String call, String close) {
    this.call = call;
    this.close = close;
  }
}
