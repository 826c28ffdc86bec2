package io.minitidb.cop.exec;

import io.minitidb.cop.data.Gather;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.expr.Expr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Lets the first of equal arguments of each group through to an aggregate.
final class DistinctRows {
  private final GroupKeys seen;
  private int known;

  DistinctRows(List<Expr> args) {
    List<Type> types = new ArrayList<>(args.stream().map(Expr::type).toList());
    types.add(Type.BIGINT);
    this.seen = new GroupKeys(types);
  }

  /// @param args the first `keys` of them tell rows apart
  void add(Vector[] args, int keys, int rows, int[] groupOf, int groups, Accumulator accumulator) {
    Vector[] whole = Arrays.copyOf(args, keys + 1);
    VectorBuilder numbers = new VectorBuilder(Type.BIGINT, rows);
    for (int row = 0; row < rows; row++) {
      numbers.appendLong(groupOf[row]);
    }
    whole[keys] = numbers.build();
    int[] numberOf = new int[rows];
    seen.number(whole, rows, numberOf);
    int[] selected = new int[rows];
    int[] groupOfSelected = new int[rows];
    int count = 0;
    for (int row = 0; row < rows; row++) {
      if (numberOf[row] == known) {
        known++;
        groupOfSelected[count] = groupOf[row];
        selected[count++] = row;
      }
    }
    Vector[] taken = new Vector[args.length];
    for (int i = 0; i < taken.length; i++) {
      taken[i] = args[i].isConstant() ? args[i] : Gather.rows(args[i], selected, count);
    }
    accumulator.add(taken, count, groupOfSelected, groups);
  }

  long bytes() {
    return seen.bytes();
  }
}
