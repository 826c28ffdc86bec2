package io.minitidb.tidb.sql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Rewrites strings, numbers, bytes and variables.
final class Constants {
  private static final Set<String> BIT_ARITHMETIC =
      Set.of("+", "-", "*", "/", "%", "&", "|", "^", "~", "<<", ">>", "div", "mod");

  private final Rewriting query;
  private final UnaryOperator<String> variable;
  private final Map<Integer, Integer> parameters;

  Constants(Rewriting query, UnaryOperator<String> variable, Map<Integer, Integer> parameters) {
    this.query = query;
    this.variable = variable;
    this.parameters = parameters;
  }

  /// Among tables a string is an alias.
  void string(String text) {
    Frame frame = query.frame();
    boolean alias = frame.clause == Frame.Clause.FROM && !frame.inCondition;
    query.emit(alias ? Rewriting.quoted(text) : parameter(Rewriting.string(text)), true);
  }

  void number(String text) {
    if (query.frame().clause == Frame.Clause.LIMIT) {
      limit(text);
      return;
    }
    // Only a prepared statement's value comes with its sign.
    boolean negative = text.startsWith("-");
    query.emit(negative ? "(- " + parameter(text.substring(1)) + ")" : parameter(text), true);
  }

  /// LIMIT 18446744073709551615 is how MySQL's manual says "all the rest". Some drivers bind every
  /// number as a double.
  private void limit(String text) {
    BigDecimal value = new BigDecimal(text).stripTrailingZeros();
    if (value.signum() < 0 || value.scale() > 0) {
      throw query.syntaxError(0, "LIMIT takes whole numbers");
    }
    query.emit(value.min(BigDecimal.valueOf(Integer.MAX_VALUE)).toBigInteger().toString(), true);
  }

  /// Bytes are a text, beside an arithmetic operator a number.
  void bytes(String hex) {
    boolean number =
        query.at() > 0 && BIT_ARITHMETIC.contains(query.peek(-1).lower())
            || BIT_ARITHMETIC.contains(query.peek(1).lower());
    query.emit(
        number
            ? new BigInteger("0" + hex, 16).toString()
            : Rewriting.string(new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8)),
        true);
  }

  /// A literal that is a parameter keeps its number through Calcite as an argument of a call.
  private String parameter(String literal) {
    Integer number = parameters.get(query.at());
    return number == null ? literal : "`$parameter`(" + number + ", " + literal + ")";
  }

  void systemVariable(String name) {
    query.emit(variable.apply("@@" + name), true);
  }

  void userVariable(String name) {
    if (query.peek(1).is(":=")) {
      throw Rewriting.unsupported("@" + name + " :=", "use SET");
    }
    query.emit(variable.apply("@" + name), true);
  }

  /// Returns whether `||` concatenates, which sql_mode says.
  boolean concatenates() {
    return variable.apply("@@sql_mode").contains("PIPES_AS_CONCAT");
  }
}
