package io.minitidb.memtable;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.exec.Executor;
import io.minitidb.cop.exec.ExecutorBuilder;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.EvalException;
import java.util.Iterator;
import java.util.Optional;

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
  public Executor open(Operator.MemTableScan scan, EvalContext context) {
    BoundTable table =
        tables
            .find(scan.table())
            .filter(found -> found.info().answeredBy().contains(node.node().kind()))
            .orElseThrow(() -> new UnknownTableException(node.node().kind(), scan.table()));
    AccessDenied.check(user, table.info());
    ScanContext scanContext =
        new ScanContext(
            node, user, context.session().connectionId(), context.zone(), context.now());
    return new Scan(table, scan, scanContext);
  }

  private static final class Scan implements Executor {
    private final BoundTable table;
    private final Operator.MemTableScan scan;
    private final ScanContext context;
    private Optional<Iterator<Batch>> batches = Optional.empty();

    Scan(BoundTable table, Operator.MemTableScan scan, ScanContext context) {
      this.table = table;
      this.scan = scan;
      this.context = context;
    }

    @Override
    public Optional<Batch> next() {
      if (batches.isEmpty()) {
        batches = Optional.of(table.scan(context, scan.columns()).iterator());
      }
      Iterator<Batch> left = batches.get();
      return left.hasNext() ? Optional.of(left.next()) : Optional.empty();
    }
  }
}
