package io.minitidb.cop.expr;

import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Evaluates one call that is written as a line of a table. Arguments stand between semicolons:
/// `1`, `1u` (unsigned), `1.5` (decimal), `1e0` (double), `'text'`, `d'..'` (date), `t'..'`
/// (datetime(6)), `h'..'` (time(6)), `NULL`.
final class Evaluation {
  private Evaluation() {}

  /// Returns the value, text in quotes; then the codes of the warnings; or `error` and its code.
  ///
  /// @param call such as `plus INT -> int`
  static String of(String call, String arguments) {
    String[] words = call.split(" ");
    Kind kind = Kind.valueOf(words[1]);
    List<Expr> args = arguments == null ? List.of() : literals(arguments, kind);
    Type type = type(words[3]);
    String constant =
        eval(new Expr.Call(Functions.get(words[0], kind), args, type), new Batch(List.of(), 1));

    List<Expr> refs = new ArrayList<>();
    List<Vector> columns = new ArrayList<>();
    for (Expr arg : args) {
      refs.add(new Expr.ColumnRef(refs.size(), arg.type()));
      VectorBuilder column = new VectorBuilder(arg.type(), 1);
      column.append(((Expr.Constant) arg).value(), 0);
      columns.add(column.build());
    }
    String vector =
        eval(new Expr.Call(Functions.get(words[0], kind), refs, type), new Batch(columns, 1));
    return vector.equals(constant)
        ? constant
        : constant + " as a constant but " + vector + " as a column";
  }

  private static String eval(Expr expr, Batch batch) {
    EvalContext context = Rows.context();
    try {
      Vector value = expr.eval(batch, context);
      boolean quoted = expr.type().kind() == Kind.STRING && !value.isNull(0);
      String text = quoted ? "'" + Rows.text(value, 0) + "'" : Rows.text(value, 0);
      return context.warnings().stream()
          .map(w -> " " + w.code())
          .collect(Collectors.joining("", text, ""));
    } catch (EvalException e) {
      return "error " + e.code();
    }
  }

  /// Reads arguments; NULL is of kind `kind`.
  static List<Expr> literals(String text, Kind kind) {
    return Arrays.stream(text.split(";"))
        .map(String::strip)
        .map(word -> literal(word, kind))
        .toList();
  }

  private static Expr literal(String word, Kind kind) {
    if (word.equals("NULL")) {
      return Expr.Constant.ofNull(
          Stream.of(
                  Type.BIGINT,
                  Type.DOUBLE,
                  Type.decimal(10, 2),
                  Type.TEXT,
                  Type.datetime(6),
                  Type.time(6),
                  Type.JSON)
              .filter(type -> type.kind() == kind)
              .findFirst()
              .orElseThrow());
    }
    if (word.endsWith("'")) {
      String inner = word.substring(word.indexOf('\'') + 1, word.length() - 1);
      return switch (word.charAt(0)) {
        case 'd' -> Rows.constant(Type.DATE, inner);
        case 't' -> Rows.constant(Type.datetime(6), inner);
        case 'h' -> Rows.constant(Type.time(6), inner);
        case 'j' -> Rows.constant(Type.JSON, inner);
        default -> Expr.Constant.of(inner);
      };
    }
    if (word.endsWith("u")) {
      return Expr.Constant.of(
          Long.parseUnsignedLong(word, 0, word.length() - 1, 10), Type.UNSIGNED_BIGINT);
    }
    if (word.contains("e")) {
      return Expr.Constant.of(Double.parseDouble(word));
    }
    return word.contains(".")
        ? Expr.Constant.of(new java.math.BigDecimal(word))
        : Expr.Constant.of(Long.parseLong(word), Type.BIGINT);
  }

  /// Reads `int`, `uint`, `real`, `text`, `date`, `char(2)`, `dec(10,2)`, `datetime(6)`, `time(6)`.
  static Type type(String word) {
    int open = word.indexOf('(');
    int[] numbers =
        open < 0
            ? new int[] {0, 0}
            : Arrays.stream(word.substring(open + 1, word.length() - 1).split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
    return switch (open < 0 ? word : word.substring(0, open)) {
      case "int" -> Type.BIGINT;
      case "uint" -> Type.UNSIGNED_BIGINT;
      case "real" -> Type.DOUBLE;
      case "text" -> Type.TEXT;
      case "json" -> Type.JSON;
      case "date" -> Type.DATE;
      case "char" -> Type.varchar(numbers[0]);
      case "dec" -> Type.decimal(numbers[0], numbers[1]);
      case "datetime" -> Type.datetime(numbers[0]);
      case "time" -> Type.time(numbers[0]);
      default -> throw new IllegalArgumentException(word);
    };
  }
}
