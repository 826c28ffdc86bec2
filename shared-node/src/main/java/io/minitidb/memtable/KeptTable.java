package io.minitidb.memtable;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.node.NodeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What is kept over time of a table: its rows without the columns that name the node, which are
/// the same for all of them. Real numbers are kept to six decimals.
///
/// @param name of the history
/// @param answeredBy the kinds of node that have such rows
/// @param columns those that are kept
/// @param rows takes them on the node that they speak of
public record KeptTable(
    String name,
    Set<NodeKind> answeredBy,
    List<TableInfo.ColumnInfo> columns,
    Function<ScanContext, Batch> rows) {
  private static final double UNIT = 1e6;
  private static final double LARGEST = 1e9; // above it, a double has hardly more than six decimals

  public KeptTable {
    columns = List.copyOf(columns);
  }

  static <R> KeptTable of(String name, Definition<R> definition) {
    if (!(definition.rows() instanceof RowSource.Listed<R>(var rows))) {
      throw new IllegalStateException(name + ": a table of streamed rows has no history");
    }
    List<Column<R>> columns =
        definition.columns().stream().filter(column -> !column.role().isOfNode()).toList();
    for (Column<R> column : columns) {
      Kind kind = column.type().kind();
      if (kind != Kind.INT && kind != Kind.REAL && kind != Kind.STRING) {
        throw new IllegalStateException(name + ": no history is kept of " + column.type());
      }
    }
    return new KeptTable(
        name,
        definition.answeredBy(),
        columns.stream()
            .map(column ->
                new TableInfo.ColumnInfo(
                    column.name(), column.type(), column.nullable(), TableInfo.Role.DATA))
            .toList(),
        context -> batch(columns, rows.apply(context), context));
  }

  private static <R> Batch batch(List<Column<R>> columns, List<R> rows, ScanContext context) {
    List<Vector> vectors = new ArrayList<>();
    for (Column<R> column : columns) {
      Vector vector = new ScanColumn.Of<>(column).vector(rows, context);
      vectors.add(column.type().kind() == Kind.REAL ? rounded(vector, rows.size()) : vector);
    }
    return new Batch(vectors, rows.size());
  }

  private static Vector rounded(Vector reals, int rows) {
    VectorBuilder out = new VectorBuilder(reals.type(), rows);
    for (int row = 0; row < rows; row++) {
      if (reals.isNull(row)) {
        out.appendNull();
      } else {
        double value = reals.getDouble(row);
        out.appendDouble(Math.abs(value) < LARGEST ? Math.rint(value * UNIT) / UNIT : value);
      }
    }
    return out.build();
  }

  public List<Type> types() {
    return columns.stream().map(TableInfo.ColumnInfo::type).toList();
  }

  /// Returns a number that differs when names or kinds of the columns do.
  public int fingerprint() {
    return columns.stream()
        .map(column -> column.name() + " " + column.type().kind())
        .collect(Collectors.joining(","))
        .hashCode();
  }
}
