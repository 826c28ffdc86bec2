package io.minitidb.tidb.sql;

import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Functions;
import io.minitidb.node.Version;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.plan.Exprs;
import java.util.List;
import java.util.Locale;

/// Functions called by name, with the types that MySQL gives them. Those that only the statement
/// knows become constants.
record NamedFunctions(StatementFacts facts) {

  /// Returns `part` (`hour`, `year`, ...) of a time, or of a text that is one.
  static Expr timePart(String part, Expr value) {
    Expr time = value.type().kind() == Kind.TIME ? value : Exprs.cast(value, Type.datetime(6));
    return Exprs.call(part, Kind.TIME, Type.BIGINT, time);
  }

  /// Returns the call of the function `operator`, in any case.
  ///
  /// @throws SqlException 1235 for one that we do not have
  Expr call(String operator, List<Expr> args) {
    String name = operator.toLowerCase(Locale.ROOT);
    return switch (name) {
      case "now", "sysdate", "current_timestamp", "localtime", "localtimestamp" -> moment(args);
      case "curdate", "current_date" ->
          Expr.Constant.of(CoreTime.of(facts.now(), facts.zone(), Type.DATE), Type.DATE);
      case "database", "schema" ->
          facts
              .database()
              .<Expr>map(Expr.Constant::of)
              .orElse(Expr.Constant.ofNull(Type.varchar(64)));
      case "version" -> Expr.Constant.of(Version.MYSQL);
      case "tidb_version" ->
          Expr.Constant.of(
              "Release Version: v" + Version.RELEASE + "\nGit Commit Hash: " + Version.GIT_HASH);
      case "user", "current_user", "session_user", "system_user" -> Expr.Constant.of(facts.user());
      case "connection_id" -> Expr.Constant.of(facts.connectionId(), Type.UNSIGNED_BIGINT);
      case "unix_timestamp" ->
          args.isEmpty()
              ? Expr.Constant.of(facts.now().getEpochSecond(), Type.bigint(11))
              : timePart("unix_timestamp", args.getFirst());
      case "$truth" -> Exprs.truth(args.getFirst());
      case "$number" -> args.getFirst();
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
      case "year", "month", "hour", "minute", "second", "microsecond" ->
          timePart(name, args.getFirst());
      case "abs" -> number(name, args.getFirst());
      case "round" -> round(args);
      default -> throw unsupported(operator);
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
        "if",
        type.kind(),
        type,
        Exprs.truth(args.get(0)),
        Exprs.cast(args.get(1), type),
        Exprs.cast(args.get(2), type));
  }

  private static Expr strings(String name, List<Expr> args) {
    int length = args.stream().mapToInt(arg -> Math.max(1, arg.type().length())).sum();
    return Exprs.call(
        name,
        Kind.STRING,
        Type.varchar(Math.min(length, 65535)),
        args.stream().map(NamedFunctions::text).toArray(Expr[]::new));
  }

  private static Expr count(String name, List<Expr> args) {
    return Exprs.call(
        name,
        Kind.STRING,
        Type.bigint(10),
        args.stream().map(NamedFunctions::text).toArray(Expr[]::new));
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
    Expr value =
        Functions.find("round", args.getFirst().type().kind()).isPresent()
            ? args.getFirst()
            : Exprs.cast(args.getFirst(), Type.DOUBLE);
    int digits =
        args.size() > 1 && args.get(1) instanceof Expr.Constant constant && !constant.isNull()
            ? Math.clamp(constant.value().getLong(0), 0, 30)
            : 0;
    Type type =
        value.type().kind() == Kind.DECIMAL
            ? Type.decimal(65, Math.min(digits, value.type().decimals()))
            : value.type();
    Expr[] typed =
        args.size() > 1
            ? new Expr[] {value, Exprs.cast(args.get(1), Type.BIGINT)}
            : new Expr[] {value};
    return Exprs.call("round", value.type().kind(), type, typed);
  }

  /// Returns a function of one number that keeps its kind: abs, ceil, floor.
  static Expr number(String name, Expr value) {
    Expr number =
        Functions.find(name, value.type().kind()).isPresent()
            ? value
            : Exprs.cast(value, Type.DOUBLE);
    Type type =
        number.type().kind() == Kind.DECIMAL
            ? Type.decimal(number.type().length(), 0)
            : number.type();
    return Exprs.call(name, number.type().kind(), type, number);
  }

  /// Returns the first of `args` that is not null, all brought to one type.
  static Expr coalesce(String name, List<Expr> args) {
    Type type = Exprs.common(args.stream().map(Expr::type).toList());
    Expr[] same = args.stream().map(arg -> Exprs.cast(arg, type)).toArray(Expr[]::new);
    return Exprs.call(name, type.kind(), type, same);
  }

  /// Returns `expr` as text.
  static Expr text(Expr expr) {
    return expr.type().kind() == Kind.STRING ? expr : Exprs.cast(expr, Type.varchar(0));
  }

  static SqlException unsupported(String what) {
    return new SqlException(
        SqlError.NOT_SUPPORTED, "This version of mini-tidb doesn't yet support '" + what + "'");
  }
}
