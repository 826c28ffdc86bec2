package io.minitidb.tidb.exec;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.memtable.HistoryShares;
import io.minitidb.memtable.TableInfo;
import io.minitidb.memtable.TimeRanges;
import io.minitidb.memtable.User;
import io.minitidb.memtable.tables.HistoryCopies;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.wire.CopRequest;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Settles which store answers which part of a history of which there are copies: first the stores
/// are asked what they have, then each gets a part that no other one gets. So every row comes once,
/// from whatever stores are there, and filters and aggregates run on the stores. A store that does
/// not answer gets no part; what becomes of its copies' answer, [Copies] says.
final class HistoryCall {
  private static final List<String> COLUMNS =
      List.of(
          "INSTANCE",
          "ORIGIN",
          "NODE_TYPE",
          "NODE_INSTANCE",
          "NODE_START",
          "FIRST_TICK",
          "LAST_TICK");

  private HistoryCall() {}

  /// What tells the runs of nodes apart, whatever numbers stores give them.
  private record Node(String type, String instance, LocalDateTime start) {}

  /// What the stores say that they have of the moments that are asked for. Each tick is on two
  /// stores: while one does not answer, the others have all of it, unless there is a gap in what
  /// they have.
  private record Copies(TimeRanges times, Map<Node, List<HistoryParts.Run>> runs, List<Lost> lost)
      implements Losses {
    private record Lost(String what, String missing) {}

    Copies(TimeRanges times) {
      this(times, new HashMap<>(), new ArrayList<>());
    }

    @Override
    public void lost(String what, String missing) {
      lost.add(new Lost(what, missing));
    }

    @Override
    public boolean areCovered() {
      return lost.isEmpty() && haveNoGap();
    }

    private boolean haveNoGap() {
      return !runs.isEmpty()
          && runs.values().stream()
              .allMatch(each -> HistoryParts.areWhole(each, times.first(), times.last()));
    }

    /// Tells of the stores that did not answer.
    void tell(ExecContext context) {
      if (lost.size() == 1 && haveNoGap()) {
        context
            .warn()
            .accept(
                SqlError.NODE_TIMEOUT.code(),
                lost.getFirst().what() + "; the other stores answer with their copies");
        return;
      }
      Losses.Told told = new Losses.Told(context);
      lost.forEach(each -> told.lost(each.what(), each.missing()));
    }
  }

  /// Returns those of `targets` that have something to answer, told what it is.
  ///
  /// @param gather the plan node that asks
  static List<Dispatch.Target> shared(
      Object gather, List<Dispatch.Target> targets, Dispatch dispatch, ExecContext context) {
    if (targets.isEmpty()) {
      return targets;
    }
    Copies copies = new Copies(dispatch.times(context));
    read(gather, copies, context);
    copies.tell(context);
    long first = copies.times().first();
    Map<String, List<HistoryShares.Share>> shares = new HashMap<>();
    for (List<HistoryParts.Run> runs : copies.runs().values()) {
      for (HistoryParts.Run part : HistoryParts.of(runs)) {
        if (part.to() >= first) {
          shares
              .computeIfAbsent(part.store(), each -> new ArrayList<>())
              .add(new HistoryShares.Share(part.origin(), part.from(), part.to()));
        }
      }
    }
    List<Dispatch.Target> shared = new ArrayList<>();
    for (Dispatch.Target target : targets) {
      List<HistoryShares.Share> own = shares.get(target.node().info().instance());
      if (own != null) {
        shared.add(
            new Dispatch.Target(
                target.node(), CopRequest.shared(target.request(), new HistoryShares(own))));
      }
    }
    return shared;
  }

  private static void read(Object gather, Copies found, ExecContext context) {
    TableInfo copies = context.local().table(HistoryCopies.NAME).orElseThrow();
    List<Integer> columns = COLUMNS.stream().map(copies::indexOf).toList();
    Dag dag =
        Dag.scan(
            new Operator.MemTableScan(
                copies.key(),
                columns,
                columns.stream().map(column -> copies.columns().get(column).type()).toList()));
    Dispatch dispatch = new Dispatch(new NodeChoice(copies, List.of()), dag);
    try (FanOut call = new FanOut(gather, dispatch, dag.output(), internal(context), found)) {
      for (Optional<Batch> batch = call.next(); batch.isPresent(); batch = call.next()) {
        add(batch.get(), found.runs());
      }
    }
  }

  /// The part of the statement that it does not know of.
  private static ExecContext internal(ExecContext context) {
    return new ExecContext(
        User.INTERNAL,
        new EvalContext(ZoneOffset.UTC, context.eval().now(), context.eval().session()),
        context.topology(),
        context.clients(),
        context.local(),
        context.localInstance(),
        context.limits(),
        context.warn(),
        Optional.empty(),
        context.calls());
  }

  private static void add(Batch batch, Map<Node, List<HistoryParts.Run>> runs) {
    Vector stores = batch.column(0);
    Vector starts = batch.column(4);
    for (int row = 0; row < batch.rows(); row++) {
      Node node =
          new Node(
              batch.column(2).getString(row),
              batch.column(3).getString(row),
              CoreTime.toLocal(starts.getLong(row)));
      runs.computeIfAbsent(node, each -> new ArrayList<>())
          .add(
              new HistoryParts.Run(
                  stores.getString(row),
                  (int) batch.column(1).getLong(row),
                  batch.column(5).getLong(row),
                  batch.column(6).getLong(row)));
    }
  }
}
