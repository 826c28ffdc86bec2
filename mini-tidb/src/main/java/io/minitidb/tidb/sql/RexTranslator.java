package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Functions;
import io.minitidb.tidb.plan.Collations;
import io.minitidb.tidb.plan.Exprs;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

/// Turns Calcite's validated expressions into ours. Types come from our columns upwards, by MySQL's
/// rules; of Calcite's types only the targets of casts are used.
final class RexTranslator {
  private final List<Type> input;
  private final RexBuilder builder;

  /// @param input the types of the columns that the expressions read
  RexTranslator(List<Type> input, RexBuilder builder) {
    this.input = input;
    this.builder = builder;
  }

  List<Expr> all(List<? extends RexNode> nodes) {
    return nodes.stream().map(this::expr).toList();
  }

  /// Returns the conjuncts of a condition, each as a truth value.
  List<Expr> conditions(RexNode condition) {
    return RelOptUtil.conjunctions(condition).stream()
        .map(conjunct -> Exprs.truth(expr(conjunct)))
        .toList();
  }

  Expr expr(RexNode node) {
    return switch (node) {
      case RexInputRef ref -> new Expr.ColumnRef(ref.getIndex(), input.get(ref.getIndex()));
      case RexLiteral literal -> Literals.of(literal);
      case RexCall call -> call(call);
      default -> throw NamedFunctions.unsupported(node.toString());
    };
  }

  private static Expr parameter(RexCall call) {
    BigDecimal number =
        Objects.requireNonNull(((RexLiteral) call.operands.get(0)).getValueAs(BigDecimal.class));
    return Literals.of((RexLiteral) call.operands.get(1)) instanceof Expr.Constant constant
        ? new Expr.Constant(constant.value(), number.intValueExact())
        : Literals.of((RexLiteral) call.operands.get(1));
  }

  private Expr call(RexCall call) {
    List<RexNode> operands = call.getOperands();
    if (call.getOperator().equals(MysqlOperators.PARAMETER)) {
      return parameter(call);
    }
    return switch (call.getKind()) {
      case AND, OR -> fold(call.getKind() == SqlKind.AND ? "and" : "or", operands);
      case NOT -> not(expr(operands.getFirst()));
      case EQUALS -> compare("eq", call);
      case NOT_EQUALS -> compare("ne", call);
      case LESS_THAN -> compare("lt", call);
      case LESS_THAN_OR_EQUAL -> compare("le", call);
      case GREATER_THAN -> compare("gt", call);
      case GREATER_THAN_OR_EQUAL -> compare("ge", call);
      case IS_NOT_DISTINCT_FROM -> compare("nulleq", call);
      case IS_DISTINCT_FROM -> not(compare("nulleq", call));
      case IS_NULL -> isNull(expr(operands.getFirst()));
      case IS_NOT_NULL -> not(isNull(expr(operands.getFirst())));
      case IS_TRUE -> truth("istrue", operands);
      case IS_FALSE -> truth("isfalse", operands);
      case IS_NOT_TRUE -> not(truth("istrue", operands));
      case IS_NOT_FALSE -> not(truth("isfalse", operands));
      case SEARCH -> expr(RexUtil.expandSearch(builder, null, call));
      case PLUS -> arithmetic("plus", call);
      case MINUS -> arithmetic("minus", call);
      case TIMES -> arithmetic("multiply", call);
      case MOD -> arithmetic("mod", call);
      case DIVIDE -> Exprs.divide(expr(operands.get(0)), expr(operands.get(1)));
      case MINUS_PREFIX -> Exprs.negate(expr(operands.getFirst()));
      case PLUS_PREFIX -> expr(operands.getFirst());
      case CASE -> caseWhen(all(operands));
      case COALESCE -> NamedFunctions.call("coalesce", all(operands));
      case CAST -> cast(call);
      case CEIL, FLOOR -> NamedFunctions.call(call.getKind().lowerName, all(operands));
      default -> named(call);
    };
  }

  private Expr named(RexCall call) {
    if (call.getOperator() instanceof CastOperator cast) {
      return Exprs.castAs(expr(call.getOperands().getFirst()), cast.target());
    }
    List<Expr> args = all(call.getOperands());
    return switch (call.getOperator().getName()) {
      case "$in" -> Exprs.in(args.getFirst(), args.subList(1, args.size()));
      case "$like" -> like(args);
      case "$regexp" -> regexp(args);
      case "$case" -> caseWhen(args);
      case "$anything" -> args.getFirst();
      case "ROW" -> throw MysqlRewrites.columns(1);
      case "COLLATE" -> Collations.collate(args.get(0), text(args.get(1)));
      case "BINARY" -> Collations.collate(args.getFirst(), "binary");
      case "DIV" -> Exprs.integerDivide(args.get(0), args.get(1));
      case "XOR" ->
          Exprs.call(
              "xor", Kind.INT, Type.BOOLEAN, Exprs.truth(args.get(0)), Exprs.truth(args.get(1)));
      case "&" -> Exprs.bits("bitand", args.get(0), args.get(1));
      case "|" -> Exprs.bits("bitor", args.get(0), args.get(1));
      case "^" -> Exprs.bits("bitxor", args.get(0), args.get(1));
      case "<<" -> Exprs.bits("shl", args.get(0), args.get(1));
      case ">>" -> Exprs.bits("shr", args.get(0), args.get(1));
      case "~" -> Exprs.bits("bitneg", args.getFirst());
      default -> NamedFunctions.call(call.getOperator().getName(), args);
    };
  }

  private static String text(Expr name) {
    return name instanceof Expr.Constant constant && !constant.isNull()
        ? constant.value().getString(0)
        : "";
  }

  private Expr fold(String name, List<RexNode> operands) {
    Expr[] args = operands.stream().map(operand -> Exprs.truth(expr(operand))).toArray(Expr[]::new);
    return Exprs.call(name, Kind.INT, Type.BOOLEAN, args);
  }

  private static Expr not(Expr value) {
    return Exprs.call("not", Kind.INT, Type.BOOLEAN, Exprs.truth(value));
  }

  private static Expr isNull(Expr value) {
    return Exprs.call("isnull", value.type().kind(), Type.BOOLEAN, value);
  }

  private Expr truth(String name, List<RexNode> operands) {
    return Exprs.call(name, Kind.INT, Type.BOOLEAN, Exprs.truth(expr(operands.getFirst())));
  }

  private Expr compare(String name, RexCall call) {
    return Exprs.compare(name, expr(call.getOperands().get(0)), expr(call.getOperands().get(1)));
  }

  private static Expr like(List<Expr> args) {
    String escape = "\\";
    if (args.size() > 2 && args.get(2) instanceof Expr.Constant constant && !constant.isNull()) {
      escape = constant.value().getString(0);
    }
    int character = escape.isEmpty() ? -1 : escape.codePointAt(0);
    return Exprs.call(
        "like",
        Kind.STRING,
        Type.BOOLEAN,
        NamedFunctions.text(args.get(0)),
        NamedFunctions.text(args.get(1)),
        Expr.Constant.of(character, Type.bigint(11)));
  }

  private static Expr regexp(List<Expr> args) {
    return Exprs.call(
        "regexp",
        Kind.STRING,
        Type.BOOLEAN,
        NamedFunctions.text(args.get(0)),
        NamedFunctions.text(args.get(1)));
  }

  private Expr arithmetic(String name, RexCall call) {
    return Exprs.arithmetic(name, expr(call.getOperands().get(0)), expr(call.getOperands().get(1)));
  }

  private static Expr caseWhen(List<Expr> operands) {
    List<Expr> args = new ArrayList<>(operands);
    List<Type> values = new ArrayList<>();
    for (int i = 1; i < args.size(); i += 2) {
      values.add(args.get(i).type());
    }
    values.add(args.getLast().type());
    Type type = Exprs.common(values);
    for (int i = 0; i < args.size(); i++) {
      boolean condition = i % 2 == 0 && i < args.size() - 1;
      args.set(i, condition ? Exprs.truth(args.get(i)) : Exprs.cast(args.get(i), type));
    }
    return new Expr.Call(Functions.get("case", type.kind()), args, type);
  }

  private Expr cast(RexCall call) {
    Expr value = expr(call.getOperands().getFirst());
    Type type = MysqlTypes.fromCalcite(call.getType());
    boolean kept =
        type.kind() == value.type().kind()
            && type.kind() != Kind.DECIMAL
            && type.kind() != Kind.TIME;
    // Calcite widens and narrows as it validates; a change of kind is all that matters to us.
    return kept ? value : Exprs.cast(value, type);
  }
}
