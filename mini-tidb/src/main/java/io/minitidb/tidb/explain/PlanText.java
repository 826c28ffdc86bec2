package io.minitidb.tidb.explain;

import io.minitidb.tidb.digest.Digest;
import io.minitidb.tidb.plan.PlanNode;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A plan as text for those who look at it later, worked out when first asked for and kept as long
/// as the plan is. Says nothing of the nodes that were there. Thread-safe.
public final class PlanText {
  private static final Pattern LITERAL =
      Pattern.compile("\"[^\"]*\"|(?<![\\w#.])-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?(?!\\w)");

  private final PlanNode plan;
  private volatile @Nullable Known known;

  private record Known(String text, Digest digest, Set<String> tables) {}

  public PlanText(PlanNode plan) {
    this.plan = plan;
  }

  /// Returns one line for each operator, its fields between tabs, and a line of headings before.
  public String text() {
    return known().text();
  }

  /// Returns the digest of the text with a `?` for each value, equal for plans of the same shape.
  public Digest digest() {
    return known().digest();
  }

  /// Returns the tables that are read as `schema.table`, in the order of the plan.
  public Set<String> tables() {
    return known().tables();
  }

  private Known known() {
    Known now = known;
    if (now == null) {
      Described tree = new PlanTree(Optional.empty(), Asked::anywhere).whole(plan);
      StringBuilder text = new StringBuilder("\tid\ttask\testRows\taccess object\toperator info");
      StringBuilder normalized = new StringBuilder();
      write(tree, "", "", text, normalized);
      Set<String> tables = new LinkedHashSet<>();
      collect(plan, tables);
      now = new Known(text.toString(), Digest.of(normalized.toString()), tables);
      known = now;
    }
    return now;
  }

  private static void write(
      Described node, String indent, String below, StringBuilder text, StringBuilder normalized) {
    text.append("\n\t")
        .append(indent)
        .append(node.name())
        .append('\t')
        .append(node.task())
        .append('\t')
        .append(String.format(Locale.ROOT, "%.2f", node.rows()))
        .append('\t')
        .append(node.object())
        .append('\t')
        .append(node.info());
    normalized
        .append(indent)
        .append(node.name())
        .append('\t')
        .append(node.task())
        .append('\t')
        .append(node.object())
        .append('\t')
        .append(LITERAL.matcher(node.info()).replaceAll("?"))
        .append('\n');
    for (int i = 0; i < node.inputs().size(); i++) {
      boolean last = i == node.inputs().size() - 1;
      write(
          node.inputs().get(i),
          below + (last ? "└─" : "├─"),
          below + (last ? "  " : "│ "),
          text,
          normalized);
    }
  }

  private static void collect(PlanNode node, Set<String> tables) {
    if (node instanceof PlanNode.Gather gather) {
      tables.add(gather.table().schema() + "." + gather.table().name());
      gather.joined().forEach(table -> tables.add(table.schema() + "." + table.name()));
    }
    node.inputs().forEach(input -> collect(input, tables));
  }
}
