package io.minitidb.wire;

import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.exec.AggCall;
import io.minitidb.cop.exec.AggFunction;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.exec.SortKey;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Functions;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Data and plans made from a seed: the same seed makes the same ones.
final class RandomPlans {
  static final List<Type> TYPES =
      List.of(
          Type.BIGINT,
          Type.UNSIGNED_BIGINT,
          Type.DOUBLE,
          Type.decimal(20, 3),
          Type.varchar(20),
          Type.TEXT,
          Type.DATE,
          Type.datetime(6),
          Type.timestamp(0),
          Type.time(3),
          Type.JSON);
  private static final List<String> COMPARISONS =
      List.of("lt", "le", "gt", "ge", "eq", "ne", "nulleq");

  private final Random random;

  RandomPlans(long seed) {
    this.random = new Random(seed);
  }

  List<Type> types() {
    return IntStream.range(0, 1 + random.nextInt(6)).mapToObj(i -> pick(TYPES)).toList();
  }

  Batch batch(List<Type> types, int rows) {
    return new Batch(types.stream().map(type -> vector(type, rows)).toList(), rows);
  }

  private Vector vector(Type type, int rows) {
    int nulls = random.nextInt(3); // none, a few, many
    Object[] values = new Object[rows];
    Arrays.setAll(values, i -> random.nextInt(4) < nulls ? null : value(type));
    return Rows.vector(type, values);
  }

  private Object value(Type type) {
    return switch (type.kind()) {
      case INT ->
          random.nextInt(4) == 0
              ? random.nextLong()
              : random.nextInt(10) - (type.unsigned() ? 0 : 5);
      case REAL ->
          random.nextInt(4) == 0 ? random.nextGaussian() * 1e200 : random.nextInt(10) / 4.0;
      case DECIMAL -> new BigDecimal(new BigInteger(random.nextInt(50), random), 3);
      case STRING -> text();
      case JSON -> "\"" + text() + "\"";
      case TIME ->
          String.format(
              "%04d-%02d-%02d 00:%02d:00",
              1 + random.nextInt(9999),
              1 + random.nextInt(12),
              1 + random.nextInt(28),
              random.nextInt(60));
      case DURATION ->
          (random.nextBoolean() ? "-" : "") + random.nextInt(800) + ":" + random.nextInt(60);
    };
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(6); length > 0; length--) {
      text.appendCodePoint(pick(List.of((int) 'a', (int) 'b', (int) '%', 0xE9, 0x20AC, 0x1F600)));
    }
    return text.toString();
  }

  Dag dag(List<Type> types) {
    Dag dag =
        Dag.scan(
            new Operator.MemTableScan(
                "t", IntStream.range(0, types.size()).boxed().toList(), types));
    for (int steps = random.nextInt(5); steps > 0; steps--) {
      dag = dag.then(operator(dag.output()));
    }
    return dag;
  }

  private Operator operator(List<Type> input) {
    return switch (random.nextInt(5)) {
      case 0 -> new Operator.Selection(List.of(condition(input, 2)));
      case 1 ->
          new Operator.Projection(
              Stream.concat(Stream.of(condition(input, 2)), columns(input).stream()).toList());
      case 2 ->
          new Operator.Aggregation(columns(input), List.of(aggregate(input), aggregate(input)));
      case 3 ->
          new Operator.TopN(
              columns(input).stream().map(c -> new SortKey(c, random.nextBoolean())).toList(),
              random.nextInt(50));
      default -> new Operator.Limit(random.nextInt(100));
    };
  }

  private List<Expr> columns(List<Type> input) {
    return IntStream.range(0, 1 + random.nextInt(3)).mapToObj(i -> column(input)).toList();
  }

  private Expr column(List<Type> input) {
    int at = random.nextInt(input.size());
    return new Expr.ColumnRef(at, input.get(at));
  }

  private AggCall aggregate(List<Type> input) {
    Expr arg = column(input);
    AggFunction function =
        pick(Arrays.stream(AggFunction.values()).filter(AggFunction::travels).toList());
    boolean summable = arg.type().kind() == Kind.INT || arg.type().kind() == Kind.DECIMAL;
    return switch (function) {
      case COUNT ->
          new AggCall(
              function, random.nextBoolean() ? List.of() : List.of(arg), false, Type.BIGINT);
      case SUM ->
          summable
              ? new AggCall(function, List.of(arg), false, Type.decimal(65, arg.type().decimals()))
              : new AggCall(AggFunction.COUNT, List.of(arg), false, Type.BIGINT);
      case MIN, MAX, FIRST -> new AggCall(function, List.of(arg), false, arg.type());
      case BIT_AND, BIT_OR, BIT_XOR ->
          arg.type().kind() == Kind.INT
              ? new AggCall(function, List.of(arg), false, Type.UNSIGNED_BIGINT)
              : new AggCall(AggFunction.COUNT, List.of(arg), false, Type.BIGINT);
      // The values are too large for their squares.
      case VAR_POP -> new AggCall(AggFunction.COUNT, List.of(arg), false, Type.BIGINT);
      default -> throw new IllegalStateException(function + " does not travel");
    };
  }

  /// An integer expression over the columns, constants of every type included.
  private Expr condition(List<Type> input, int depth) {
    if (depth > 0 && random.nextBoolean()) {
      Expr[] args =
          IntStream.range(0, 2).mapToObj(i -> condition(input, depth - 1)).toArray(Expr[]::new);
      return call(pick(List.of("and", "or", "xor")), Kind.INT, args);
    }
    Expr column = column(input);
    Object value = random.nextInt(6) == 0 ? null : value(column.type());
    Expr constant = Rows.constant(column.type(), value);
    return random.nextInt(6) == 0
        ? call("isnull", column.type().kind(), column)
        : call(
            pick(COMPARISONS),
            column.type().kind(),
            column,
            random.nextInt(4) == 0 ? column : constant);
  }

  private static Expr call(String name, Kind kind, Expr... args) {
    return new Expr.Call(Functions.get(name, kind), List.of(args), Type.BOOLEAN);
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
