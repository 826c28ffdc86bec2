package io.minitidb.tidb.sql;

import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.TypeCode;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Functions;
import io.minitidb.node.Version;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.plan.Exprs;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;

/// Turns Calcite's validated expressions into ours. Types come from our columns upwards, by MySQL's rules; of Calcite's types only the
/// targets of casts are used.
final class RexTranslator {
  private final List<Type> input;
  private final RexBuilder builder;
  private final StatementFacts facts;

  /// @param input the types of the columns that the expressions read
  RexTranslator(List<Type> input, RexBuilder builder, StatementFacts facts) {
    this.input = input;
    this.builder = builder;
    this.facts = facts;
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
      case RexLiteral literal -> literal(literal);
      case RexCall call -> call(call);
      default -> throw unsupported(node.toString());
    };
  }

  private static SqlException unsupported(String what) {
    return new SqlException(SqlError.NOT_SUPPORTED, "This version of mini-tidb doesn't yet support '" + what + "'");
  }

  private static Expr literal(RexLiteral literal) {
    if (literal.isNull()) {
      return Expr.Constant.ofNull(Type.NULL);
    }
    Object value = Objects.requireNonNull(literal.getValueAs(Comparable.class));
    return switch (literal.getTypeName()) {
      case BOOLEAN -> Expr.Constant.of((Boolean) value ? 1 : 0, Type.BOOLEAN);
      case DECIMAL, BIGINT, INTEGER, SMALLINT, TINYINT -> number((BigDecimal) value, literal.getType().getSqlTypeName());
      case DOUBLE, FLOAT, REAL -> Expr.Constant.of(Objects.requireNonNull(literal.getValueAs(Double.class)));
      case CHAR, VARCHAR -> Expr.Constant.of(value instanceof NlsString nls ? nls.getValue() : value.toString());
      case DATE -> Expr.Constant.of(CoreTime.of(
              LocalDateTime.parse(text(literal, DateString.class) + "T00:00:00"), Type.DATE), Type.DATE);
      case TIMESTAMP -> Expr.Constant.of(CoreTime.of(
              LocalDateTime.parse(text(literal, TimestampString.class).replace(" ", "T")),
              Type.datetime(6)), Type.datetime(6));
      case TIME -> Expr.Constant.of(
              LocalTime.parse(text(literal, TimeString.class)).toNanoOfDay(), Type.time(6));
      default -> {
        if (SqlTypeName.INTERVAL_TYPES.contains(literal.getTypeName())) {
          yield interval(literal);
        }
        throw unsupported("literal " + literal);
      }
    };
  }

  private static String text(RexLiteral literal, Class<?> form) {
    return Objects.requireNonNull(literal.getValueAs(form)).toString();
  }

  private static Expr number(BigDecimal value, SqlTypeName type) {
    boolean integer = value.scale() <= 0 || type == SqlTypeName.INTEGER || type == SqlTypeName.BIGINT;
    if (!integer) {
      return Expr.Constant.of(value);
    }
    if (value.toBigInteger().bitLength() <= 63) {
      return Expr.Constant.of(value.longValue(), Type.bigint(Math.max(1, value.precision() - value.scale())));
    }
    return value.signum() > 0 && value.toBigInteger().bitLength() <= 64
        ? Expr.Constant.of(value.longValue(), Type.UNSIGNED_BIGINT)
        : Expr.Constant.of(value.setScale(0));
  }

  /// Intervals become months, or microseconds: what is added tells which.
  private static Expr interval(RexLiteral literal) {
    long amount = Objects.requireNonNull(literal.getValueAs(Long.class));
    return SqlTypeName.YEAR_INTERVAL_TYPES.contains(literal.getTypeName())
        ? Expr.Constant.of(amount, Type.bigint(20))
        : Expr.Constant.of(Math.multiplyExact(amount, 1000L), Type.bigint(20));
  }

  private Expr call(RexCall call) {
    List<RexNode> operands = call.getOperands();
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
      case LIKE -> like(call);
      case RLIKE -> regexp(call);
      case SEARCH -> expr(RexUtil.expandSearch(builder, null, call));
      case PLUS -> plus(call, false);
      case MINUS -> plus(call, true);
      case TIMES -> arithmetic("multiply", call);
      case MOD -> arithmetic("mod", call);
      case DIVIDE -> Exprs.divide(expr(operands.get(0)), expr(operands.get(1)));
      case MINUS_PREFIX -> negate(expr(operands.getFirst()));
      case PLUS_PREFIX -> expr(operands.getFirst());
      case CASE -> caseWhen(operands);
      case COALESCE -> coalesce("coalesce", all(operands));
      case CAST -> cast(call);
      case CEIL, FLOOR -> unaryNumber(call.getKind().lowerName, operands);
      case EXTRACT -> extract(call);
      default -> function(call);
    };
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

  private Expr like(RexCall call) {
    List<Expr> args = all(call.getOperands());
    String escape = "\\";
    if (args.size() > 2 && args.get(2) instanceof Expr.Constant constant && !constant.isNull()) {
      escape = constant.value().getString(0);
    }
    int character = escape.isEmpty() ? -1 : escape.codePointAt(0);
    Expr like =
        Exprs.call(
            "like", Kind.STRING, Type.BOOLEAN,
            text(args.get(0)), text(args.get(1)), Expr.Constant.of(character, Type.bigint(11)));
    return isNegated(call) ? not(like) : like;
  }

  private Expr regexp(RexCall call) {
    List<Expr> args = all(call.getOperands());
    Expr matches = Exprs.call("regexp", Kind.STRING, Type.BOOLEAN, text(args.get(0)), text(args.get(1)));
    return isNegated(call) ? not(matches) : matches;
  }

  private static boolean isNegated(RexCall call) {
    return call.getOperator().getName().startsWith("NOT ");
  }

  private static Expr text(Expr expr) {
    return expr.type().kind() == Kind.STRING ? expr : Exprs.cast(expr, Type.varchar(0));
  }

  private Expr arithmetic(String name, RexCall call) {
    return Exprs.arithmetic(name, expr(call.getOperands().get(0)), expr(call.getOperands().get(1)));
  }

  /// time + interval, time - interval; anything else is arithmetic.
  private Expr plus(RexCall call, boolean minus) {
    RexNode amountNode = call.getOperands().get(1);
    if (!SqlTypeName.INTERVAL_TYPES.contains(amountNode.getType().getSqlTypeName())) {
      return arithmetic(minus ? "minus" : "plus", call);
    }
    Expr time = expr(call.getOperands().get(0));
    boolean months = SqlTypeName.YEAR_INTERVAL_TYPES.contains(amountNode.getType().getSqlTypeName());
    Expr amount = expr(amountNode);
    Type type = time.type().kind() == Kind.TIME && time.type().code() != TypeCode.DATE ? time.type() : Type.datetime(6);
    return Exprs.call(
        months ? "add_months" : "add_micros", Kind.TIME, type,
        Exprs.cast(time, type), minus ? negate(amount) : amount);
  }

  private static Expr negate(Expr value) {
    Expr number = value.type().kind() == Kind.STRING ? Exprs.cast(value, Type.DOUBLE) : value;
    return Exprs.call("negate", number.type().kind(), number.type(), number);
  }

  private Expr caseWhen(List<RexNode> operands) {
    List<Expr> args = new ArrayList<>(all(operands));
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

  private static Expr coalesce(String name, List<Expr> args) {
    Type type = Exprs.common(args.stream().map(Expr::type).toList());
    Expr[] same = args.stream().map(arg -> Exprs.cast(arg, type)).toArray(Expr[]::new);
    return Exprs.call(name, type.kind(), type, same);
  }

  private Expr cast(RexCall call) {
    Expr value = expr(call.getOperands().getFirst());
    Type type = MysqlTypes.fromCalcite(call.getType());
    boolean kept = type.kind() == value.type().kind() && type.kind() != Kind.DECIMAL && type.kind() != Kind.TIME;
    // Calcite widens and narrows as it validates; a change of kind is all that matters to us.
    return kept ? value : Exprs.cast(value, type);
  }

  private Expr unaryNumber(String name, List<RexNode> operands) {
    Expr value = expr(operands.getFirst());
    Expr number = Functions.find(name, value.type().kind()).isPresent() ? value : Exprs.cast(value, Type.DOUBLE);
    Type type = number.type().kind() == Kind.DECIMAL ? Type.decimal(number.type().length(), 0) : number.type();
    return Exprs.call(name, number.type().kind(), type, number);
  }

  private Expr extract(RexCall call) {
    RexLiteral unit = (RexLiteral) call.getOperands().getFirst();
    TimeUnitRange range = Objects.requireNonNull(unit.getValueAs(TimeUnitRange.class));
    return timePart(range.startUnit.name().toLowerCase(Locale.ROOT), expr(call.getOperands().get(1)));
  }

  private static Expr timePart(String part, Expr value) {
    Expr time = value.type().kind() == Kind.TIME ? value : Exprs.cast(value, Type.datetime(6));
    return Exprs.call(part, Kind.TIME, Type.BIGINT, time);
  }

  private Expr function(RexCall call) {
    String name = call.getOperator().getName().toLowerCase(Locale.ROOT);
    List<Expr> args = all(call.getOperands());
    return switch (name) {
      case "now", "sysdate", "current_timestamp", "localtime", "localtimestamp" -> moment(args);
      case "curdate", "current_date" -> Expr.Constant.of(CoreTime.of(facts.now(), facts.zone(), Type.DATE), Type.DATE);
      case "database", "schema" -> facts.database().<Expr>map(Expr.Constant::of).orElse(Expr.Constant.ofNull(Type.varchar(64)));
      case "version" -> Expr.Constant.of(Version.MYSQL);
      case "tidb_version" -> Expr.Constant.of("Release Version: v" + Version.RELEASE + "\nGit Commit Hash: " + Version.GIT_HASH);
      case "user", "current_user", "session_user", "system_user" -> Expr.Constant.of(facts.user());
      case "connection_id" -> Expr.Constant.of(facts.connectionId(), Type.UNSIGNED_BIGINT);
      case "unix_timestamp" -> args.isEmpty()
              ? Expr.Constant.of(facts.now().getEpochSecond(), Type.bigint(11))
              : timePart("unix_timestamp", args.getFirst());
      case "if" -> coalesceIf(args);
      case "ifnull" -> coalesce("ifnull", args);
      // The length of an interval that is computed: a unit times a number.
      case "*" -> Exprs.arithmetic("multiply", args.get(0), args.get(1));
      case "||", "concat" -> strings("concat", args);
      case "length" -> count("length", args);
      case "char_length", "character_length" -> count("char_length", args);
      case "instr", "locate" -> count(name, args);
      case "lower", "lcase" -> strings("lower", args);
      case "upper", "ucase" -> strings("upper", args);
      case "concat_ws", "replace", "ltrim", "rtrim" -> strings(name, args);
      case "trim" -> strings("trim", List.of(args.getLast()));
      case "substring", "substr" -> mixed("substring", args, 1);
      case "left", "right" -> mixed(name, args, 1);
      case "substring_index" -> mixed(name, args, 2);
      case "day", "dayofmonth" -> timePart("day", args.getFirst());
      case "year", "month", "hour", "minute", "second", "microsecond" -> timePart(name, args.getFirst());
      case "abs" -> unaryNumber(name, call.getOperands());
      case "round" -> round(args);
      default -> throw unsupported(call.getOperator().getName());
    };
  }

  private Expr moment(List<Expr> args) {
    int fraction =
        !args.isEmpty() && args.getFirst() instanceof Expr.Constant digits && !digits.isNull()
            ? Math.clamp(digits.value().getLong(0), 0, 6)
            : 0;
    Type type = Type.datetime(fraction);
    return Expr.Constant.of(CoreTime.of(facts.now(), facts.zone(), type), type);
  }

  private static Expr coalesceIf(List<Expr> args) {
    Type type = Exprs.common(List.of(args.get(1).type(), args.get(2).type()));
    return Exprs.call(
        "if", type.kind(), type,
        Exprs.truth(args.get(0)), Exprs.cast(args.get(1), type), Exprs.cast(args.get(2), type));
  }

  private static Expr strings(String name, List<Expr> args) {
    int length = args.stream().mapToInt(arg -> Math.max(1, arg.type().length())).sum();
    return Exprs.call(
        name, Kind.STRING, Type.varchar(Math.min(length, 65535)), args.stream().map(RexTranslator::text).toArray(Expr[]::new));
  }

  private static Expr count(String name, List<Expr> args) {
    return Exprs.call(name, Kind.STRING, Type.bigint(10), args.stream().map(RexTranslator::text).toArray(Expr[]::new));
  }

  /// The first `texts` arguments are text, the others numbers.
  private static Expr mixed(String name, List<Expr> args, int texts) {
    Expr[] typed = new Expr[args.size()];
    for (int i = 0; i < typed.length; i++) {
      typed[i] = i < texts ? text(args.get(i)) : Exprs.cast(args.get(i), Type.BIGINT);
    }
    return Exprs.call(name, Kind.STRING, Type.varchar(args.getFirst().type().length()), typed);
  }

  private static Expr round(List<Expr> args) {
    Expr value = Functions.find("round", args.getFirst().type().kind()).isPresent()
            ? args.getFirst() : Exprs.cast(args.getFirst(), Type.DOUBLE);
    int digits = args.size() > 1 && args.get(1) instanceof Expr.Constant constant && !constant.isNull()
            ? Math.clamp(constant.value().getLong(0), 0, 30) : 0;
    Type type = value.type().kind() == Kind.DECIMAL ? Type.decimal(65, Math.min(digits, value.type().decimals())) : value.type();
    Expr[] typed = args.size() > 1 ? new Expr[] {value, Exprs.cast(args.get(1), Type.BIGINT)} : new Expr[] {value};
    return Exprs.call("round", value.type().kind(), type, typed);
  }
}
