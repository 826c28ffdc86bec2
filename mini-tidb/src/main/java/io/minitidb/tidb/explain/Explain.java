package io.minitidb.tidb.explain;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.exec.BatchesExecutor;
import io.minitidb.tidb.exec.Analysis;
import io.minitidb.tidb.plan.PlanNode;
import io.minitidb.tidb.result.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// EXPLAIN's answer: TiDB's columns with the tree drawn in the first one, or one text.
public final class Explain {
  private static final List<String> COLUMNS =
      List.of("id", "estRows", "task", "access object", "operator info");
  private static final List<String> ANALYZED =
      List.of(
          "id",
          "estRows",
          "actRows",
          "task",
          "access object",
          "execution info",
          "operator info",
          "memory",
          "disk");

  private final ExplainFormat format;
  private final List<List<String>> rows = new ArrayList<>();
  private int number;

  private Explain(ExplainFormat format) {
    this.format = format;
  }

  /// @param analysis what the plan did, if it was run
  /// @param asked says which nodes a gather asks
  public static Result of(
      PlanNode plan,
      ExplainFormat format,
      Optional<Analysis> analysis,
      Function<PlanNode.Gather, Asked> asked) {
    Described tree = new PlanTree(analysis, asked).whole(plan);
    if (format == ExplainFormat.TREE) {
      return result(List.of("EXPLAIN"), List.of(List.of(TextForms.tree(tree))));
    }
    if (format == ExplainFormat.JSON) {
      return result(List.of("EXPLAIN"), List.of(List.of(TextForms.json(tree))));
    }
    Explain explain = new Explain(format);
    explain.add(tree, "", "");
    return result(analysis.isPresent() ? ANALYZED : COLUMNS, explain.rows);
  }

  /// @param indent stands before the operator's name, `below` before those of its inputs
  private void add(Described node, String indent, String below) {
    String id = indent + node.name() + (format == ExplainFormat.BRIEF ? "" : "_" + ++number);
    String estimate = String.format(Locale.ROOT, "%.2f", node.rows());
    rows.add(
        node.actual()
            .map(actual ->
                List.of(
                    id,
                    estimate,
                    Long.toString(actual.rows()),
                    node.task(),
                    node.object(),
                    actual.execution(),
                    node.info(),
                    actual.memory(),
                    "N/A"))
            .orElse(List.of(id, estimate, node.task(), node.object(), node.info())));
    for (int i = 0; i < node.inputs().size(); i++) {
      boolean last = i == node.inputs().size() - 1;
      add(node.inputs().get(i), below + (last ? "└─" : "├─"), below + (last ? "  " : "│ "));
    }
  }

  private static Result result(List<String> labels, List<List<String>> rows) {
    List<Result.Column> columns = new ArrayList<>();
    List<Vector> vectors = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      columns.add(new Result.Column(labels.get(i), Type.TEXT));
      VectorBuilder out = new VectorBuilder(Type.TEXT, rows.size());
      for (List<String> row : rows) {
        out.appendString(row.get(i));
      }
      vectors.add(out.build());
    }
    return new Result.Rows(columns, new BatchesExecutor(List.of(new Batch(vectors, rows.size()))));
  }
}
