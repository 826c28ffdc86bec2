package io.minitidb.cop.exec;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.expr.EvalException;
import java.util.Arrays;

/// Keeps the value of the first row, be it NULL. With `only` a second row is error 1242: a subquery
/// that stands for one value gave several.
final class FirstAccumulator extends Accumulator.ByRow {
  private final boolean only;
  private final VectorBuilder single;
  private Vector[] firsts = new Vector[0];
  private int size;
  private long bytes;

  FirstAccumulator(Type type, boolean only) {
    this.only = only;
    this.single = new VectorBuilder(type, 1);
  }

  @Override
  void reserve(int groups) {
    if (groups > firsts.length) {
      firsts = Arrays.copyOf(firsts, Accumulator.grown(firsts.length, groups));
    }
  }

  /// Groups are numbered in the order of their first row, so a group is new exactly when its number
  /// is.
  @Override
  void add(Vector[] args, int row, int group) {
    if (group < size) {
      if (only) {
        throw new EvalException(1242, "Subquery returns more than 1 row");
      }
      return;
    }
    single.append(args[0], row);
    Vector first = single.buildConstant();
    firsts[group] = first;
    bytes += first.size() + 64;
    size = group + 1;
  }

  @Override
  public void finish(int group, VectorBuilder out) {
    if (group < size) {
      out.append(firsts[group], 0);
    } else {
      out.appendNull();
    }
  }

  @Override
  public long bytes() {
    return bytes;
  }
}
