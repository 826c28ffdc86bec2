package io.minitidb.cop;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.exec.BatchesExecutor;
import io.minitidb.cop.exec.Executor;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.TimeText;
import io.minitidb.cop.expr.Values;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Writes vectors as plain values and reads batches as text, so that a test shows rows and nothing
/// else.
public final class Rows {
  private Rows() {}

  public static EvalContext context() {
    return new EvalContext(ZoneOffset.UTC, Instant.parse("2026-11-23T08:00:00Z"));
  }

  /// Makes a vector of numbers, texts, and times written as text; null is NULL.
  public static Vector vector(Type type, Object... values) {
    VectorBuilder out = new VectorBuilder(type, values.length);
    for (Object value : values) {
      append(out, value);
    }
    return out.build();
  }

  public static Expr.Constant constant(Type type, Object value) {
    VectorBuilder out = new VectorBuilder(type, 1);
    append(out, value);
    return new Expr.Constant(out.buildConstant());
  }

  private static void append(VectorBuilder out, Object value) {
    if (value == null) {
      out.appendNull();
      return;
    }
    switch (out.type().kind()) {
      case INT -> out.appendLong(((Number) value).longValue());
      case REAL -> out.appendDouble(((Number) value).doubleValue());
      case DECIMAL -> out.appendDecimal(new BigDecimal(value.toString()));
      case STRING, JSON -> out.appendString(value.toString());
      case TIME -> out.appendLong(CoreTime.of(TimeText.parse(value.toString()), out.type()));
      case DURATION -> out.appendLong(TimeText.parseDuration(value.toString()));
    }
  }

  public static Batch batch(Vector... columns) {
    return new Batch(List.of(columns), columns[0].rows());
  }

  public static Executor source(Batch... batches) {
    return new BatchesExecutor(List.of(batches));
  }

  public static Expr column(int index, Type type) {
    return new Expr.ColumnRef(index, type);
  }

  /// Returns one value as MySQL prints it, `NULL` for null.
  public static String text(Vector vector, int row) {
    return vector.isNull(row) ? "NULL" : Values.text(vector, row);
  }

  /// Returns each row as its values with blanks between them.
  public static List<String> text(Batch batch) {
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < batch.rows(); row++) {
      int at = row;
      rows.add(String.join(" ", batch.columns().stream().map(column -> text(column, at)).toList()));
    }
    return rows;
  }

  public static List<String> text(List<Batch> batches) {
    return batches.stream().flatMap(batch -> text(batch).stream()).toList();
  }

  public static List<Batch> drain(Executor executor) {
    List<Batch> batches = new ArrayList<>();
    for (Optional<Batch> batch = executor.next(); batch.isPresent(); batch = executor.next()) {
      batches.add(batch.get());
    }
    return batches;
  }

  public static List<String> run(Executor executor) {
    return text(drain(executor));
  }

  /// Returns the integers `from` to `to - 1` as one column.
  public static Batch counting(int from, int to) {
    Object[] values = new Object[to - from];
    Arrays.setAll(values, i -> from + i);
    return batch(vector(Type.BIGINT, values));
  }
}
