package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.exec.BatchesExecutor;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.exec.SetOperationExecutor;
import io.minitidb.node.NodeKind;
import io.minitidb.tidb.plan.PlanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// EXPLAIN: the operators of a plan as rows, those of the nodes below the gather that asks them.
final class Explain {
  private final List<List<String>> rows = new ArrayList<>();
  private int number = 1;

  private Explain() {}

  static Result of(PlanNode plan) {
    Explain explain = new Explain();
    explain.node(plan, "", "");
    Type text = Type.varchar(1024);
    List<Result.Column> columns = new ArrayList<>();
    List<Vector> vectors = new ArrayList<>();
    List<String> labels = List.of("id", "task", "access object", "operator info");
    for (int i = 0; i < labels.size(); i++) {
      columns.add(new Result.Column(labels.get(i), text));
      VectorBuilder out = new VectorBuilder(text, explain.rows.size());
      for (List<String> row : explain.rows) {
        out.appendString(row.get(i));
      }
      vectors.add(out.build());
    }
    return new Result.Rows(
        columns, new BatchesExecutor(List.of(new Batch(vectors, explain.rows.size()))));
  }

  private void row(String indent, String name, String task, String object, String info) {
    rows.add(List.of(indent + name + "_" + number++, task, object, info));
  }

  /// @param indent stands before the operator's name, `below` before those of its inputs
  private void node(PlanNode node, String indent, String below) {
    switch (node) {
      case PlanNode.Gather gather -> gather(gather, indent, below);
      case PlanNode.Selection s ->
          row(indent, "Selection", "root", "", ExprText.all(s.conditions(), List.of()));
      case PlanNode.Projection p ->
          row(indent, "Projection", "root", "", ExprText.all(p.exprs(), List.of()));
      case PlanNode.Aggregation a ->
          row(indent, "HashAgg", "root", "", ExprText.aggregation(a.aggregation(), List.of()));
      case PlanNode.TopN t ->
          row(
              indent,
              t.limit() == Long.MAX_VALUE ? "Sort" : "TopN",
              "root",
              "",
              ExprText.order(t.order(), List.of())
                  + (t.limit() == Long.MAX_VALUE ? "" : ", count:" + t.limit()));
      case PlanNode.Limit l ->
          row(indent, "Limit", "root", "", "offset:" + l.offset() + ", count:" + l.limit());
      case PlanNode.Join j ->
          row(
              indent,
              j.spec().leftKeys().isEmpty() ? "NestedLoopJoin" : "HashJoin",
              "root",
              "",
              j.spec().kind().name().toLowerCase(Locale.ROOT)
                  + " join, "
                  + j.spec().leftKeys().size()
                  + " equal keys");
      case PlanNode.Window w ->
          row(indent, "Window", "root", "", "calls:" + w.spec().calls().size());
      case PlanNode.SetOperation o ->
          row(
              indent,
              o.kind() == SetOperationExecutor.Kind.EXCEPT ? "Except" : "Intersect",
              "root",
              "",
              o.all() ? "all" : "distinct");
      case PlanNode.Expand e ->
          row(indent, "Expand", "root", "", "grouping sets:" + e.sets().size());
      case PlanNode.Recursive r -> row(indent, "CTE", "root", "", "Recursive " + r.name());
      case PlanNode.WorkTable t -> row(indent, "CTETable", "root", "", "Scan on " + t.name());
      case PlanNode.Union u -> row(indent, "Union", "root", "", "");
      case PlanNode.Values v -> row(indent, "TableDual", "root", "", "rows:" + v.rows().size());
    }
    for (int i = 0; i < node.inputs().size(); i++) {
      boolean last = i == node.inputs().size() - 1;
      node(node.inputs().get(i), below + (last ? "└─" : "├─"), below + (last ? "  " : "│ "));
    }
  }

  private void gather(PlanNode.Gather gather, String indent, String below) {
    String table = "table:" + gather.table().name();
    if (gather.table().cluster()) {
      row(indent, "Gather", "root", "", gather.dag().operators().size() + " operators pushed");
      pushed(gather, below, tasks(gather));
    } else {
      row(indent, "LocalScan", "root", table, "");
      pushed(gather, below, "local");
    }
  }

  private static String tasks(PlanNode.Gather gather) {
    return gather.table().answeredBy().stream()
        .sorted()
        .map(kind -> kind == NodeKind.PD ? "http[pd]" : "cop[" + kind.text() + "]")
        .collect(Collectors.joining(", "));
  }

  private void pushed(PlanNode.Gather gather, String below, String task) {
    String indent = below;
    List<String> scanned =
        gather.dag().scan().columns().stream()
            .map(column -> gather.table().columns().get(column).name())
            .toList();
    boolean projected =
        gather.dag().operators().stream().anyMatch(Operator.Projection.class::isInstance);
    for (Operator operator : gather.dag().operators().reversed()) {
      projected &= !(operator instanceof Operator.Projection);
      List<String> names = projected ? List.of() : scanned;
      String info =
          switch (operator) {
            case Operator.MemTableScan scan -> String.join(", ", scanned);
            case Operator.Selection selection -> ExprText.all(selection.conditions(), names);
            case Operator.Projection projection -> ExprText.all(projection.exprs(), names);
            case Operator.Aggregation a -> ExprText.aggregation(a, names);
            case Operator.TopN topN ->
                ExprText.order(topN.order(), names) + ", count:" + topN.limit();
            case Operator.Limit limit -> "count:" + limit.limit();
          };
      row(
          indent + "└─",
          operator.getClass().getSimpleName(),
          task,
          operator instanceof Operator.MemTableScan ? "table:" + gather.table().name() : "",
          info);
      indent += "  ";
    }
  }
}
