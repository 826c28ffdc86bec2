package io.minitidb.cop.data;

import java.util.AbstractList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Columns of which some rows were chosen, each copied when it is first read: what only a condition
/// needed is not copied at all. Not thread-safe.
final class TakenColumns extends AbstractList<Vector> {
  private final List<Vector> source;
  private final int[] selected;
  private final int count;
  private final @Nullable Vector[] taken;

  TakenColumns(List<Vector> source, int[] selected, int count) {
    this.source = source;
    this.selected = selected;
    this.count = count;
    this.taken = new @Nullable Vector[source.size()];
  }

  @Override
  public Vector get(int index) {
    Vector known = taken[index];
    if (known == null) {
      known = Gather.rows(source.get(index), selected, count);
      taken[index] = known;
    }
    return known;
  }

  @Override
  public int size() {
    return source.size();
  }
}
