package io.minitidb.cop.data;

import java.util.List;

/// Up to [#MAX_ROWS] rows as one vector per column. Without columns it still counts its rows, which
/// is what COUNT(*) needs.
public record Batch(List<Vector> columns, int rows) {
  public static final int MAX_ROWS = 1024;

  public Batch {
    columns = columns instanceof TakenColumns ? columns : List.copyOf(columns);
  }

  /// Makes a batch of computed vectors; constants among them are spread over all rows.
  public static Batch of(List<Vector> columns, int rows) {
    return new Batch(
        columns.stream()
            .map(column -> column.isConstant() ? spread(column, rows) : column)
            .toList(),
        rows);
  }

  private static Vector spread(Vector constant, int rows) {
    VectorBuilder out = new VectorBuilder(constant.type(), rows);
    for (int row = 0; row < rows; row++) {
      out.append(constant, row);
    }
    return out.build();
  }

  public Vector column(int index) {
    return columns.get(index);
  }

  /// Returns a batch of the first `count` of `selected` rows, in that order. A column is copied
  /// when it is asked for; the array belongs to the batch from now on.
  public Batch take(int[] selected, int count) {
    return new Batch(new TakenColumns(columns, each -> Gather.rows(each, selected, count)), count);
  }

  /// Returns a batch of the rows for which `truth` is 1; it is 0 for the others.
  ///
  /// @param count how many are 1
  public Batch where(long[] truth, int count) {
    byte[] kept = new byte[rows]; // an eighth of what the words would keep
    for (int row = 0; row < rows; row++) {
      kept[row] = (byte) truth[row];
    }
    return new Batch(new TakenColumns(columns, new TrueRows(kept, count)), count);
  }

  /// Returns the first `count` rows.
  public Batch head(int count) {
    return count >= rows ? this : range(0, count);
  }

  /// Returns the rows from `from` on, at most `count`.
  public Batch range(int from, int count) {
    int taken = Math.min(count, rows - from);
    return taken == rows
        ? this
        : new Batch(new TakenColumns(columns, each -> Gather.range(each, from, taken)), taken);
  }

  /// Returns the size of the wire form in bytes.
  public long size() {
    long size = 0;
    for (Vector column : columns) {
      size += column.size();
    }
    return size;
  }
}
