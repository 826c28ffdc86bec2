package io.minitidb.tidb.sql.functions;

import static io.minitidb.tidb.sql.functions.MysqlFunction.ANY;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Functions;
import io.minitidb.tidb.plan.Exprs;
import java.util.ArrayList;
import java.util.List;

/// Functions that choose among their arguments or compare them, of any type.
final class ControlDefinitions {
  static final List<MysqlFunction> ALL =
      List.of(
          new MysqlFunction("if", 3, 3, ControlDefinitions::branch),
          new MysqlFunction("ifnull", 2, 2, args -> coalesce("ifnull", args)),
          new MysqlFunction("coalesce", 1, ANY, args -> coalesce("coalesce", args)),
          new MysqlFunction("nullif", 2, 2, ControlDefinitions::nullIf),
          new MysqlFunction("isnull", 1, 1, args -> isNull(args.getFirst())),
          new MysqlFunction(
              "coercibility", 1, 1, args -> Expr.Constant.of(coercibility(args), Type.bigint(2))),
          new MysqlFunction("greatest", 2, ANY, args -> extreme("greatest", args)),
          new MysqlFunction("least", 2, ANY, args -> extreme("least", args)),
          new MysqlFunction("field", 2, ANY, args -> position("field", args)),
          new MysqlFunction("interval", 2, ANY, ControlDefinitions::interval),
          new MysqlFunction("elt", 2, ANY, ControlDefinitions::elt));

  private ControlDefinitions() {}

  private static Expr branch(List<Expr> args) {
    Type type = Exprs.common(List.of(args.get(1).type(), args.get(2).type()));
    return Exprs.call(
        "if",
        type.kind(),
        type,
        Exprs.truth(args.get(0)),
        Exprs.cast(args.get(1), type),
        Exprs.cast(args.get(2), type));
  }

  /// Returns the first of `args` that is not null, all brought to one type.
  static Expr coalesce(String name, List<Expr> args) {
    Type type = Exprs.common(args.stream().map(Expr::type).toList());
    return new Expr.Call(Functions.get(name, type.kind()), all(args, type), type);
  }

  private static Expr nullIf(List<Expr> args) {
    Type type = args.getFirst().type();
    return Exprs.call(
        "if",
        type.kind(),
        type,
        Exprs.compare("eq", args.get(0), args.get(1)),
        Expr.Constant.ofNull(type),
        args.get(0));
  }

  /// How strongly a value holds to its collation: 2 a column, 4 a literal, 5 a number, 6 NULL.
  private static long coercibility(List<Expr> args) {
    Expr arg = args.getFirst();
    boolean text = arg.type().kind() == Kind.STRING;
    if (arg instanceof Expr.Constant constant) {
      return constant.isNull() ? 6 : text ? 4 : 5;
    }
    return text ? arg instanceof Expr.ColumnRef ? 2 : 4 : 5;
  }

  private static Expr isNull(Expr value) {
    return Exprs.call("isnull", value.type().kind(), Type.BOOLEAN, value);
  }

  /// GREATEST and LEAST compare in the type that all arguments fit into.
  private static Expr extreme(String name, List<Expr> args) {
    Type type = Exprs.common(args.stream().map(Expr::type).toList());
    return Exprs.call(name, type.kind(), type, all(args, type).toArray(Expr[]::new));
  }

  /// FIELD compares as text when all arguments are text, as numbers otherwise.
  private static Expr position(String name, List<Expr> args) {
    boolean text = args.stream().allMatch(arg -> arg.type().kind() == Kind.STRING);
    boolean integers = args.stream().allMatch(arg -> arg.type().kind() == Kind.INT);
    Type type = text ? Type.TEXT : integers ? Type.BIGINT : Type.DOUBLE;
    return Exprs.call(name, type.kind(), Type.bigint(3), all(args, type).toArray(Expr[]::new));
  }

  private static Expr interval(List<Expr> args) {
    boolean integers = args.stream().allMatch(arg -> arg.type().kind() == Kind.INT);
    Type type = integers ? Type.BIGINT : Type.DOUBLE;
    return Exprs.call(
        "interval", type.kind(), Type.bigint(2), all(args, type).toArray(Expr[]::new));
  }

  private static Expr elt(List<Expr> args) {
    List<Expr> typed = new ArrayList<>(List.of(Exprs.cast(args.getFirst(), Type.BIGINT)));
    args.stream().skip(1).map(Typing::text).forEach(typed::add);
    int width = typed.stream().skip(1).mapToInt(arg -> Typing.width(arg.type())).max().orElse(1);
    return Exprs.call("elt", Kind.STRING, Type.varchar(width), typed.toArray(Expr[]::new));
  }

  private static List<Expr> all(List<Expr> args, Type type) {
    return args.stream().map(arg -> Exprs.cast(arg, type)).toList();
  }
}
