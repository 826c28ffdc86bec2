package io.minitidb.tidb.sql.functions;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.Expr;
import io.minitidb.tidb.plan.Exprs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Functions of numbers.
final class NumberDefinitions {
  static final List<MysqlFunction> ALL = all();

  private NumberDefinitions() {}

  private static List<MysqlFunction> all() {
    List<MysqlFunction> all =
        new ArrayList<>(
            Signature.all(
                """
                sqrt       : real       -> real
                exp        : real       -> real
                ln         : real       -> real
                log        : real real? -> real
                log2       : real       -> real
                log10      : real       -> real
                pow power  : real real  -> real
                sin        : real       -> real
                cos        : real       -> real
                tan        : real       -> real
                cot        : real       -> real
                asin       : real       -> real
                acos       : real       -> real
                atan       : real real? -> real
                degrees    : real       -> real
                radians    : real       -> real
                pi         :            -> real
                sign       : real       -> int(2)
                bit_count  : int        -> int(21)
                sleep      : real       -> int(21)
                uuid       :            -> varchar(36)
                """));
    all.add(
        new MysqlFunction(
            "atan2",
            2,
            2,
            args ->
                Exprs.call(
                    "atan",
                    Kind.REAL,
                    Type.DOUBLE,
                    Exprs.cast(args.get(0), Type.DOUBLE),
                    Exprs.cast(args.get(1), Type.DOUBLE))));
    all.add(new MysqlFunction("rand", 0, 1, NumberDefinitions::rand));
    all.add(new MysqlFunction("abs", 1, 1, args -> kept("abs", args.getFirst())));
    all.add(new MysqlFunction("ceil", 1, 1, args -> whole("ceil", args.getFirst())));
    all.add(new MysqlFunction("ceiling", 1, 1, args -> whole("ceil", args.getFirst())));
    all.add(new MysqlFunction("floor", 1, 1, args -> whole("floor", args.getFirst())));
    all.add(new MysqlFunction("round", 1, 2, args -> rounded("round", args)));
    all.add(new MysqlFunction("truncate", 2, 2, args -> rounded("truncate", args)));
    all.add(
        new MysqlFunction("mod", 2, 2, args -> Exprs.arithmetic("mod", args.get(0), args.get(1))));
    return all;
  }

  private static Expr rand(List<Expr> args) {
    return args.isEmpty()
        ? Exprs.call("rand", Kind.REAL, Type.DOUBLE)
        : Exprs.call("rand", Kind.INT, Type.DOUBLE, Exprs.cast(args.getFirst(), Type.BIGINT));
  }

  /// A function whose result is of its argument's type.
  private static Expr kept(String name, Expr arg) {
    Expr value = Typing.number(arg);
    return Exprs.call(name, value.type().kind(), value.type(), value);
  }

  private static Expr whole(String name, Expr arg) {
    Expr value = Typing.number(arg);
    Type type =
        value.type().kind() == Kind.DECIMAL ? Type.decimal(value.type().length(), 0) : value.type();
    return Exprs.call(name, value.type().kind(), type, value);
  }

  /// A decimal keeps as many digits as a constant second argument asks for, all its own when that
  /// is computed.
  private static Expr rounded(String name, List<Expr> args) {
    Expr value = Typing.number(args.getFirst());
    int own = value.type().decimals();
    int digits = args.size() < 2 ? 0 : Math.clamp(Typing.constant(args, 1).orElse(own), 0, own);
    Type type = value.type().kind() == Kind.DECIMAL ? Type.decimal(65, digits) : value.type();
    Stream<Expr> rest = args.stream().skip(1).map(arg -> Exprs.cast(arg, Type.BIGINT));
    return Exprs.call(
        name,
        value.type().kind(),
        type,
        Stream.concat(Stream.of(value), rest).toArray(Expr[]::new));
  }
}
