package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Rewrites a query, token by token, for our parser. Knows MySQL's syntax well enough to tell which
/// words are syntax; all the others become quoted names, so that no word of Calcite's grammar can
/// be taken for one. Calls with a syntax of their own become plain calls, what has no effect here
/// (modifiers, index hints, locks) is left out, and what we lack is error 1235.
final class QueryRewriter {
  private static final Set<String> BIT_ARITHMETIC =
      Set.of("+", "-", "*", "/", "%", "&", "|", "^", "~", "<<", ">>", "div", "mod");

  /// A table of one row, without a name that anybody would use.
  private static final String ONE_ROW = "(VALUES (0)) AS `$dual`";

  private static final Set<String> QUERY_STARTS = Set.of("select", "with", "values", "table");
  private static final Set<String> GROUP_ENDS =
      Set.of("having", "order", "limit", "union", "except", "intersect");
  private static final Set<String> QUERY_GOES_ON =
      Set.of("union", "except", "intersect", "order", "limit", ")");

  private final String sql;
  private final List<Token> tokens;
  private final UnaryOperator<String> variable;
  private final Map<Integer, Integer> parameters;
  private final CalciteText out;
  private final Deque<Frame> frames = new ArrayDeque<>();

  /// What ends the interval whose unit stands at this place.
  private final Map<Integer, String> units = new HashMap<>();

  private int at;

  /// The function whose parenthesis comes next.
  private String call = "";

  /// What was written last ends an operand.
  private boolean operand;

  /// @param variable gives the literal for a system variable `@@x` (argument `@@x`) or a user
  ///   variable (argument `@x`)
  QueryRewriter(String sql, List<Token> tokens, UnaryOperator<String> variable) {
    this(sql, tokens, variable, Map.of());
  }

  /// @param parameters which parameter the token at a position is
  QueryRewriter(
      String sql,
      List<Token> tokens,
      UnaryOperator<String> variable,
      Map<Integer, Integer> parameters) {
    this.parameters = parameters;
    this.sql = sql;
    this.tokens = tokens;
    this.variable = variable;
    this.out = new CalciteText(sql, tokens);
  }

  /// @throws SqlException 1064 for what MySQL's grammar refuses, 1235 for what we do not support
  CalciteText rewrite() {
    frames.push(new Frame("", ""));
    while (peek(0).kind() != Token.Kind.END) {
      if (peek(0).is(";") && peek(1).kind() == Token.Kind.END) {
        break;
      }
      token(peek(0));
      at++;
    }
    return out;
  }

  static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  private static String string(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private Token peek(int ahead) {
    return tokens.get(Math.clamp(at + ahead, 0, tokens.size() - 1));
  }

  private boolean follows(String symbol) {
    return at > 0 && peek(-1).is(symbol);
  }

  private Frame frame() {
    return Objects.requireNonNull(frames.peek());
  }

  private void emit(String text, boolean endsOperand) {
    out.add(peek(0), text);
    operand = endsOperand;
  }

  private void token(Token token) {
    switch (token.kind()) {
      case STRING -> {
        boolean alias = frame().clause == Frame.Clause.FROM && !frame().inCondition;
        emit(alias ? quoted(token.text()) : parameter(string(token.text())), true);
      }
      case QUOTED_NAME -> name(token.text());
      case SYSTEM_VARIABLE -> emit(variable.apply("@@" + token.text()), true);
      case USER_VARIABLE -> {
        if (peek(1).is(":=")) {
          throw unsupported("@" + token.text() + " :=", "use SET");
        }
        emit(variable.apply("@" + token.text()), true);
      }
      case NUMBER -> emit(parameter(number(token.text())), true);
      case BYTES -> emit(bytes(token.text()), true);
      case WORD -> word(token);
      case SYMBOL -> symbol(token);
      case END -> throw new IllegalStateException("after the end");
    }
  }

  /// A literal that is a parameter keeps its number through Calcite as an argument of a call.
  private String parameter(String literal) {
    Integer number = parameters.get(at);
    return number == null ? literal : "`$parameter`(" + number + ", " + literal + ")";
  }

  /// LIMIT 18446744073709551615 is how MySQL's manual says "all the rest".
  private String number(String text) {
    boolean huge =
        frame().clause == Frame.Clause.LIMIT
            && text.length() >= 19
            && text.chars().allMatch(Character::isDigit);
    return huge ? Integer.toString(Integer.MAX_VALUE) : text;
  }

  /// Bytes are a text, beside an arithmetic operator a number.
  private String bytes(String hex) {
    boolean number =
        at > 0 && BIT_ARITHMETIC.contains(peek(-1).lower())
            || BIT_ARITHMETIC.contains(peek(1).lower());
    return number
        ? new BigInteger("0" + hex, 16).toString()
        : string(new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8));
  }

  private void name(String name) {
    if (frame().tableNext && !peek(1).is(".")) {
      frame().tableNext = false;
    }
    emit(quoted(name), true);
  }

  private void symbol(Token token) {
    switch (token.text()) {
      case "(" -> open();
      case ")" -> close();
      case "," -> comma();
      case "&&" -> emit("AND", false);
      case "||" -> emit(concatenates() ? "||" : "OR", false);
      case "->" -> emit("@->", false);
      case "->>" -> emit("@->>", false);
      case ":=" -> throw unsupported(":=", "use SET");
      case "{" -> brace();
      case "}" -> {
        if (!frame().call.equals("{fn")) {
          emit("}", true);
        } else {
          frames.pop();
        }
      }
      default -> emit(token.text(), token.text().equals("?"));
    }
  }

  private boolean concatenates() {
    String mode = variable.apply("@@sql_mode").toUpperCase(Locale.ROOT);
    return mode.contains("PIPES_AS_CONCAT") || mode.contains("ANSI");
  }

  /// `{fn now()}` is a call of now(), `{d '2024-01-01'}` a literal.
  private void brace() {
    if (peek(1).is("fn")) {
      frames.push(new Frame("{fn", ""));
      at++;
      return;
    }
    String type =
        switch (peek(1).lower()) {
          case "d" -> "DATE";
          case "t" -> "TIME";
          case "ts" -> "TIMESTAMP";
          default -> throw Syntax.error(sql, peek(0).start(), "");
        };
    frames.push(new Frame("{fn", ""));
    at++;
    emit(type, false);
  }

  private void open() {
    Frame outer = frame();
    boolean tables = outer.tableNext && call.isEmpty() && !startsQuery();
    if (tables && isOneTable()) {
      Frame inner = new Frame("", "");
      inner.clause = Frame.Clause.FROM;
      inner.tableNext = true;
      outer.tableNext = false;
      frames.push(inner);
      return;
    }
    Frame inner = new Frame(call, ")");
    inner.tables = tables;
    inner.tableNext = tables;
    if (tables) {
      inner.clause = Frame.Clause.FROM;
    }
    outer.tableNext = false;
    frames.push(inner);
    call = "";
    emit("(", false);
    boolean unitFirst = MysqlWords.UNIT_FIRST.contains(inner.call);
    if (unitFirst && peek(1).kind() == Token.Kind.WORD) {
      at++;
      emit(string(peek(0).text().toUpperCase(Locale.ROOT)), true);
    }
  }

  /// A query in parentheses may begin a longer query, or be the first of several tables.
  private boolean startsQuery() {
    int i = 1;
    while (peek(i).is("(")) {
      i++;
    }
    if (!QUERY_STARTS.contains(peek(i).lower())) {
      return false;
    }
    int depth = i - 1;
    while (depth > 0 && peek(i).kind() != Token.Kind.END) {
      depth += peek(i).is("(") ? 1 : peek(i).is(")") ? -1 : 0;
      i++;
    }
    return !peek(1).is("(") || QUERY_GOES_ON.contains(peek(i).lower());
  }

  /// `(t)`, `(t AS a)`: parentheses that Calcite does not take.
  private boolean isOneTable() {
    int depth = 0;
    for (int i = 1; peek(i).kind() != Token.Kind.END; i++) {
      Token token = peek(i);
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

  private void close() {
    if (frames.size() == 1) {
      throw Syntax.error(sql, peek(0).start(), "");
    }
    Frame closed = frames.pop();
    boolean days = !closed.interval && MysqlWords.DAY_CALLS.contains(closed.call) && operand;
    if (!days && !closed.interval && MysqlWords.INTERVAL_CALLS.containsKey(closed.call)) {
      throw Syntax.error(sql, peek(0).start(), "write " + closed.call + "(time, INTERVAL n unit)");
    }
    if (!closed.close.isEmpty()) {
      emit(days ? ", 'DAY' )" : closed.close, true);
    }
    operand = true;
  }

  private void comma() {
    Frame frame = frame();
    if (frame.clause == Frame.Clause.FROM) {
      frame.tableNext = true;
      frame.inCondition = false;
    }
    if (MysqlWords.INTERVAL_CALLS.containsKey(frame.call)) {
      boolean known = peek(1).is("interval") || MysqlWords.DAY_CALLS.contains(frame.call);
      if (frame.commas++ > 0 || !known) {
        throw Syntax.error(
            sql,
            peek(known ? 0 : 1).start(),
            "write " + frame.call + "(time, INTERVAL n unit)");
      }
    }
    if (frame.call.equals("convert")) {
      emit("AS", false);
      type();
      return;
    }
    emit(frame.tables ? "CROSS JOIN" : ",", false);
  }

  /// The type after the current token.
  private void type() {
    at++;
    CastTypes.Read read = CastTypes.read(sql, tokens, at);
    emit(read.type(), true);
    at += read.tokens() - 1;
  }

  private void word(Token token) {
    String word = token.lower();
    Frame frame = frame();
    if (follows(".")) {
      name(token.text());
    } else if (units.containsKey(at)) {
      emit(", " + string(token.text().toUpperCase(Locale.ROOT)) + units.get(at), true);
    } else if (!inCall(frame, word) && !clause(frame, word) && !operator(word)) {
      nameOrCall(token, word);
    }
  }

  /// Handles the words that have a meaning inside the call of one function only.
  private boolean inCall(Frame frame, String word) {
    switch (frame.call) {
      case "cast" -> {
        if (word.equals("as")) {
          emit("AS", false);
          type();
          return true;
        }
      }
      case "convert" -> {
        if (word.equals("using")) {
          emit("AS VARCHAR", true);
          at++;
          return true;
        }
      }
      case "char" -> {
        if (word.equals("using")) {
          at++;
          return true;
        }
      }
      case "extract" -> {
        return emitIf(word.equals("from"), ",");
      }
      case "substring", "substr", "mid" -> {
        return emitIf(word.equals("from") || word.equals("for"), ",");
      }
      case "position" -> {
        return emitIf(word.equals("in"), ",");
      }
      case "trim" -> {
        return emitIf(Set.of("both", "leading", "trailing", "from").contains(word), word);
      }
      case "group_concat" -> {
        return emitIf(word.equals("separator"), word);
      }
      default -> {}
    }
    return false;
  }

  private boolean emitIf(boolean condition, String text) {
    if (condition) {
      emit(text, false);
    }
    return condition;
  }

  /// Handles the words that begin and shape the clauses of a query.
  private boolean clause(Frame frame, String word) {
    switch (word) {
      case "select" -> {
        frame.clause = Frame.Clause.SELECT;
        frame.hasFrom = false;
        frame.inCondition = false;
        emit("SELECT", false);
        modifiers();
      }
      case "from" -> {
        frame.clause = Frame.Clause.FROM;
        frame.hasFrom = true;
        frame.tableNext = true;
        emit("FROM", false);
        if (peek(1).is("dual")) {
          at++;
          emit(ONE_ROW, true);
          frame.tableNext = false;
        }
      }
      case "where", "having", "group", "order", "window" -> {
        boolean filters = word.equals("where") || word.equals("having");
        boolean needsFrom = filters && frame.clause == Frame.Clause.SELECT && !frame.hasFrom;
        frame.hasFrom |= needsFrom;
        frame.clause = Frame.Clause.OTHER;
        emit((needsFrom ? "FROM " + ONE_ROW + " " : "") + word, false);
      }
      case "by" -> {
        boolean rollup = follows("group") && isRolledUp();
        emit(rollup ? "BY ROLLUP (" : "BY", false);
      }
      case "limit" -> {
        frame.clause = Frame.Clause.LIMIT;
        emit("LIMIT", false);
      }
      case "offset" -> {
        return emitIf(frame.clause == Frame.Clause.LIMIT, word);
      }
      case "values" -> {
        boolean query = frame.clause == Frame.Clause.NONE && peek(1).is("row");
        frame.clause = query ? Frame.Clause.VALUES : frame.clause;
        return emitIf(query, word);
      }
      case "table" -> {
        return emitIf(frame.clause == Frame.Clause.NONE && peek(1).isName(), word);
      }
      case "row" -> {
        if (!peek(1).is("(")) {
          return emitIf(follows("current"), word);
        }
        // ROW(a, b) and (a, b) are the same, except behind VALUES.
        emitIf(frame.clause == Frame.Clause.VALUES, word);
      }
      case "union", "except", "intersect" -> {
        frame.clause = Frame.Clause.NONE;
        emit(word, false);
      }
      case "into" -> throw unsupported("SELECT ... INTO", "read the rows of the SELECT");
      case "for" -> {
        if (!peek(1).is("update") && !peek(1).is("share")) {
          return false;
        }
        skipLock();
      }
      case "lock" -> {
        if (!peek(1).is("in") || !peek(2).is("share")) {
          return false;
        }
        at += 3;
      }
      case "with" -> {
        if (peek(1).is("rollup")) {
          at++;
          emit(")", true);
          return true;
        }
        emit("WITH", false);
      }
      default -> {
        return (frame.clause == Frame.Clause.FROM && tables(frame, word)) || window(frame, word);
      }
    }
    return true;
  }

  /// `GROUP BY a, b WITH ROLLUP` is `GROUP BY ROLLUP (a, b)`.
  private boolean isRolledUp() {
    int depth = 0;
    for (int i = 1; depth >= 0 && peek(i).kind() != Token.Kind.END; i++) {
      depth += peek(i).is("(") ? 1 : peek(i).is(")") ? -1 : 0;
      if (depth == 0 && peek(i).is("with") && peek(i + 1).is("rollup")) {
        return true;
      }
      if (depth == 0 && GROUP_ENDS.contains(peek(i).lower())) {
        return false;
      }
    }
    return false;
  }

  private void modifiers() {
    while (MysqlWords.MODIFIERS.contains(peek(1).lower()) || peek(1).is("distinctrow")) {
      at++;
      if (peek(0).is("distinctrow")) {
        emit("DISTINCT", false);
      }
    }
    if (peek(1).is("distinct") || peek(1).is("all")) {
      at++;
      emit(peek(0).text(), false);
      modifiers();
    }
  }

  private void skipLock() {
    at++;
    if (peek(1).is("of")) {
      at += 2;
      while (peek(1).is(",") || peek(1).is(".")) {
        at += 2;
      }
    }
    if (peek(1).is("nowait")) {
      at++;
    } else if (peek(1).is("skip") && peek(2).is("locked")) {
      at += 2;
    }
  }

  /// Handles the words between FROM and WHERE.
  private boolean tables(Frame frame, String word) {
    switch (word) {
      case "join", "straight_join" -> {
        frame.tableNext = true;
        frame.inCondition = false;
        emit("JOIN", false);
      }
      case "on", "using" -> {
        frame.inCondition = true;
        emit(word, false);
      }
      case "left", "right" -> {
        boolean call = frame.inCondition && peek(1).is("(");
        frame.inCondition &= call;
        return emitIf(!call, word);
      }
      case "use", "force", "ignore" -> {
        if (!peek(1).is("index") && !peek(1).is("key")) {
          return false;
        }
        while (!peek(1).is("(") && peek(1).kind() != Token.Kind.END) {
          at++;
        }
        skipParentheses();
      }
      case "partition" -> {
        if (!peek(1).is("(")) {
          return false;
        }
        skipParentheses();
      }
      case "as" -> {
        if (peek(1).is("of") && peek(2).is("timestamp")) {
          throw unsupported("AS OF TIMESTAMP", "read the present rows");
        }
        return false;
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void skipParentheses() {
    int depth = 0;
    do {
      at++;
      depth += peek(0).is("(") ? 1 : peek(0).is(")") ? -1 : 0;
    } while (depth > 0 && peek(0).kind() != Token.Kind.END);
  }

  /// Handles the words of window specifications.
  private boolean window(Frame frame, String word) {
    boolean syntax =
        switch (word) {
          case "partition" -> peek(1).is("by");
          case "rows", "range" -> {
            frame.frameBounds = true;
            yield true;
          }
          case "unbounded" -> peek(1).is("preceding") || peek(1).is("following");
          case "preceding", "following" -> frame.frameBounds && (operand || follows("unbounded"));
          case "current" -> peek(1).is("row");
          case "ignore", "respect" -> peek(1).is("nulls");
          case "nulls" -> follows("ignore") || follows("respect");
          default -> false;
        };
    return emitIf(syntax, word);
  }

  /// Handles operators that are words, and the words of literals.
  private boolean operator(String word) {
    Frame frame = frame();
    switch (word) {
      case "div", "xor" -> emit(word, false);
      case "mod" -> {
        return emitIf(operand, "%");
      }
      case "regexp", "rlike" -> emit("RLIKE", false);
      case "binary" -> emit("@BINARY", false);
      case "collate" -> {
        emit("COLLATE", false);
        at++;
        emit(string(peek(0).text()), true);
      }
      case "escape" -> {
        return emitIf(operand && peek(1).kind() == Token.Kind.STRING, word);
      }
      case "unknown" -> {
        return emitIf(follows("is") || follows("not") && at > 1 && peek(-2).is("is"), word);
      }
      case "any", "some" -> {
        boolean syntax =
            !operand && peek(1).is("(") && at > 0 && peek(-1).kind() == Token.Kind.SYMBOL;
        return emitIf(syntax, word);
      }
      case "member" -> {
        if (operand && peek(1).is("of")) {
          throw unsupported("MEMBER OF", "use JSON_CONTAINS");
        }
        return false;
      }
      case "sounds" -> {
        if (operand && peek(1).is("like")) {
          throw unsupported("SOUNDS LIKE", "compare SOUNDEX(a) with SOUNDEX(b)");
        }
        return false;
      }
      case "match" -> throw unsupported("MATCH ... AGAINST", "use LIKE or REGEXP");
      case "date", "time", "timestamp" -> {
        return emitIf(!operand && peek(1).kind() == Token.Kind.STRING, word);
      }
      case "case" -> {
        frame.cases++;
        emit("CASE", false);
      }
      case "end" -> {
        if (frame.cases == 0 || !operand) {
          return false;
        }
        frame.cases--;
        emit("END", true);
      }
      case "interval" -> {
        return interval(frame);
      }
      default -> {
        boolean introducer = MysqlWords.CHARSETS.contains(word);
        if (introducer
            && (peek(1).kind() == Token.Kind.STRING || peek(1).kind() == Token.Kind.BYTES)) {
          return true;
        }
        if (!MysqlWords.SYNTAX.contains(word)
            || peek(1).is("(") && (word.equals("left") || word.equals("right"))) {
          return false;
        }
        emit(word, MysqlWords.OPERANDS.contains(word));
      }
    }
    return true;
  }

  private boolean interval(Frame frame) {
    OptionalInt unit = Intervals.unit(tokens, at);
    if (unit.isEmpty() || units.containsKey(unit.getAsInt())) {
      return false;
    }
    if (MysqlWords.INTERVAL_CALLS.containsKey(frame.call)) {
      frame.interval = true;
      units.put(unit.getAsInt(), "");
      operand = false;
    } else {
      boolean added = follows("+") || follows("-") || tokens.get(unit.getAsInt() + 1).is("+");
      if (!added && !frame.frameBounds) {
        throw Syntax.error(sql, peek(0).start(), "an interval must be added to a time");
      }
      units.put(unit.getAsInt(), " )");
      emit(quoted(MysqlSyntax.INTERVAL) + " (", false);
    }
    return true;
  }

  private void nameOrCall(Token token, String word) {
    String niladic = MysqlWords.NILADIC.get(word);
    boolean called = peek(1).is("(") && !follows("as") && !frame().tableNext;
    if (!called && niladic == null) {
      name(token.text());
      return;
    }
    String function =
        niladic != null
            ? quoted(niladic)
            : switch (word) {
              case "cast", "convert" -> "CAST";
              case "trim" -> "@TRIM";
              case "group_concat" -> "GROUP_CONCAT";
              case "position" -> quoted("locate");
              case "values" -> throw unsupported("VALUES(column)", "it belongs to INSERT");
              case "default" -> throw unsupported("DEFAULT(column)", "write the value");
              default -> quoted(MysqlWords.INTERVAL_CALLS.getOrDefault(word, word));
            };
    emit(called ? function : function + " ( )", true);
    call = called ? word : "";
  }

  private SqlException unsupported(String what, String instead) {
    return new SqlException(
        SqlError.NOT_SUPPORTED,
        "This version of mini-tidb doesn't yet support '" + what + "'; " + instead);
  }
}
