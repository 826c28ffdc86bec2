package io.minitidb.tidb.sql;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Rewrites strings, numbers, bytes and variables.
final class Constants {
  private static final int LONGEST_INTEGER = 18;
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

  /// LIMIT 18446744073709551615 is how MySQL's manual says "all the rest".
  void number(String text) {
    boolean huge =
        query.frame().clause == Frame.Clause.LIMIT
            && text.length() > LONGEST_INTEGER
            && text.chars().allMatch(Character::isDigit);
    // Only a prepared statement's value comes with its sign.
    boolean negative = text.startsWith("-");
    String literal = huge ? Integer.toString(Integer.MAX_VALUE) : text;
    query.emit(negative ? "(- " + parameter(text.substring(1)) + ")" : parameter(literal), true);
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
