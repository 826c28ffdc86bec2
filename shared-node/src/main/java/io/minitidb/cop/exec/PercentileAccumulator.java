package io.minitidb.cop.exec;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.expr.Comparisons;
import io.minitidb.cop.expr.Expr;
import java.util.ArrayList;
import java.util.List;

/// APPROX_PERCENTILE(x, p): the value that p percent of the values do not exceed, one of those that
/// came, NULL when none did. Exact, since it keeps all values.
final class PercentileAccumulator extends Accumulator.ByRow {
  private final Comparisons.Comparison comparison;
  private final VectorBuilder single;
  private final List<List<Vector>> groups = new ArrayList<>();
  private final long percent;
  private long bytes;

  PercentileAccumulator(AggCall call) {
    Type type = call.args().getFirst().type();
    this.comparison = Comparisons.of(type, type);
    this.single = new VectorBuilder(type, 1);
    this.percent = ((Expr.Constant) call.args().get(1)).value().getLong(0);
  }

  @Override
  void reserve(int count) {
    while (groups.size() < count) {
      groups.add(new ArrayList<>());
    }
  }

  @Override
  void add(Vector[] args, int row, int group) {
    if (!args[0].isNull(row)) {
      single.append(args[0], row);
      Vector value = single.buildConstant();
      groups.get(group).add(value);
      bytes += 64 + value.size();
    }
  }

  @Override
  public void finish(int group, VectorBuilder out) {
    if (group >= groups.size() || groups.get(group).isEmpty()) {
      out.appendNull();
      return;
    }
    List<Vector> sorted = new ArrayList<>(groups.get(group));
    sorted.sort((a, b) -> comparison.compare(a, 0, b, 0));
    int rank = (int) Math.ceilDiv(sorted.size() * percent, 100);
    out.append(sorted.get(Math.max(rank, 1) - 1), 0);
  }

  @Override
  public long bytes() {
    return bytes;
  }
}
