package io.minitidb.tidb.sql;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;

/// How the grammar of MySQL has a function be called that it knows by name: an aggregate, or one
/// that needs a window.
///
/// @param least how many arguments at least
/// @param number which argument, counted from 0, must be a whole number as it is written; beyond
///   all for none
record CallForm(Kind kind, int least, int most, int number) {
  private static final int NONE = Integer.MAX_VALUE;

  /// What is called by any other name.
  static final CallForm ANY = new CallForm(Kind.PLAIN, 0, Integer.MAX_VALUE, NONE);

  private static final CallForm OF_ONE = aggregate(1, 1);
  private static final CallForm RANK = window(0, 0, NONE);

  private static final Map<String, CallForm> FORMS =
      Stream.of(
              names(
                  OF_ONE,
                  "count sum avg min max std stddev stddev_pop stddev_samp variance var_pop var_samp"
                      + " bit_and bit_or bit_xor json_arrayagg"),
              names(aggregate(2, 2), "json_objectagg approx_percentile"),
              names(aggregate(1, Integer.MAX_VALUE), "group_concat approx_count_distinct"),
              names(new CallForm(Kind.PLAIN, 1, Integer.MAX_VALUE, NONE), "grouping"),
              names(RANK, "row_number rank dense_rank percent_rank cume_dist"),
              names(window(1, 1, 0), "ntile"),
              names(window(1, 3, 1), "lag lead"),
              names(window(1, 1, NONE), "first_value last_value"),
              names(window(2, 2, NONE), "nth_value"))
          .flatMap(forms -> forms.entrySet().stream())
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

  enum Kind {
    PLAIN,
    AGGREGATE,
    WINDOW
  }

  private static CallForm aggregate(int least, int most) {
    return new CallForm(Kind.AGGREGATE, least, most, NONE);
  }

  private static CallForm window(int least, int most, int number) {
    return new CallForm(Kind.WINDOW, least, most, number);
  }

  private static Map<String, CallForm> names(CallForm form, String names) {
    return Stream.of(names.split(" ")).collect(Collectors.toMap(name -> name, name -> form));
  }

  /// Returns the form of the function `name`, in lower case; empty for those that have none of
  /// their own.
  static Optional<CallForm> of(String name) {
    return Optional.ofNullable(FORMS.get(name));
  }

  boolean isAggregate() {
    return kind == Kind.AGGREGATE;
  }

  boolean isWindow() {
    return kind == Kind.WINDOW;
  }

  /// Returns whether OVER may follow.
  boolean takesWindow() {
    return kind != Kind.PLAIN;
  }

  /// Returns whether `argument` may be the whole number.
  boolean takes(SqlNode argument) {
    return number(argument).filter(n -> n.signum() >= 0 && n.scale() <= 0).isPresent();
  }

  /// Returns the value of a number as it is written; empty for anything else.
  static Optional<BigDecimal> number(SqlNode node) {
    SqlNode value = written(node);
    return value instanceof SqlNumericLiteral literal && literal.isInteger()
        ? Optional.ofNullable(literal.getValueAs(BigDecimal.class))
        : Optional.empty();
  }

  /// Returns `node` without the number of the parameter that it is.
  static SqlNode written(SqlNode node) {
    return node instanceof SqlCall call
            && CallChecks.name(call).equals("$parameter")
            && call.operand(1) instanceof SqlLiteral literal
        ? literal
        : node;
  }
}
