package io.minitidb.tidb.explain;

import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.exec.SetOperationExecutor;
import io.minitidb.cop.exec.Summary;
import io.minitidb.memtable.TableInfo;
import io.minitidb.tidb.exec.Analysis;
import io.minitidb.tidb.exec.NodeRun;
import io.minitidb.tidb.plan.PlanNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Describes a plan, and what it did when it was analysed. What runs on nodes stands below the
/// `TableReader` that gathers it, with one line for each node that was asked.
///
/// @param choose says which nodes a gather asks
record PlanTree(Optional<Analysis> analysis, Function<PlanNode.Gather, Asked> choose) {

  /// Describes a whole plan.
  Described whole(PlanNode plan) {
    Described top = describe(plan);
    return new Described(
        top.name(),
        top.rows(),
        top.task(),
        top.object(),
        top.info(),
        top.actual()
            .map(actual ->
                new Described.Actual(
                    actual.rows(),
                    actual.execution(),
                    analysis.map(Analysis::memory).orElse(0L) + " Bytes")),
        top.inputs());
  }

  private Described describe(PlanNode node) {
    return switch (node) {
      case PlanNode.Gather gather when gather.table().cluster() -> reader(gather);
      case PlanNode.Gather gather ->
          pushed(
              gather,
              "root",
              choose.apply(gather).times(),
              analysis.map(a -> a.local(gather)).orElse(List.of()));
      case PlanNode.Selection s -> root(s, "Selection", ExprText.all(s.conditions(), List.of()));
      case PlanNode.Projection p -> root(p, "Projection", ExprText.all(p.exprs(), List.of()));
      case PlanNode.Aggregation a ->
          root(a, "HashAgg", ExprText.aggregation(a.aggregation(), List.of()));
      case PlanNode.TopN t ->
          t.limit() == Long.MAX_VALUE
              ? root(t, "Sort", ExprText.order(t.order(), List.of()))
              : root(
                  t,
                  "TopN",
                  ExprText.order(t.order(), List.of()) + ", offset:0, count:" + t.limit());
      case PlanNode.Limit l -> root(l, "Limit", "offset:" + l.offset() + ", count:" + l.limit());
      case PlanNode.Join j ->
          root(
              j,
              j.spec().leftKeys().isEmpty() ? "NestedLoopJoin" : "HashJoin",
              PushedText.join(j.spec()));
      case PlanNode.Window w -> root(w, "Window", "calls:" + w.spec().calls().size());
      case PlanNode.SetOperation o ->
          root(
              o,
              o.kind() == SetOperationExecutor.Kind.EXCEPT ? "Except" : "Intersect",
              o.all() ? "all" : "distinct");
      case PlanNode.Expand e -> root(e, "Expand", "grouping sets:" + e.sets().size());
      case PlanNode.Recursive r -> root(r, "CTE", "Recursive " + r.name());
      case PlanNode.WorkTable t -> root(t, "CTETable", "Scan on " + t.name());
      case PlanNode.Union u -> root(u, "Union", "");
      case PlanNode.Values v -> root(v, "TableDual", "rows:" + v.rows().size());
    };
  }

  private Described root(PlanNode node, String name, String info) {
    return new Described(
        name,
        Estimate.of(node),
        "root",
        "",
        info,
        analysis.map(a -> actual(a.of(node), "")),
        node.inputs().stream().map(this::describe).toList());
  }

  private static Described.Actual actual(Summary summary, String more) {
    return new Described.Actual(
        summary.rows(),
        "time:" + Nanos.text(summary.nanos()) + ", loops:" + summary.loops() + more,
        "N/A");
  }

  private Described reader(PlanNode.Gather gather) {
    List<NodeRun> runs = analysis.map(a -> a.nodes(gather)).orElse(List.of());
    List<Described> inputs = new ArrayList<>();
    runs.forEach(run -> inputs.add(node(run)));
    Asked asked = choose.apply(gather);
    inputs.add(pushed(gather, asked.tasks(), asked.times(), NodeTimes.total(runs)));
    return new Described(
        "TableReader",
        Estimate.of(gather),
        "root",
        "",
        asked.info(),
        analysis.map(a ->
            actual(
                a.of(gather), ", " + NodeTimes.text(runs) + ScanText.of(NodeTimes.scanned(runs)))),
        inputs);
  }

  private static Described node(NodeRun run) {
    String execution =
        run.failure()
            .map(why -> "time:" + Nanos.text(run.wall().toNanos()) + ", failed: " + why)
            .orElseGet(() ->
                "time:%s, node:%s, network:%s, bytes:%d%s"
                    .formatted(
                        Nanos.text(run.wall().toNanos()),
                        Nanos.text(run.nodeTime().toNanos()),
                        Nanos.text(run.networkTime().toNanos()),
                        run.bytes(),
                        ScanText.of(run.scanned())));
    return new Described(
        "Node",
        run.rows(),
        Asked.task(run.node().kind()),
        "node:" + run.node().instance(),
        run.node().kind().text() + " " + run.node().id(),
        Optional.of(new Described.Actual(run.rows(), execution, "N/A")),
        List.of());
  }

  private Described pushed(
      PlanNode.Gather gather, String task, String times, List<Summary> summaries) {
    return pushed(
        gather.table(),
        gather.joined().iterator(),
        gather.dag(),
        task,
        times,
        summaries.iterator());
  }

  /// @param times the moments that the scan reads, as text
  /// @param summaries of the operators in the order in which `ExecutorBuilder` makes them; ends
  ///   early when no node told
  private Described pushed(
      TableInfo table,
      Iterator<TableInfo> joined,
      Dag dag,
      String task,
      String times,
      Iterator<Summary> summaries) {
    List<String> names =
        dag.scan().columns().stream().map(column -> table.columns().get(column).name()).toList();
    List<Described> below = List.of();
    double rows = 0;
    for (Operator operator : dag.operators()) {
      rows = Estimate.after(operator, rows);
      if (operator instanceof Operator.LocalJoin join) {
        below =
            List.of(
                below.getFirst(),
                pushed(
                    joined.next(), Collections.emptyIterator(), join.right(), task, "", summaries));
      }
      Summary summary = summaries.hasNext() ? summaries.next() : Summary.NOTHING;
      below =
          List.of(
              new Described(
                  PushedText.name(operator),
                  rows,
                  task,
                  operator instanceof Operator.MemTableScan ? "table:" + table.name() : "",
                  PushedText.info(operator, names)
                      + (operator instanceof Operator.MemTableScan ? times : ""),
                  analysis.map(a -> actual(summary, "")),
                  below));
      names = PushedText.keepsColumns(operator) ? names : List.of();
    }
    return below.getFirst();
  }
}
