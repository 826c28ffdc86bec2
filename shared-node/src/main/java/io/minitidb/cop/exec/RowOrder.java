package io.minitidb.cop.exec;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.expr.Comparisons;
import io.minitidb.cop.expr.EvalContext;
import java.util.Comparator;
import java.util.List;

/// Orders rows of different batches by sort keys, which are evaluated once per batch.
final class RowOrder implements Comparator<RowOrder.Row> {
  private final List<SortKey> keys;
  private final EvalContext context;
  private final Comparisons.Comparison[] comparisons;

  RowOrder(List<SortKey> keys, EvalContext context) {
    this.keys = keys;
    this.context = context;
    this.comparisons =
        keys.stream()
            .map(key -> comparison(key.expr().type()))
            .toArray(Comparisons.Comparison[]::new);
  }

  private static Comparisons.Comparison comparison(Type type) {
    return Comparisons.of(type, type);
  }

  /// A batch with its keys.
  record Keyed(Batch batch, Vector[] keys) {}

  /// One row of a keyed batch.
  record Row(Keyed source, int row) {}

  Keyed key(Batch batch) {
    return new Keyed(
        batch, keys.stream().map(key -> key.expr().eval(batch, context)).toArray(Vector[]::new));
  }

  @Override
  public int compare(Row left, Row right) {
    for (int i = 0; i < comparisons.length; i++) {
      Vector a = left.source().keys()[i];
      Vector b = right.source().keys()[i];
      boolean aNull = a.isNull(left.row());
      boolean bNull = b.isNull(right.row());
      int order =
          aNull || bNull
              ? Boolean.compare(bNull, aNull)
              : comparisons[i].compare(a, left.row(), b, right.row());
      if (order != 0) {
        return keys.get(i).descending() ? -order : order;
      }
    }
    return 0;
  }
}
