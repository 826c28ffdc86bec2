package io.minitidb.cop.exec;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.expr.Comparisons;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps the smallest (-1) or the greatest (1) value of any kind; NULL when there was none.
final class ExtremeAccumulator extends Accumulator.ByRow {
  private final Comparisons.Comparison comparison;
  private final int wanted;
  private final VectorBuilder single;
  private final List<@Nullable Vector> best = new ArrayList<>();
  private long bytes;

  ExtremeAccumulator(Type type, int wanted) {
    this.comparison = Comparisons.of(type, type);
    this.wanted = wanted;
    this.single = new VectorBuilder(type, 1);
  }

  @Override
  void reserve(int groups) {
    while (best.size() < groups) {
      best.add(null);
    }
  }

  @Override
  void add(Vector[] args, int row, int group) {
    if (args[0].isNull(row)) {
      return;
    }
    Vector old = best.get(group);
    if (old == null || Integer.signum(comparison.compare(args[0], row, old, 0)) == wanted) {
      single.append(args[0], row);
      Vector value = single.buildConstant();
      best.set(group, value);
      bytes += value.size() - (old == null ? -64 : old.size());
    }
  }

  @Override
  public void finish(int group, VectorBuilder out) {
    Vector value = group < best.size() ? best.get(group) : null;
    if (value == null) {
      out.appendNull();
    } else {
      out.append(value, 0);
    }
  }

  @Override
  public long bytes() {
    return bytes;
  }
}
