package io.minitidb.memtable;

import io.minitidb.cop.data.Collation;
import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.VectorBuilder;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// A column of a memtable as an accessor of its row, so that only the wanted columns are computed.
///
/// @param role what the value says of the node that answers, so that a predicate on it chooses
///   nodes
public record Column<R>(
    String name, Type type, boolean nullable, TableInfo.Role role, Accessor<R> accessor) {

  /// Appends the column's value of one row. Times are converted to the zone of the request.
  @FunctionalInterface
  public interface Accessor<R> {
    void append(R row, ScanContext context, VectorBuilder out);
  }

  /// An integer that always has a value.
  public static <R> Column<R> bigint(String name, Type type, ToLongFunction<R> value) {
    return new Column<>(
        name,
        type,
        false,
        TableInfo.Role.DATA,
        (row, context, out) -> out.appendLong(value.applyAsLong(row)));
  }

  /// A floating point number that always has a value.
  public static <R> Column<R> real(String name, ToDoubleFunction<R> value) {
    return new Column<>(
        name,
        Type.DOUBLE,
        false,
        TableInfo.Role.DATA,
        (row, context, out) -> out.appendDouble(value.applyAsDouble(row)));
  }

  /// A floating point number; null is NULL.
  public static <R> Column<R> realOrNull(String name, Function<R, @Nullable Double> value) {
    return new Column<>(
        name,
        Type.DOUBLE,
        true,
        TableInfo.Role.DATA,
        (row, context, out) -> {
          Double number = value.apply(row);
          if (number == null) {
            out.appendNull();
          } else {
            out.appendDouble(number);
          }
        });
  }

  /// Text of at most `length` characters; null is NULL.
  public static <R> Column<R> text(String name, int length, Function<R, @Nullable String> value) {
    return text(name, Type.varchar(length), value);
  }

  /// Text of a given type; null is NULL.
  public static <R> Column<R> text(String name, Type type, Function<R, @Nullable String> value) {
    return new Column<>(
        name,
        type,
        true,
        TableInfo.Role.DATA,
        (row, context, out) -> out.appendString(value.apply(row)));
  }

  /// A moment, shown in the session's time zone; null is NULL.
  public static <R> Column<R> time(String name, Type type, Function<R, @Nullable Instant> value) {
    return new Column<>(
        name,
        type,
        true,
        TableInfo.Role.DATA,
        (row, context, out) -> {
          Instant instant = value.apply(row);
          if (instant == null) {
            out.appendNull();
          } else {
            out.appendLong(CoreTime.of(instant, context.zone(), type));
          }
        });
  }

  /// Returns this column as one that compares by `collation`.
  public Column<R> collated(Collation collation) {
    return new Column<>(name, type.withCollation(collation), nullable, role, accessor);
  }

  /// Returns this column as NOT NULL.
  public Column<R> notNull() {
    return new Column<>(name, type, false, role, accessor);
  }

  /// Returns this column as nullable, as the original declares it, although we always have a value.
  public Column<R> orNull() {
    return new Column<>(name, type, true, role, accessor);
  }

  /// Returns this column as one that names the node.
  public Column<R> as(TableInfo.Role nodeRole) {
    return new Column<>(name, type, nullable, nodeRole, accessor);
  }
}
