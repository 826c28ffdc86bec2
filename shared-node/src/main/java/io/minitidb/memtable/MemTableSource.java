package io.minitidb.memtable;

import io.minitidb.cop.exec.Demand;
import io.minitidb.cop.exec.ExecutorBuilder;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.EvalException;

/// The leaf of every plan on a node: finds the table and reads it when the first batch is asked
/// for.
public final class MemTableSource implements ExecutorBuilder.LeafSource {
  private final MemTables tables;
  private final NodeContext node;
  private final User user;

  public MemTableSource(MemTables tables, NodeContext node, User user) {
    this.tables = tables;
    this.node = node;
    this.user = user;
  }

  /// @throws EvalException 1227 when the user may not read it
  /// @throws UnknownTableException when this node has no such table or cannot answer it
  @Override
  public ExecutorBuilder.Leaf open(Operator.MemTableScan scan, Demand demand, EvalContext context) {
    BoundTable table =
        tables
            .find(scan.table())
            .filter(found -> found.info().answeredBy().contains(node.node().kind()))
            .orElseThrow(() -> new UnknownTableException(node.node().kind(), scan.table()));
    AccessDenied.check(user, table.info());
    ScanContext scanContext =
        new ScanContext(
            node,
            user,
            context.zone(),
            context.now(),
            context::warn,
            context.session().connectionId());
    return table.open(scanContext, scan.columns(), demand);
  }
}
