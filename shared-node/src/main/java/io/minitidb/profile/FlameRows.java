package io.minitidb.profile;

import io.minitidb.profile.FlameTree.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A tree as TiDB prints it: a row for each node, depth first, drawn with lines in front of the
/// name. Small nodes are left out, and a last row says how many and how much they are together.
public final class FlameRows {
  /// Shares of everything below this are left out.
  static final double LEAST = 0.001;

  /// So that a profile is one batch of rows.
  static final int MOST = 1000;

  private final long total;
  private final Set<Node> shown;
  private final List<Row> rows = new ArrayList<>();

  /// @param function with the lines that draw the tree
  /// @param percentAbs share of everything, `12.34%`
  /// @param percentRel share of the row above in the tree
  /// @param rootChild which of the root's children this is below, from 1; 0 for the root
  /// @param depth 0 for the root
  /// @param file with the line where most of it happened
  public record Row(
      String function,
      String percentAbs,
      String percentRel,
      int rootChild,
      int depth,
      String file) {}

  private FlameRows(FlameTree tree) {
    total = tree.root().value();
    shown = tree.largest(LEAST, MOST);
    rows.add(new Row("root", "100%", "100%", 0, 0, "root"));
    List<Node> cut = tree.cut(shown);
    List<Node> children = shownOf(tree.root());
    for (int i = 0; i < children.size(); i++) {
      boolean last = i == children.size() - 1 && cut.isEmpty();
      add(children.get(i), total, "", last, i + 1, 1);
    }
    if (!cut.isEmpty()) {
      rows.add(leftOut(cut, children.size() + 1));
    }
  }

  public static List<Row> of(Profile profile) {
    return List.copyOf(new FlameRows(FlameTree.of(profile)).rows);
  }

  private List<Node> shownOf(Node node) {
    return node.children().stream().filter(shown::contains).toList();
  }

  private void add(Node node, long parent, String indent, boolean last, int rootChild, int depth) {
    rows.add(
        new Row(
            indent + (last ? "└─" : "├─") + node.function(),
            Percent.of(node.value(), total),
            Percent.of(node.value(), parent),
            rootChild,
            depth,
            node.place()));
    List<Node> children = shownOf(node);
    for (int i = 0; i < children.size(); i++) {
      add(
          children.get(i),
          node.value(),
          indent + (last ? "  " : "│ "),
          i == children.size() - 1,
          rootChild,
          depth + 1);
    }
  }

  private Row leftOut(List<Node> cut, int rootChild) {
    String share = Percent.of(cut.stream().mapToLong(Node::value).sum(), total);
    String why = "below 0.1 % each, or beyond the " + MOST + " largest";
    return new Row(
        "└─(" + cut.size() + " small subtrees left out)", share, share, rootChild, 1, why);
  }
}
