package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.Expr;
import io.minitidb.tidb.plan.Exprs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;

/// MySQL's operators for operands of any types: those that stand for Calcite's own, found by kind,
/// and those that Calcite lacks, found by name.
final class Operators {
  /// Arguments: the target, then the list.
  static final LenientOperator IN = number("$in");

  /// Arguments: text, pattern, and perhaps the escape character.
  static final LenientOperator LIKE = number("$like");

  static final LenientOperator REGEXP = number("$regexp");

  /// Arguments: condition, value, condition, value, ..., value of ELSE.
  static final LenientOperator CASE =
      new LenientOperator("$case", SqlKind.OTHER_FUNCTION, Operators::caseType);

  /// The operand itself, of a type that Calcite compares with every other.
  static final OwnFunction ANYTHING =
      new OwnFunction("$anything", SqlKind.OTHER_FUNCTION, ReturnTypes.explicit(SqlTypeName.ANY));

  private static final Map<SqlKind, LenientOperator> BY_KIND =
      Stream.of(
              LenientOperator.truth("$eq", SqlKind.EQUALS),
              LenientOperator.truth("$ne", SqlKind.NOT_EQUALS),
              LenientOperator.truth("$lt", SqlKind.LESS_THAN),
              LenientOperator.truth("$le", SqlKind.LESS_THAN_OR_EQUAL),
              LenientOperator.truth("$gt", SqlKind.GREATER_THAN),
              LenientOperator.truth("$ge", SqlKind.GREATER_THAN_OR_EQUAL),
              LenientOperator.truth("$nulleq", SqlKind.IS_NOT_DISTINCT_FROM),
              binary("$plus", SqlKind.PLUS, (a, b) -> Exprs.arithmetic("plus", a, b)),
              binary("$minus", SqlKind.MINUS, (a, b) -> Exprs.arithmetic("minus", a, b)),
              binary("$multiply", SqlKind.TIMES, (a, b) -> Exprs.arithmetic("multiply", a, b)),
              binary("$divide", SqlKind.DIVIDE, Exprs::divide),
              binary("$mod", SqlKind.MOD, (a, b) -> Exprs.arithmetic("mod", a, b)),
              new LenientOperator(
                  "$negate",
                  SqlKind.MINUS_PREFIX,
                  types -> Exprs.negate(column(types.getFirst())).type()))
          .collect(Collectors.toMap(SqlOperator::getKind, operator -> operator));

  private static final Map<String, LenientOperator> BY_NAME =
      Stream.of(
              binary("DIV", SqlKind.OTHER_FUNCTION, Exprs::integerDivide),
              new LenientOperator("COLLATE", SqlKind.OTHER_FUNCTION, Operators::text),
              new LenientOperator("BINARY", SqlKind.OTHER_FUNCTION, Operators::text),
              number("XOR"),
              number("&"),
              number("|"),
              number("^"),
              number("<<"),
              number(">>"),
              number("~"))
          .collect(Collectors.toMap(SqlOperator::getName, operator -> operator));

  private Operators() {}

  /// Returns what stands for a call of `operator`; empty where Calcite's own will do.
  static Optional<LenientOperator> lenient(SqlOperator operator) {
    LenientOperator byKind = BY_KIND.get(operator.getKind());
    return Optional.ofNullable(
        byKind != null ? byKind : BY_NAME.get(operator.getName().toUpperCase(Locale.ROOT)));
  }

  /// Returns the comparison or arithmetic operator of `kind`.
  static LenientOperator lenient(SqlKind kind) {
    return Objects.requireNonNull(BY_KIND.get(kind), kind.name());
  }

  private static LenientOperator number(String name) {
    return new LenientOperator(name, SqlKind.OTHER_FUNCTION, types -> Type.BIGINT);
  }

  private static LenientOperator binary(String name, SqlKind kind, BinaryOperator<Expr> build) {
    return new LenientOperator(
        name, kind, types -> build.apply(column(types.get(0)), column(types.get(1))).type());
  }

  private static Type text(List<Type> types) {
    return Exprs.text(types.getFirst());
  }

  private static Expr column(Type type) {
    return new Expr.ColumnRef(0, type);
  }

  private static Type caseType(List<Type> types) {
    List<Type> values = new ArrayList<>();
    for (int i = 1; i < types.size(); i += 2) {
      values.add(types.get(i));
    }
    values.add(types.getLast());
    return Exprs.common(values);
  }
}
