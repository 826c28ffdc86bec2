package io.minitidb.tidb.sql.functions;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.TypeCode;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.IntervalUnit;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.plan.Exprs;
import java.util.List;

/// Dates and intervals. The unit is an argument, a text.
final class DateArithmeticDefinitions {
  static final List<MysqlFunction> ALL =
      List.of(
          new MysqlFunction("date_add", 3, 3, args -> shift("date_add", args)),
          new MysqlFunction("date_sub", 3, 3, args -> shift("date_sub", args)),
          new MysqlFunction("adddate", 2, 3, args -> shift("date_add", args)),
          new MysqlFunction("subdate", 2, 3, args -> shift("date_sub", args)),
          new MysqlFunction(
              "timestampadd",
              3,
              3,
              args -> shift("date_add", List.of(args.get(2), args.get(1), args.get(0)))),
          new MysqlFunction("timestampdiff", 3, 3, DateArithmeticDefinitions::difference),
          new MysqlFunction("extract", 2, 2, DateArithmeticDefinitions::extract));

  private DateArithmeticDefinitions() {}

  /// (time, amount, unit), or (time, days).
  private static Expr shift(String name, List<Expr> args) {
    Expr time = args.get(0);
    Expr named = args.size() > 2 ? args.get(2) : Expr.Constant.of("DAY");
    IntervalUnit unit = unit(named);
    Expr amount = args.get(1);
    Expr typed =
        unit.isCompound()
            ? Typing.text(amount)
            : unit != IntervalUnit.SECOND || amount.type().kind() == Kind.INT
                ? Exprs.cast(amount, Type.BIGINT)
                : Exprs.cast(amount, Type.decimal(26, 6));
    Expr base =
        switch (time.type().kind()) {
          case TIME, STRING, DURATION -> time;
          case INT, REAL, DECIMAL, JSON -> Typing.text(time);
        };
    return Exprs.call(name, base.type().kind(), type(base.type(), unit, typed), base, typed, named);
  }

  /// A date plus days is a date, a time of day plus hours one too; text stays text.
  private static Type type(Type base, IntervalUnit unit, Expr amount) {
    int fraction =
        unit.hasMicros() ? 6 : Math.max(base.decimals(), Math.min(6, amount.type().decimals()));
    return switch (base.kind()) {
      case TIME ->
          base.code() == TypeCode.DATE && unit.isOfDays() ? Type.DATE : Type.datetime(fraction);
      case DURATION ->
          unit.isOfDays() || unit.name().startsWith("DAY")
              ? Type.datetime(fraction)
              : Type.time(fraction);
      default -> Type.varchar(29);
    };
  }

  private static Expr difference(List<Expr> args) {
    unit(args.getFirst());
    return Exprs.call(
        "timestampdiff",
        Kind.STRING,
        Type.BIGINT,
        args.get(0),
        Typing.datetime(args.get(1)),
        Typing.datetime(args.get(2)));
  }

  private static Expr extract(List<Expr> args) {
    IntervalUnit unit = unit(args.getFirst());
    boolean days = unit.isOfDays() || unit.name().startsWith("DAY");
    Expr time = args.get(1);
    Expr value =
        time.type().kind() == Kind.DURATION
            ? time
            : days || time.type().kind() == Kind.TIME ? Typing.datetime(time) : Typing.time(time);
    return Exprs.call("extract", value.type().kind(), Type.BIGINT, value, args.get(0));
  }

  private static IntervalUnit unit(Expr arg) {
    return IntervalUnit.of(Typing.word(arg))
        .orElseThrow(() ->
            new SqlException(
                SqlError.SYNTAX,
                "'" + Typing.word(arg) + "' is no unit of time; write DAY, HOUR_MINUTE, ..."));
  }
}
