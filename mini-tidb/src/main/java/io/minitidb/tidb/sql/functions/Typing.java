package io.minitidb.tidb.sql.functions;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.TypeCode;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Values;
import io.minitidb.tidb.plan.Exprs;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// Conversions of arguments, and types of results.
public final class Typing {
  private static final int WIDEST = 65535;

  private Typing() {}

  /// Returns `expr` as text; text and nothing else stays as it is.
  public static Expr text(Expr expr) {
    return expr.type().kind() == Kind.STRING ? expr : Exprs.cast(expr, Type.varchar(0));
  }

  /// Returns a number: itself, or anything else as a DOUBLE.
  static Expr number(Expr expr) {
    return switch (expr.type().kind()) {
      case INT, REAL, DECIMAL -> expr;
      case TIME, DURATION ->
          expr.type().decimals() == 0
              ? Exprs.cast(expr, Type.BIGINT)
              : Exprs.cast(expr, Type.decimal(20, expr.type().decimals()));
      case STRING, JSON -> Exprs.cast(expr, Type.DOUBLE);
    };
  }

  /// Returns a date or datetime; text becomes DATETIME(6).
  static Expr datetime(Expr expr) {
    return expr.type().kind() == Kind.TIME ? expr : Exprs.cast(expr, Type.datetime(6));
  }

  static Expr time(Expr expr) {
    return expr.type().kind() == Kind.DURATION
        ? expr
        : Exprs.cast(expr, Type.time(isText(expr) ? 6 : expr.type().decimals()));
  }

  private static boolean isText(Expr expr) {
    return expr.type().kind() == Kind.STRING || expr.type().kind() == Kind.JSON;
  }

  /// Converts an argument to a parameter of a [Signature].
  static Expr as(String parameter, Expr arg) {
    return switch (parameter) {
      case "any" -> arg;
      case "text" -> text(arg);
      case "json" -> arg.type().kind() == Kind.JSON ? arg : text(arg);
      case "number" -> number(arg);
      case "datetime" -> datetime(arg);
      case "time" -> time(arg);
      case "int" -> Exprs.cast(arg, arg.type().unsigned() ? Type.UNSIGNED_BIGINT : Type.BIGINT);
      default -> Exprs.cast(arg, type(parameter));
    };
  }

  /// Reads a type: `int`, `int(3)`, `uint`, `bool`, `real`, `varchar(9)`, `text`, `json`, `date`,
  /// `datetime(6)`, `time(6)`, `dec(20,4)`.
  static Type type(String word) {
    int open = word.indexOf('(');
    String[] numbers =
        open < 0 ? new String[] {"0"} : word.substring(open + 1, word.length() - 1).split(",");
    int first = Integer.parseInt(numbers[0]);
    return switch (open < 0 ? word : word.substring(0, open)) {
      case "int" -> first == 0 ? Type.BIGINT : Type.bigint(first);
      case "uint" -> Type.UNSIGNED_BIGINT;
      case "bool" -> Type.BOOLEAN;
      case "real" -> Type.DOUBLE;
      case "varchar" -> Type.varchar(first);
      case "text" -> Type.TEXT;
      case "json" -> Type.JSON;
      case "date" -> Type.DATE;
      case "datetime" -> Type.datetime(first);
      case "time" -> Type.time(first);
      case "dec" -> Type.decimal(first, Integer.parseInt(numbers[1]));
      default -> throw new IllegalArgumentException("no such type: " + word);
    };
  }

  /// Returns the type of a result, see [Signature].
  static Type result(String word, List<Expr> args) {
    return switch (word) {
      case "same" -> Type.varchar(width(args.getFirst().type()));
      case "sum" ->
          Type.varchar(Math.min(WIDEST, args.stream().mapToInt(arg -> width(arg.type())).sum()));
      case "datetime*" -> Type.datetime(args.getFirst().type().decimals());
      case "time*" -> Type.time(args.getFirst().type().decimals());
      default -> type(word);
    };
  }

  /// Returns how many characters a value of `type` may have as text.
  static int width(Type type) {
    int width =
        switch (type.kind()) {
          case INT, STRING -> type.length();
          case REAL -> 22;
          case DECIMAL -> type.length() + 2;
          case TIME -> type.code() == TypeCode.DATE ? 10 : 26;
          case DURATION -> 17;
          case JSON -> WIDEST;
        };
    return Math.clamp(width, 1, WIDEST);
  }

  /// Returns the integer that an argument always is, on which the type of a result depends.
  static OptionalLong constant(List<Expr> args, int index) {
    if (index >= args.size()
        || !(args.get(index) instanceof Expr.Constant constant)
        || constant.isNull()) {
      return OptionalLong.empty();
    }
    return constant.type().kind() == Kind.INT
        ? OptionalLong.of(constant.value().getLong(0))
        : OptionalLong.empty();
  }

  /// Returns the text that an argument always is, in upper case; empty when it is none.
  public static String word(Expr arg) {
    return arg instanceof Expr.Constant constant && !constant.isNull()
        ? Values.text(constant.value(), 0).toUpperCase(Locale.ROOT)
        : "";
  }
}
