package io.minitidb.tidb.plan;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Collation;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.TypeCode;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Functions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Builds typed expressions by MySQL's rules: which kind two operands are compared in, what type
/// arithmetic has, where a conversion is implied.
public final class Exprs {
  private static final int DIVISION_DIGITS = 4;

  private Exprs() {}

  /// Returns a call of the signature of `name` for `kind`. A function of texts takes its collation
  /// from them, be it for its result or for what it compares.
  public static Expr call(String name, Kind kind, Type type, Expr... args) {
    boolean texts =
        (kind == Kind.STRING || type.kind() == Kind.STRING) && !name.startsWith("cast_");
    Type collated = texts ? type.withCollation(Collations.of(args)) : type;
    return new Expr.Call(Functions.get(name, kind), List.of(args), collated);
  }

  /// Returns `expr` as `type`; itself when the kind is the same already.
  public static Expr cast(Expr expr, Type type) {
    if (expr.type().kind() == type.kind() && expr.type().code() == type.code()) {
      return expr;
    }
    if (expr instanceof Expr.Constant constant && constant.isNull()) {
      return Expr.Constant.ofNull(type);
    }
    String name = "cast_" + type.kind().name().toLowerCase(Locale.ROOT);
    Expr cast = call(name, expr.type().kind(), type, expr);
    return folded(cast, expr);
  }

  /// Returns `CAST(expr AS type)`, which also shortens, rounds and clamps within a kind.
  public static Expr castAs(Expr expr, Type type) {
    if (expr.type().equals(type)) {
      return expr;
    }
    if (expr instanceof Expr.Constant constant && constant.isNull()) {
      return Expr.Constant.ofNull(type);
    }
    String name = "cast_" + type.kind().name().toLowerCase(Locale.ROOT);
    return folded(call(name, expr.type().kind(), type, expr), expr);
  }

  /// Returns `expr` as `type` to the last digit, for rows that share a column.
  public static Expr converted(Expr expr, Type type) {
    boolean alike =
        switch (type.kind()) {
          case INT, REAL, STRING, JSON -> expr.type().kind() == type.kind();
          case DECIMAL, TIME, DURATION ->
              expr.type().kind() == type.kind()
                  && expr.type().decimals() == type.decimals()
                  && expr.type().code() == type.code();
        };
    return alike ? expr : castAs(expr, type);
  }

  /// Returns the type of a value as text.
  public static Type text(Type type) {
    return type.kind() == Kind.STRING ? type : Type.varchar(Math.max(64, type.length()));
  }

  /// Computes a conversion of a constant now, unless it warns: warnings belong to each execution.
  private static Expr folded(Expr cast, Expr expr) {
    // A time of day becomes a moment of the statement's day, which is not known yet.
    boolean ofToday = expr.type().kind() == Kind.DURATION && cast.type().kind() == Kind.TIME;
    if (!(expr instanceof Expr.Constant given) || given.isParameter() || ofToday) {
      return cast;
    }
    EvalContext context = new EvalContext(ZoneOffset.UTC, Instant.EPOCH);
    Expr.Constant value = new Expr.Constant(cast.eval(new Batch(List.of(), 1), context));
    return context.warningCount() == 0 ? value : cast;
  }

  /// Returns `name(left, right)`, a comparison, with both sides brought to the kind in which MySQL
  /// compares them.
  public static Expr compare(String name, Expr left, Expr right) {
    if (left.type().kind() == Kind.TIME && isNumber(right)) {
      return compare(name, left, moment(right));
    }
    if (right.type().kind() == Kind.TIME && isNumber(left)) {
      return compare(name, moment(left), right);
    }
    Type common = comparisonType(left.type(), right.type());
    boolean json = isJson(left) || isJson(right);
    return call(
        name,
        common.kind(),
        Type.BOOLEAN,
        toKind(json ? quoted(left) : left, common),
        toKind(json ? quoted(right) : right, common));
  }

  /// Returns `target IN (values)`.
  public static Expr in(Expr target, List<Expr> values) {
    Type common = target.type();
    for (Expr value : values) {
      common = comparisonType(common, value.type());
    }
    Type type = common;
    boolean json = isJson(target) || values.stream().anyMatch(Exprs::isJson);
    Expr[] args = new Expr[values.size() + 1];
    Arrays.setAll(
        args,
        i -> {
          Expr each = i == 0 ? target : values.get(i - 1);
          return toKind(json ? quoted(each) : each, type);
        });
    return call("in", type.kind(), Type.BOOLEAN, args);
  }

  private static boolean isJson(Expr expr) {
    return expr.type().kind() == Kind.JSON;
  }

  /// Beside JSON a text is the JSON string of its characters.
  private static Expr quoted(Expr expr) {
    return expr.type().kind() == Kind.STRING && expr.type().code() != TypeCode.NULL
        ? call("json_quote", Kind.STRING, Type.LONGTEXT, expr)
        : expr;
  }

  private static boolean isNumber(Expr expr) {
    return expr instanceof Expr.Constant && isExact(expr.type().kind());
  }

  /// A constant such as 20240102 is compared with a time as the time that it spells; one that
  /// spells none, as a double.
  private static Expr moment(Expr constant) {
    Expr time = cast(constant, Type.datetime(6));
    return time instanceof Expr.Constant ? time : cast(constant, Type.DOUBLE);
  }

  private static Expr toKind(Expr expr, Type type) {
    return expr.type().kind() == type.kind() ? expr : cast(expr, type);
  }

  /// Returns the type in which values of two types are compared.
  public static Type comparisonType(Type left, Type right) {
    if (left.code() == TypeCode.NULL || right.code() == TypeCode.NULL) {
      return left.code() == TypeCode.NULL ? right : left;
    }
    Kind a = left.kind();
    Kind b = right.kind();
    if (a == b) {
      return a == Kind.STRING ? left.withCollation(stricter(left, right)) : left;
    }
    if (a == Kind.TIME || b == Kind.TIME) {
      Type time = a == Kind.TIME ? left : right;
      Kind other = a == Kind.TIME ? b : a;
      // A date is compared with a time of day in text as a moment, or '2024-01-01 10:00' would
      // equal the date.
      return other == Kind.STRING || other == Kind.DURATION
          ? new Type(TypeCode.DATETIME, false, 0, Math.max(6, time.decimals()))
          : Type.DOUBLE;
    }
    if (a == Kind.DURATION && b == Kind.STRING || a == Kind.STRING && b == Kind.DURATION) {
      return Type.time(6);
    }
    if (isExact(a) && isExact(b)) {
      return Type.decimal(65, Math.max(left.decimals(), right.decimals()));
    }
    return a == Kind.JSON && b == Kind.STRING || a == Kind.STRING && b == Kind.JSON
        ? Type.TEXT
        : Type.DOUBLE;
  }

  private static Collation stricter(Type left, Type right) {
    return left.collation().ignoresCase() ? right.collation() : left.collation();
  }

  private static boolean isExact(Kind kind) {
    return kind == Kind.INT || kind == Kind.DECIMAL;
  }

  /// Returns `left op right` for `plus`, `minus`, `multiply` and `mod`: integers stay integers, a
  /// decimal makes decimals, a text doubles; a time counts as the number that it is.
  public static Expr arithmetic(String name, Expr left, Expr right) {
    if (isTime(left) || isTime(right)) {
      return arithmetic(
          name, isTime(left) ? number(left) : left, isTime(right) ? number(right) : right);
    }
    Kind a = left.type().kind();
    Kind b = right.type().kind();
    if (a == Kind.INT && b == Kind.INT) {
      // A remainder has the sign of what is divided.
      boolean unsigned = left.type().unsigned() || right.type().unsigned() && !name.equals("mod");
      return call(name, Kind.INT, unsigned ? Type.UNSIGNED_BIGINT : Type.BIGINT, left, right);
    }
    if (isExact(a) && isExact(b)) {
      return call(
          name,
          Kind.DECIMAL,
          decimalType(name, left.type(), right.type()),
          exact(left),
          exact(right));
    }
    return call(name, Kind.REAL, Type.DOUBLE, cast(left, Type.DOUBLE), cast(right, Type.DOUBLE));
  }

  private static boolean isTime(Expr expr) {
    return expr.type().kind() == Kind.TIME || expr.type().kind() == Kind.DURATION;
  }

  private static Type decimalType(String name, Type left, Type right) {
    int scale = Math.max(left.decimals(), right.decimals());
    int whole = Math.max(digits(left) - left.decimals(), digits(right) - right.decimals());
    return switch (name) {
      case "multiply" ->
          Type.decimal(digits(left) + digits(right), left.decimals() + right.decimals());
      case "mod" -> Type.decimal(whole + scale, scale);
      default -> Type.decimal(whole + 1 + scale, scale);
    };
  }

  /// Returns how many decimal digits a value of an integer or decimal type may have.
  static int digits(Type type) {
    if (type.kind() == Kind.DECIMAL) {
      return type.length() <= 0 ? 65 : type.length();
    }
    // A display width counts the sign, too; a literal's does not.
    return type.length() <= 0 ? 20 : Math.min(20, type.length());
  }

  /// Returns `left / right`: exact operands give a decimal with four digits more than the left one
  /// has.
  public static Expr divide(Expr left, Expr right) {
    if (isTime(left) || isTime(right)) {
      return divide(isTime(left) ? number(left) : left, isTime(right) ? number(right) : right);
    }
    if (isExact(left.type().kind()) && isExact(right.type().kind())) {
      int scale = Math.min(30, left.type().decimals() + DIVISION_DIGITS);
      Type type =
          Type.decimal(
              digits(left.type()) - left.type().decimals() + right.type().decimals() + scale,
              scale);
      return call("divide", Kind.DECIMAL, type, exact(left), exact(right));
    }
    return call(
        "divide", Kind.REAL, Type.DOUBLE, cast(left, Type.DOUBLE), cast(right, Type.DOUBLE));
  }

  /// Returns `left DIV right`: the whole part of the quotient, an integer.
  public static Expr integerDivide(Expr left, Expr right) {
    if (isTime(left) || isTime(right)) {
      return integerDivide(
          isTime(left) ? number(left) : left, isTime(right) ? number(right) : right);
    }
    Kind a = left.type().kind();
    Kind b = right.type().kind();
    boolean unsigned = left.type().unsigned() || right.type().unsigned();
    Type type = unsigned ? Type.UNSIGNED_BIGINT : Type.BIGINT;
    return a == Kind.INT && b == Kind.INT
        ? call("intdiv", Kind.INT, type, left, right)
        : call("intdiv", Kind.DECIMAL, type, decimal(left), decimal(right));
  }

  /// Returns `-value`. An unsigned integer becomes a signed one.
  public static Expr negate(Expr value) {
    Kind kind = value.type().kind();
    return switch (kind) {
      case INT -> folded(call("negate", kind, Type.BIGINT, value), value);
      case DECIMAL, REAL -> folded(call("negate", kind, value.type(), value), value);
      case STRING, JSON -> negate(cast(value, Type.DOUBLE));
      case TIME, DURATION -> negate(number(value));
    };
  }

  /// Returns `left op right` for `bitand`, `bitor`, `bitxor`, `shl`, `shr`: unsigned integers.
  public static Expr bits(String name, Expr... operands) {
    Expr[] integers = new Expr[operands.length];
    Arrays.setAll(integers, i -> bits(operands[i]));
    return call(name, Kind.INT, Type.UNSIGNED_BIGINT, integers);
  }

  private static Expr bits(Expr value) {
    return value.type().kind() == Kind.INT ? value : cast(value, Type.BIGINT);
  }

  /// Returns a time as the number that it is in arithmetic: yyyymmddhhmmss, with a fraction if the
  /// type has one.
  public static Expr number(Expr value) {
    return cast(value, numberType(value.type()));
  }

  /// Returns the type of a time as a number.
  static Type numberType(Type time) {
    int decimals = time.decimals();
    return decimals == 0 ? Type.bigint(15) : Type.decimal(14 + decimals, decimals);
  }

  /// DIV computes in decimals, of texts and doubles, too.
  private static Expr decimal(Expr expr) {
    return isExact(expr.type().kind()) ? exact(expr) : cast(expr, Type.decimal(65, 30));
  }

  private static Expr exact(Expr expr) {
    return expr.type().kind() == Kind.DECIMAL ? expr : cast(expr, Type.decimal(20, 0));
  }

  /// Returns `expr` as a truth value, an integer that is 0 or not.
  public static Expr truth(Expr expr) {
    return switch (expr.type().kind()) {
      case INT -> expr;
      case REAL, DECIMAL, STRING, TIME, DURATION, JSON ->
          compare("ne", cast(expr, Type.DOUBLE), Expr.Constant.of(0.0));
    };
  }

  /// Returns the type that all of `types` fit into, for CASE, COALESCE and UNION.
  public static Type common(List<Type> types) {
    Type common = Type.NULL;
    for (Type type : types) {
      common = common(common, type);
    }
    return common.code() == TypeCode.NULL ? Type.varchar(0) : common;
  }

  private static Type common(Type a, Type b) {
    if (a.code() == TypeCode.NULL || b.code() == TypeCode.NULL) {
      return a.code() == TypeCode.NULL ? b : a;
    }
    boolean mixedSigns = a.kind() == Kind.INT && a.unsigned() != b.unsigned();
    if (a.kind() == b.kind() && a.kind() != Kind.DECIMAL && !mixedSigns) {
      boolean sameCode = a.code() == b.code();
      TypeCode code =
          sameCode ? a.code() : a.kind() == Kind.TIME ? TypeCode.DATETIME : widest(a, b).code();
      return new Type(
          code,
          a.unsigned() && b.unsigned(),
          Math.max(a.length(), b.length()),
          Math.max(a.decimals(), b.decimals()),
          a.collation() == Collation.UTF8MB4_BIN ? b.collation() : a.collation());
    }
    if (isExact(a.kind()) && isExact(b.kind())) {
      int scale = Math.max(a.decimals(), b.decimals());
      return Type.decimal(
          Math.max(digits(a) - a.decimals(), digits(b) - b.decimals()) + scale, scale);
    }
    if (isNumber(a.kind()) && isNumber(b.kind())) {
      return Type.DOUBLE;
    }
    return Type.varchar(Math.max(64, Math.max(a.length(), b.length())));
  }

  private static Type widest(Type a, Type b) {
    return a.code().number() >= b.code().number() && a.kind() == Kind.STRING
            || a.code() == TypeCode.BIGINT
        ? a
        : b;
  }

  private static boolean isNumber(Kind kind) {
    return isExact(kind) || kind == Kind.REAL;
  }
}
