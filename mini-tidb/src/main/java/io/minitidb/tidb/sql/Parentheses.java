package io.minitidb.tidb.sql;

import io.minitidb.cop.expr.IntervalUnit;
import java.util.Locale;
import java.util.Set;

/// Rewrites parentheses, braces and commas, which mean another thing around tables than around
/// operands and arguments.
final class Parentheses {
  private static final Set<String> QUERY_STARTS = Set.of("select", "with", "values", "table");
  private static final Set<String> QUERY_GOES_ON =
      Set.of("union", "except", "intersect", "order", "limit", ")");

  /// What `{fn` and its like open.
  private static final String BRACE = "{fn";

  private final Rewriting query;
  private final Calls calls;

  Parentheses(Rewriting query, Calls calls) {
    this.query = query;
    this.calls = calls;
  }

  void open() {
    Frame outer = query.frame();
    String call = calls.opened();
    boolean tables = outer.tableNext && call.isEmpty() && !startsQuery();
    outer.tableNext = false;
    if (tables && isOneTable()) {
      query.open(ofTables(new Frame("", "")));
      return;
    }
    Frame inner = new Frame(call, ")");
    inner.tables = tables;
    query.open(tables ? ofTables(inner) : inner);
    query.emit("(", false);
    boolean unitFirst = MysqlWords.UNIT_FIRST.contains(call);
    if (unitFirst && query.peek(1).kind() == Token.Kind.WORD) {
      if (!call.equals("get_format") && IntervalUnit.of(query.peek(1).text()).isEmpty()) {
        throw query.syntaxError(1, "");
      }
      query.skip(1);
      query.emit(Rewriting.string(query.peek(0).text().toUpperCase(Locale.ROOT)), true);
    }
  }

  private static Frame ofTables(Frame frame) {
    frame.clause = Frame.Clause.FROM;
    frame.tableNext = true;
    return frame;
  }

  /// A query in parentheses may begin a longer query, or be the first of several tables.
  private boolean startsQuery() {
    int i = 1;
    while (query.peek(i).is("(")) {
      i++;
    }
    if (!QUERY_STARTS.contains(query.peek(i).lower())) {
      return false;
    }
    int depth = i - 1;
    while (depth > 0 && query.peek(i).kind() != Token.Kind.END) {
      depth += query.peek(i).is("(") ? 1 : query.peek(i).is(")") ? -1 : 0;
      i++;
    }
    return !query.peek(1).is("(") || QUERY_GOES_ON.contains(query.peek(i).lower());
  }

  /// `(t)`, `(t AS a)`: parentheses that Calcite does not take.
  private boolean isOneTable() {
    int depth = 0;
    for (int i = 1; query.peek(i).kind() != Token.Kind.END; i++) {
      Token token = query.peek(i);
      if (token.is(")") && depth == 0) {
        return true;
      }
      if (depth == 0 && (token.is(",") || token.is("join") || token.is("straight_join"))) {
        return false;
      }
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
    }
    return false;
  }

  void close() {
    Frame closed = query.close();
    String close = calls.closed(closed);
    if (!close.isEmpty()) {
      query.emit(close, true);
    }
    query.endsOperand(true);
  }

  void comma() {
    Frame frame = query.frame();
    if (frame.clause == Frame.Clause.FROM) {
      frame.tableNext = true;
      frame.inCondition = false;
    }
    if (!calls.comma(frame)) {
      query.emit(frame.tables ? "CROSS JOIN" : ",", false);
    }
  }

  /// `{fn now()}` is a call of now(), `{d '2024-01-01'}` a literal.
  void openBrace() {
    String type =
        switch (query.peek(1).lower()) {
          case "fn" -> "";
          case "d" -> "DATE";
          case "t" -> "TIME";
          case "ts" -> "TIMESTAMP";
          default -> throw query.syntaxError(0, "");
        };
    query.open(new Frame(BRACE, ""));
    query.skip(1);
    query.emitIf(!type.isEmpty(), type);
  }

  void closeBrace() {
    if (query.frame().call.equals(BRACE)) {
      query.close();
    } else {
      query.emit("}", true);
    }
  }
}
