package io.minitidb.tidb.sql.functions;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.Expr;
import io.minitidb.node.Version;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.plan.Exprs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// The statement's moment, session and server.
final class MomentDefinitions {
  static final List<MysqlFunction> ALL = all();

  private static final String BUILD =
      "Release Version: v" + Version.RELEASE + "\nGit Commit Hash: " + Version.GIT_HASH;

  private MomentDefinitions() {}

  private static List<MysqlFunction> all() {
    List<MysqlFunction> all = new ArrayList<>();
    for (String name : List.of("now", "current_timestamp", "localtime", "localtimestamp")) {
      all.add(moment(name, "now", Type::datetime));
    }
    all.add(moment("sysdate", "sysdate", Type::datetime));
    all.add(moment("utc_timestamp", "utc_now", Type::datetime));
    all.add(moment("curtime", "curtime", Type::time));
    all.add(moment("current_time", "curtime", Type::time));
    all.add(moment("utc_time", "utc_time", Type::time));
    for (String name : List.of("curdate", "current_date")) {
      all.add(new MysqlFunction(name, 0, 0, args -> Exprs.call("now", Kind.TIME, Type.DATE)));
    }
    all.add(
        new MysqlFunction("utc_date", 0, 0, args -> Exprs.call("utc_now", Kind.TIME, Type.DATE)));
    all.addAll(
        Signature.all(
            """
            database schema                              : -> varchar(64)
            user session_user system_user                : -> varchar(288)
            current_user                                 : -> varchar(288)
            connection_id                                : -> uint
            found_rows                                   : -> int
            row_count                                    : -> int
            get_lock                                     : text real -> int
            release_lock                                 : text -> int
            is_free_lock                                 : text -> int
            is_used_lock                                 : text -> uint
            release_all_locks                            : -> int
            """));
    all.add(new MysqlFunction("last_insert_id", 0, 1, MomentDefinitions::lastInsertId));
    all.add(new MysqlFunction("version", 0, 0, args -> Expr.Constant.of(Version.MYSQL)));
    all.add(new MysqlFunction("tidb_version", 0, 0, args -> Expr.Constant.of(BUILD)));
    return all;
  }

  private static Expr lastInsertId(List<Expr> args) {
    return args.isEmpty()
        ? Exprs.call("last_insert_id", Kind.INT, Type.UNSIGNED_BIGINT)
        : Exprs.call(
            "set_last_insert_id",
            Kind.INT,
            Type.UNSIGNED_BIGINT,
            Exprs.cast(args.getFirst(), Type.UNSIGNED_BIGINT));
  }

  /// A function whose argument is how many digits of a second are wanted.
  private static MysqlFunction moment(String name, String body, IntFunction<Type> type) {
    return new MysqlFunction(
        name,
        0,
        1,
        args -> {
          long digits = Typing.constant(args, 0).orElse(0);
          if (digits < 0 || digits > 6) {
            throw new SqlException(
                SqlError.TOO_BIG_PRECISION,
                "Too-big precision " + digits + " specified for '" + name + "'. Maximum is 6.");
          }
          Type result = type.apply((int) digits);
          return Exprs.call(body, result.kind(), result);
        });
  }
}
