package io.minitidb.tidb.sql.functions;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.Expr;
import io.minitidb.tidb.plan.Exprs;
import java.util.ArrayList;
import java.util.List;

/// Functions of dates and times.
final class TimeDefinitions {
  static final List<MysqlFunction> ALL = all();

  private TimeDefinitions() {}

  private static List<MysqlFunction> all() {
    List<MysqlFunction> all =
        new ArrayList<>(
            Signature.all(
                """
                year           : datetime           -> int(4)
                quarter        : datetime           -> int(1)
                month          : datetime           -> int(2)
                week           : datetime int?      -> int(2)
                weekofyear     : datetime           -> int(2)
                yearweek       : datetime int?      -> int(6)
                weekday        : datetime           -> int(1)
                dayofweek      : datetime           -> int(1)
                day dayofmonth : datetime           -> int(2)
                dayofyear      : datetime           -> int(3)
                dayname        : datetime           -> varchar(9)
                monthname      : datetime           -> varchar(9)
                last_day       : datetime           -> date
                to_days        : datetime           -> int(6)
                to_seconds     : datetime           -> int
                from_days      : int                -> date
                makedate       : int int            -> date
                datediff       : datetime datetime  -> int(7)
                period_add     : int int            -> int(6)
                period_diff    : int int            -> int(6)
                hour           : time               -> int(3)
                minute         : time               -> int(2)
                second         : time               -> int(2)
                microsecond    : time               -> int(6)
                time_to_sec    : time               -> int(10)
                maketime       : int int dec(20,6)  -> time(6)
                date_format    : datetime text      -> text
                time_format    : time text          -> text
                get_format     : text text          -> varchar(17)
                convert_tz     : datetime text text -> datetime*
                tidb_parse_tso : int                -> datetime(6)
                """));
    all.add(
        new MysqlFunction(
            "date", 1, 1, args -> Exprs.cast(Typing.datetime(args.getFirst()), Type.DATE)));
    all.add(new MysqlFunction("time", 1, 1, args -> Typing.time(args.getFirst())));
    all.add(new MysqlFunction("timestamp", 1, 2, TimeDefinitions::timestamp));
    all.add(new MysqlFunction("addtime", 2, 2, args -> sum("addtime", args)));
    all.add(new MysqlFunction("subtime", 2, 2, args -> sum("subtime", args)));
    all.add(new MysqlFunction("timediff", 2, 2, TimeDefinitions::timeDiff));
    all.add(new MysqlFunction("sec_to_time", 1, 1, TimeDefinitions::secToTime));
    all.add(new MysqlFunction("unix_timestamp", 0, 1, TimeDefinitions::unixTimestamp));
    all.add(new MysqlFunction("from_unixtime", 1, 2, TimeDefinitions::fromUnixtime));
    all.add(new MysqlFunction("str_to_date", 2, 2, TimeDefinitions::strToDate));
    return all;
  }

  private static Expr timestamp(List<Expr> args) {
    Expr time = args.getFirst();
    Expr datetime =
        time.type().kind() == Kind.TIME && time.type().code() != Type.DATE.code()
            ? time
            : Exprs.cast(time, Type.datetime(time.type().kind() == Kind.TIME ? 0 : 6));
    return args.size() == 1 ? datetime : sum("addtime", List.of(datetime, args.get(1)));
  }

  /// A length of time of any form: text keeps its shape until it is read.
  private static Expr shaped(Expr arg) {
    return switch (arg.type().kind()) {
      case TIME, DURATION, STRING -> arg;
      case INT, REAL, DECIMAL, JSON -> Typing.text(arg);
    };
  }

  private static Expr sum(String name, List<Expr> args) {
    Expr time = shaped(args.get(0));
    Expr length = shaped(args.get(1));
    int fraction =
        length.type().kind() == Kind.STRING
            ? 6
            : Math.max(time.type().decimals(), length.type().decimals());
    Type type =
        switch (time.type().kind()) {
          case TIME -> Type.datetime(fraction);
          case DURATION -> Type.time(fraction);
          default -> Type.varchar(29);
        };
    return Exprs.call(name, time.type().kind(), type, time, length);
  }

  private static Expr timeDiff(List<Expr> args) {
    Expr left = shaped(args.get(0));
    Expr right = shaped(args.get(1));
    boolean text = left.type().kind() == Kind.STRING || right.type().kind() == Kind.STRING;
    int fraction = text ? 6 : Math.max(left.type().decimals(), right.type().decimals());
    return Exprs.call("timediff", left.type().kind(), Type.time(fraction), left, right);
  }

  private static Expr secToTime(List<Expr> args) {
    Expr seconds = Typing.number(args.getFirst());
    int fraction =
        switch (seconds.type().kind()) {
          case INT -> 0;
          case DECIMAL -> Math.min(6, seconds.type().decimals());
          default -> 6;
        };
    return Exprs.call("sec_to_time", Kind.DECIMAL, Type.time(fraction), decimal(seconds));
  }

  private static Expr decimal(Expr number) {
    return number.type().kind() == Kind.DECIMAL
        ? number
        : Exprs.cast(number, Type.decimal(40, number.type().kind() == Kind.INT ? 0 : 6));
  }

  private static Expr unixTimestamp(List<Expr> args) {
    if (args.isEmpty()) {
      return Exprs.call("unix_now", Kind.INT, Type.bigint(11));
    }
    Expr arg = args.getFirst();
    boolean whole =
        arg instanceof Expr.Constant && !Typing.word(arg).contains(".")
            || arg.type().kind() == Kind.INT;
    Expr time = Typing.datetime(arg);
    Type type =
        whole || time.type().decimals() == 0
            ? Type.bigint(11)
            : Type.decimal(18, time.type().decimals());
    return Exprs.call("unix_timestamp", Kind.TIME, type, time);
  }

  private static Expr fromUnixtime(List<Expr> args) {
    Expr seconds = Typing.number(args.getFirst());
    if (args.size() == 2) {
      return Exprs.call(
          "from_unixtime_format",
          Kind.DECIMAL,
          Type.TEXT,
          decimal(seconds),
          Typing.text(args.get(1)));
    }
    int fraction =
        switch (seconds.type().kind()) {
          case INT -> 0;
          case DECIMAL -> Math.min(6, seconds.type().decimals());
          default -> 6;
        };
    return Exprs.call("from_unixtime", Kind.DECIMAL, Type.datetime(fraction), decimal(seconds));
  }

  /// What the format asks for decides between DATE, TIME and DATETIME.
  private static Expr strToDate(List<Expr> args) {
    Expr format = Typing.text(args.get(1));
    Type type = Type.datetime(6);
    if (format instanceof Expr.Constant constant && !constant.isNull()) {
      String text = constant.value().getString(0);
      boolean time = has(text, "HkhIlisSfpTr");
      boolean date = has(text, "YycmdeDbMjaWwXxVv");
      int fraction = has(text, "f") ? 6 : 0;
      type = !time ? Type.DATE : date ? Type.datetime(fraction) : Type.time(fraction);
    }
    return Exprs.call("str_to_date", Kind.STRING, type, Typing.text(args.get(0)), format);
  }

  private static boolean has(String format, String specifiers) {
    for (int at = format.indexOf('%'); at >= 0; at = format.indexOf('%', at + 2)) {
      if (at + 1 < format.length() && specifiers.indexOf(format.charAt(at + 1)) >= 0) {
        return true;
      }
    }
    return false;
  }
}
