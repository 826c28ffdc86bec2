package io.minitidb.cop.data;

import java.util.AbstractList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Columns of which some rows were chosen, each copied when it is first read: what only a condition
/// needed is not copied at all. Not thread-safe.
final class TakenColumns extends AbstractList<Vector> {
  private final List<Vector> source;
  private final UnaryOperator<Vector> copy;
  private final @Nullable Vector[] taken;

  /// @param copy returns the chosen rows of one of the columns
  TakenColumns(List<Vector> source, UnaryOperator<Vector> copy) {
    this.source = source;
    this.copy = copy;
    this.taken = new @Nullable Vector[source.size()];
  }

  @Override
  public Vector get(int index) {
    Vector known = taken[index];
    if (known == null) {
      known = copy.apply(source.get(index));
      taken[index] = known;
    }
    return known;
  }

  @Override
  public int size() {
    return source.size();
  }
}
