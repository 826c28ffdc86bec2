package io.minitidb.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/// The stacks of a profile put together as a tree: a node is a function called from the functions
/// above it, its value what happened in it and below. Built once, then only read.
public final class FlameTree {
  private static final Comparator<Node> LARGEST_FIRST =
      Comparator.comparingLong(Node::value).reversed().thenComparing(Node::function);

  private final Node root;

  private FlameTree(Node root) {
    this.root = root;
  }

  /// A function in its place.
  public static final class Node {
    private final String function;
    private final Map<String, Node> children = new HashMap<>();
    private final Map<Frame, Long> places = new HashMap<>();
    private long value;

    private Node(String function) {
      this.function = function;
    }

    public String function() {
      return function;
    }

    public long value() {
      return value;
    }

    /// Returns file and line where most of it happened.
    public String place() {
      return places.entrySet().stream()
          .max(
              Map.Entry.<Frame, Long>comparingByValue()
                  .thenComparingInt(entry -> entry.getKey().line()))
          .map(entry -> entry.getKey().place())
          .orElse(function);
    }

    /// Returns the functions called from here, those of the largest value first.
    public List<Node> children() {
      return children.values().stream().sorted(LARGEST_FIRST).toList();
    }

    private void count(Frame frame, long more) {
      value += more;
      places.merge(frame, more, Long::sum);
    }
  }

  public static FlameTree of(Profile profile) {
    Node root = new Node("root");
    profile
        .stacks()
        .forEach((stack, value) -> {
          root.value += value;
          Node node = root;
          for (Frame frame : stack) {
            node = node.children.computeIfAbsent(frame.function(), Node::new);
            node.count(frame, value);
          }
        });
    return new FlameTree(root);
  }

  /// Returns the node over everything; it is called `root`.
  public Node root() {
    return root;
  }

  /// Returns the nodes that are worth showing: of those that hold at least `share` of everything
  /// the `most` largest. What calls one of them is among them.
  public Set<Node> largest(double share, int most) {
    double least = share * root.value;
    Set<Node> chosen = new HashSet<>();
    PriorityQueue<Node> next = new PriorityQueue<>(LARGEST_FIRST);
    next.add(root);
    while (!next.isEmpty() && chosen.size() < most) {
      Node node = next.remove();
      chosen.add(node);
      node.children.values().stream().filter(child -> child.value >= least).forEach(next::add);
    }
    return chosen;
  }

  /// Returns what is cut off when only `shown` is shown: the topmost of the nodes that are not.
  List<Node> cut(Set<Node> shown) {
    List<Node> cut = new ArrayList<>();
    for (Node node : shown) {
      node.children.values().stream().filter(child -> !shown.contains(child)).forEach(cut::add);
    }
    return cut;
  }
}
