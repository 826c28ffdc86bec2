package io.minitidb.cop.exec;

import io.minitidb.cop.data.Gather;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.expr.EvalContext;

/// An aggregate over the frame of every row. As long as a frame only grows at its end it goes on
/// from the frame before; one whose beginning moved is computed anew, which takes time in
/// proportion to its length.
final class FrameAggregate implements WindowColumn {
  private final AggCall call;
  private final Vector[] args;
  private final EvalContext context;

  FrameAggregate(AggCall call, Vector[] args, EvalContext context) {
    this.call = call;
    this.args = args;
    this.context = context;
  }

  @Override
  public void append(Partition place, FrameBounds bounds, VectorBuilder out) {
    Accumulator running = Accumulators.of(call, context);
    int from = place.from();
    int end = place.from();
    for (int row = place.from(); row < place.end(); row++) {
      int wantedFrom = bounds.from(place, row);
      int wantedEnd = Math.max(bounds.end(place, row), wantedFrom);
      if (wantedFrom != from || wantedEnd < end) {
        running = Accumulators.of(call, context);
        from = wantedFrom;
        end = wantedFrom;
      }
      add(running, end, wantedEnd);
      end = wantedEnd;
      running.finish(0, out);
    }
  }

  private void add(Accumulator running, int from, int end) {
    if (from == end) {
      return;
    }
    int count = end - from;
    int[] selected = new int[count];
    for (int i = 0; i < count; i++) {
      selected[i] = from + i;
    }
    Vector[] rows = new Vector[args.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = args[i].isConstant() ? args[i] : Gather.rows(args[i], selected, count);
    }
    running.add(rows, count, new int[count], 1);
  }
}
