package io.minitidb.tidb.sql.functions;

import static io.minitidb.tidb.sql.functions.MysqlFunction.ANY;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.Expr;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.plan.Exprs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Functions of JSON documents, which are JSON or text.
final class JsonDefinitions {
  static final List<MysqlFunction> ALL = all();

  private JsonDefinitions() {}

  private static List<MysqlFunction> all() {
    List<MysqlFunction> all =
        new ArrayList<>(
            Signature.all(
                """
                json_extract       : json text...                 -> json
                json_unquote       : json                         -> text
                json_quote         : text                         -> text
                json_type          : json                         -> varchar(51)
                json_length        : json text?                   -> int(10)
                json_keys          : json text?                   -> json
                json_depth         : json                         -> int(10)
                json_contains      : json json text?              -> bool
                json_contains_path : json text text...            -> bool
                json_search        : json text text text? text?... -> json
                json_pretty        : json                         -> text
                json_remove        : json text...                 -> json
                json_merge_patch   : json json...                 -> json
                """));
    all.add(new MysqlFunction("json_valid", 1, 1, args -> valid(args.getFirst())));
    all.add(new MysqlFunction("json_array", 0, ANY, args -> made("json_array", args)));
    all.add(pairs("json_object", 0, args -> made("json_object", args)));
    for (String name : List.of("json_set", "json_insert", "json_replace")) {
      all.add(pairs(name, 1, args -> changed(name, args)));
    }
    all.add(new MysqlFunction("member_of", 2, 2, JsonDefinitions::memberOf));
    return all;
  }

  /// A function that takes pairs behind its first `first` arguments.
  private static MysqlFunction pairs(String name, int first, Function<List<Expr>, Expr> builder) {
    return new MysqlFunction(
        name,
        first == 0 ? 0 : 3,
        ANY,
        args -> {
          if (args.size() % 2 != first) {
            throw new SqlException(
                SqlError.PARAMETER_COUNT,
                "Incorrect parameter count in the call to native function '" + name + "'");
          }
          return builder.apply(args);
        });
  }

  private static Expr document(Expr arg) {
    return arg.type().kind() == Kind.JSON ? arg : Typing.text(arg);
  }

  private static Expr valid(Expr arg) {
    return Exprs.call("json_valid", arg.type().kind(), Type.BOOLEAN, arg);
  }

  private static Expr made(String name, List<Expr> args) {
    return Exprs.call(name, Kind.STRING, Type.JSON, args.toArray(Expr[]::new));
  }

  private static Expr changed(String name, List<Expr> args) {
    List<Expr> typed = new ArrayList<>(args);
    typed.set(0, document(args.getFirst()));
    for (int i = 1; i < typed.size(); i += 2) {
      typed.set(i, Typing.text(typed.get(i)));
    }
    return Exprs.call(name, typed.getFirst().type().kind(), Type.JSON, typed.toArray(Expr[]::new));
  }

  private static Expr memberOf(List<Expr> args) {
    return Exprs.call(
        "member_of",
        args.getFirst().type().kind(),
        Type.BOOLEAN,
        args.getFirst(),
        document(args.get(1)));
  }
}
