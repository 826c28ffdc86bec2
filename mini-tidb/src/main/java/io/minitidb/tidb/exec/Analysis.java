package io.minitidb.tidb.exec;

import io.minitidb.cop.exec.Executor;
import io.minitidb.cop.exec.Summary;
import io.minitidb.node.NodeInfo;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/// What EXPLAIN ANALYZE gathers while the statement runs: what each operator of the root did, and
/// what each node did. Used by the statement's thread only.
public final class Analysis {
  private final IdentityHashMap<Object, Summary.Counter> operators = new IdentityHashMap<>();
  private final IdentityHashMap<Object, List<NodeRun>> nodes = new IdentityHashMap<>();

  private final IdentityHashMap<Object, List<Summary>> local = new IdentityHashMap<>();

  private final MemoryQuota quota;

  public Analysis(MemoryQuota quota) {
    this.quota = quota;
  }

  /// Returns the most bytes that the statement held.
  public long memory() {
    return quota.most();
  }

  /// Counts what the executor of `operator`, a plan node, does.
  Executor count(Object operator, Executor executor) {
    Summary.Counter counter = new Summary.Counter(executor);
    operators.put(operator, counter);
    return counter;
  }

  void add(Object gather, NodeRun run) {
    nodes.computeIfAbsent(gather, g -> new ArrayList<>()).add(run);
  }

  void addLocal(Object gather, List<Summary> summaries) {
    local.put(gather, summaries);
  }

  /// Returns what each operator did that read a table of the connected node.
  public List<Summary> local(Object gather) {
    return local.getOrDefault(gather, List.of());
  }

  public Summary of(Object operator) {
    Summary.Counter counter = operators.get(operator);
    return counter == null ? Summary.NOTHING : counter.summary();
  }

  /// Returns the nodes whose rows are missing.
  public List<NodeInfo> silent() {
    return nodes.values().stream()
        .flatMap(List::stream)
        .filter(run -> run.failure().isPresent())
        .map(NodeRun::node)
        .distinct()
        .toList();
  }

  /// Returns the nodes that were asked, in the order in which they were done.
  public List<NodeRun> nodes(Object gather) {
    return List.copyOf(nodes.getOrDefault(gather, List.of()));
  }
}
