package io.minitidb.tidb.sql;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// Rewrites calls, of which some have a syntax of their own, and intervals, into plain calls.
final class Calls {
  private final Rewriting query;

  /// What ends the interval whose unit stands at this place.
  private final Map<Integer, String> units = new HashMap<>();

  /// The function whose parenthesis comes next.
  private String next = "";

  Calls(Rewriting query) {
    this.query = query;
  }

  /// Returns the function whose parenthesis opens now; empty for none.
  String opened() {
    String call = next;
    next = "";
    return call;
  }

  /// Returns what a parenthesis becomes that closes now.
  String closed(Frame call) {
    if (call.interval || !MysqlWords.INTERVAL_CALLS.containsKey(call.call)) {
      return call.close;
    }
    boolean days = MysqlWords.DAY_CALLS.contains(call.call) && call.commas == 1;
    if (!days || !query.endsOperand()) {
      throw query.syntaxError(0, intervalCall(call));
    }
    return ", 'DAY' )";
  }

  private static String intervalCall(Frame call) {
    return "write " + call.call + "(time, INTERVAL n unit)";
  }

  /// Handles the commas that belong to a call's own syntax.
  boolean comma(Frame frame) {
    if (MysqlWords.INTERVAL_CALLS.containsKey(frame.call)) {
      boolean amount = query.peek(1).is("interval") || MysqlWords.DAY_CALLS.contains(frame.call);
      if (frame.commas++ > 0 || !amount) {
        throw query.syntaxError(amount ? 0 : 1, intervalCall(frame));
      }
    }
    if (!frame.call.equals("convert")) {
      return false;
    }
    query.emit("AS", false);
    type();
    return true;
  }

  /// The type after the current token.
  private void type() {
    query.skip(1);
    CastTypes.Read read = CastTypes.read(query.sql(), query.tokens(), query.at());
    query.emit(read.type(), true);
    query.skip(read.tokens() - 1);
  }

  /// Handles the words that have a meaning inside the call of one function only.
  boolean word(String word) {
    return switch (query.frame().call) {
      case "cast" -> {
        if (query.emitIf(word.equals("as"), "AS")) {
          type();
          yield true;
        }
        yield false;
      }
      case "convert" -> charset(word, "AS VARCHAR");
      case "char" -> charset(word, "");
      case "extract" -> query.emitIf(word.equals("from"), ",");
      case "substring", "substr", "mid" ->
          query.emitIf(word.equals("from") || word.equals("for"), ",");
      case "position" -> query.emitIf(word.equals("in"), ",");
      case "trim" ->
          query.emitIf(Set.of("both", "leading", "trailing", "from").contains(word), word);
      case "group_concat" -> query.emitIf(word.equals("separator"), word);
      default -> false;
    };
  }

  /// All text is UTF-8: USING and its character set are left out.
  private boolean charset(String word, String instead) {
    if (!word.equals("using")) {
      return false;
    }
    if (!instead.isEmpty()) {
      query.emit(instead, true);
    }
    query.skip(1);
    MysqlWords.charset(query.peek(0).text());
    return true;
  }

  /// Handles the unit that ends an interval.
  boolean unit(Token token) {
    String close = units.get(query.at());
    if (close == null) {
      return false;
    }
    String unit = Rewriting.string(token.text().toUpperCase(Locale.ROOT));
    query.emit(", " + unit + close, true);
    return true;
  }

  boolean interval() {
    OptionalInt unit = Intervals.unit(query.tokens(), query.at());
    if (unit.isEmpty() || units.containsKey(unit.getAsInt())) {
      Token.Kind next = query.peek(1).kind();
      if (next == Token.Kind.NUMBER || next == Token.Kind.STRING) {
        throw query.syntaxError(2, "");
      }
      return false;
    }
    Frame frame = query.frame();
    if (MysqlWords.INTERVAL_CALLS.containsKey(frame.call)) {
      frame.interval = true;
      units.put(unit.getAsInt(), "");
      query.endsOperand(false);
      return true;
    }
    boolean added =
        query.follows("+") || query.follows("-") || query.tokens().get(unit.getAsInt() + 1).is("+");
    if (!added && !frame.frameBounds) {
      throw query.syntaxError(0, "an interval must be added to a time");
    }
    String call = Rewriting.quoted(MysqlSyntax.INTERVAL) + " (";
    // Calcite's grammar takes no bound that begins with a call.
    units.put(unit.getAsInt(), added ? " )" : " ) )");
    query.emit(added ? call : "( " + call, false);
    return true;
  }

  void nameOrCall(Token token, String word) {
    String niladic = MysqlWords.NILADIC.get(word);
    boolean called = query.peek(1).is("(") && !query.follows("as") && !query.frame().tableNext;
    if (!called && niladic == null) {
      query.name(token.text());
      return;
    }
    String function = niladic != null ? Rewriting.quoted(niladic) : function(word);
    query.emit(called ? function : function + " ( )", true);
    next = called ? word : "";
  }

  private static String function(String word) {
    return switch (word) {
      case "cast", "convert" -> "CAST";
      case "trim" -> "@TRIM";
      case "group_concat" -> "GROUP_CONCAT";
      case "position" -> Rewriting.quoted("locate");
      case "values" -> throw Rewriting.unsupported("VALUES(column)", "it belongs to INSERT");
      case "default" -> throw Rewriting.unsupported("DEFAULT(column)", "write the value");
      default -> Rewriting.quoted(MysqlWords.INTERVAL_CALLS.getOrDefault(word, word));
    };
  }
}
