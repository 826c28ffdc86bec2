package io.minitidb.tidb.sql;

import java.util.Set;

/// Rewrites the words that begin and shape the clauses of a query, leaving out what has no effect
/// here: modifiers of SELECT, and locks.
final class ClauseWords {
  private static final Set<String> GROUP_ENDS =
      Set.of("having", "order", "limit", "union", "except", "intersect");

  private static final Set<String> FRAME_STARTS = Set.of("between", "unbounded", "current");

  private final Rewriting query;
  private final TableWords tables;

  ClauseWords(Rewriting query) {
    this.query = query;
    this.tables = new TableWords(query);
  }

  /// Returns whether `word` was such a word.
  boolean word(String word) {
    Frame frame = query.frame();
    switch (word) {
      case "select" -> {
        frame.clause = Frame.Clause.SELECT;
        frame.hasFrom = false;
        frame.inCondition = false;
        query.emit("SELECT", false);
        modifiers();
      }
      case "from" -> from(frame);
      case "where", "having", "group", "order", "window" -> {
        boolean filters = word.equals("where") || word.equals("having");
        boolean needsFrom = filters && frame.clause == Frame.Clause.SELECT && !frame.hasFrom;
        frame.hasFrom |= needsFrom;
        frame.clause = Frame.Clause.OTHER;
        query.emit((needsFrom ? "FROM " + Rewriting.ONE_ROW + " " : "") + word, false);
      }
      case "by" -> {
        boolean rollup = query.follows("group") && isRolledUp();
        query.emit(rollup ? "BY ROLLUP (" : "BY", false);
      }
      case "limit" -> {
        frame.clause = Frame.Clause.LIMIT;
        count();
        query.emit("LIMIT", false);
      }
      case "offset" -> {
        if (frame.clause != Frame.Clause.LIMIT) {
          return false;
        }
        count();
        query.emit(word, false);
      }
      case "values" -> {
        boolean values = frame.clause == Frame.Clause.NONE && query.peek(1).is("row");
        frame.clause = values ? Frame.Clause.VALUES : frame.clause;
        return query.emitIf(values, word);
      }
      case "table" -> {
        return query.emitIf(frame.clause == Frame.Clause.NONE && query.peek(1).isName(), word);
      }
      case "row" -> {
        if (!query.peek(1).is("(")) {
          return query.emitIf(query.follows("current"), word);
        }
        // ROW(a, b) and (a, b) are the same, except behind VALUES.
        query.emitIf(frame.clause == Frame.Clause.VALUES, word);
      }
      case "union", "except", "intersect" -> {
        frame.clause = Frame.Clause.NONE;
        query.emit(word, false);
      }
      case "into" ->
          throw query.peek(1).kind() == Token.Kind.END
              ? query.syntaxError(1, "")
              : Rewriting.unsupported("SELECT ... INTO", "read the rows of the SELECT");
      case "for", "lock" -> {
        return lock(word);
      }
      case "with" -> {
        boolean rollup = query.peek(1).is("rollup");
        query.skip(rollup ? 1 : 0);
        query.emit(rollup ? ")" : "WITH", rollup);
      }
      default -> {
        return frame.clause == Frame.Clause.FROM && tables.word(word) || window(frame, word);
      }
    }
    return true;
  }

  private void count() {
    Token next = query.peek(1);
    if (next.kind() != Token.Kind.NUMBER && !next.is("?")) {
      throw query.syntaxError(1, "");
    }
  }

  private void from(Frame frame) {
    if ((query.peek(1).is("first") || query.peek(1).is("last")) && query.peek(2).is("over")) {
      if (query.peek(1).is("last")) {
        throw Rewriting.unsupported("FROM LAST", "turn the ORDER BY of the window around");
      }
      query.skip(1);
      return;
    }
    frame.clause = Frame.Clause.FROM;
    frame.hasFrom = true;
    frame.tableNext = true;
    query.emit("FROM", false);
    if (query.peek(1).is("dual")) {
      query.skip(1);
      query.emit(Rewriting.ONE_ROW, true);
      frame.tableNext = false;
    }
  }

  /// `GROUP BY a, b WITH ROLLUP` is `GROUP BY ROLLUP (a, b)`.
  private boolean isRolledUp() {
    int depth = 0;
    for (int i = 1; depth >= 0 && query.peek(i).kind() != Token.Kind.END; i++) {
      depth += query.peek(i).is("(") ? 1 : query.peek(i).is(")") ? -1 : 0;
      if (depth == 0 && query.peek(i).is("with") && query.peek(i + 1).is("rollup")) {
        return true;
      }
      if (depth == 0 && GROUP_ENDS.contains(query.peek(i).lower())) {
        return false;
      }
    }
    return false;
  }

  private void modifiers() {
    while (MysqlWords.MODIFIERS.contains(query.peek(1).lower())
        || query.peek(1).is("distinctrow")) {
      query.skip(1);
      query.emitIf(query.peek(0).is("distinctrow"), "DISTINCT");
    }
    if (query.peek(1).is("distinct") || query.peek(1).is("all")) {
      query.skip(1);
      query.emit(query.peek(0).text(), false);
      modifiers();
    }
  }

  /// FOR UPDATE [OF t] [NOWAIT | SKIP LOCKED], FOR SHARE ..., LOCK IN SHARE MODE.
  private boolean lock(String word) {
    if (word.equals("lock")) {
      boolean lock = query.peek(1).is("in") && query.peek(2).is("share");
      query.skip(lock ? 3 : 0);
      return lock;
    }
    if (!query.peek(1).is("update") && !query.peek(1).is("share")) {
      return false;
    }
    query.skip(1);
    if (query.peek(1).is("of")) {
      query.skip(2);
      while (query.peek(1).is(",") || query.peek(1).is(".")) {
        query.skip(2);
      }
    }
    if (query.peek(1).is("nowait")) {
      query.skip(1);
    } else if (query.peek(1).is("skip") && query.peek(2).is("locked")) {
      query.skip(2);
    }
    return true;
  }

  /// Handles the words of window specifications.
  private boolean window(Frame frame, String word) {
    boolean syntax =
        switch (word) {
          case "partition" -> query.peek(1).is("by");
          case "rows", "range" -> {
            frame.frameBounds = true;
            yield true;
          }
          case "groups" -> {
            Token next = query.peek(1);
            if (next.kind() == Token.Kind.NUMBER
                || FRAME_STARTS.contains(next.lower()) && !query.endsOperand()) {
              throw Rewriting.unsupported("GROUPS", "use ROWS or RANGE");
            }
            yield false;
          }
          case "exclude" -> {
            if (frame.frameBounds) {
              throw Rewriting.unsupported("EXCLUDE", "subtract what is too much");
            }
            yield false;
          }
          case "unbounded" -> query.peek(1).is("preceding") || query.peek(1).is("following");
          case "preceding", "following" ->
              frame.frameBounds && (query.endsOperand() || query.follows("unbounded"));
          case "current" -> query.peek(1).is("row");
          case "ignore", "respect" -> query.peek(1).is("nulls");
          case "nulls" -> query.follows("ignore") || query.follows("respect");
          default -> false;
        };
    return query.emitIf(syntax, word);
  }
}
