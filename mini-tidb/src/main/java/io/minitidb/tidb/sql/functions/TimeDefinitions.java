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
                year           : datetime -> int(4)
                month          : datetime -> int(2)
                day dayofmonth : datetime -> int(2)
                hour           : datetime -> int(3)
                minute         : datetime -> int(2)
                second         : datetime -> int(2)
                microsecond    : datetime -> int(6)
                """));
    all.add(new MysqlFunction("unix_timestamp", 0, 1, TimeDefinitions::unixTimestamp));
    return all;
  }

  private static Expr unixTimestamp(List<Expr> args) {
    return args.isEmpty()
        ? Exprs.call("unix_now", Kind.INT, Type.bigint(11))
        : Exprs.call(
            "unix_timestamp", Kind.TIME, Type.bigint(11), Typing.datetime(args.getFirst()));
  }
}
