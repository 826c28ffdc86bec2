package io.minitidb.memtable;

import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Demand;
import io.minitidb.cop.exec.ExecutorBuilder;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.exec.ScanCounts;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.EvalException;
import java.time.Duration;
import java.util.function.Consumer;

/// The leaf of every plan on a node: finds the table and reads it when the first batch is asked
/// for.
public final class MemTableSource implements ExecutorBuilder.LeafSource {
  private final MemTables tables;
  private final NodeContext node;
  private final User user;
  private final int profileSeconds;
  private final Consumer<ScanCounts> scanned;

  /// @param profileSeconds over which profiles are taken when no condition says
  /// @param scanned takes what each scan has read from the store's disk, when it is closed
  public MemTableSource(
      MemTables tables,
      NodeContext node,
      User user,
      int profileSeconds,
      Consumer<ScanCounts> scanned) {
    this.profileSeconds = profileSeconds;
    this.scanned = scanned;
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
    checkTypes(table.info(), scan);
    return table.open(scanContext(context), scan.columns(), demand);
  }

  /// What reads the columns was built for the types that the sender believes them to have.
  private static void checkTypes(TableInfo table, Operator.MemTableScan scan) {
    for (int i = 0; i < scan.columns().size(); i++) {
      int position = scan.columns().get(i);
      if (position >= table.columns().size()) {
        throw new IllegalArgumentException(
            table.name() + " has no column number " + (position + 1));
      }
      TableInfo.ColumnInfo column = table.columns().get(position);
      if (column.type().kind() != scan.types().get(i).kind()) {
        throw new IllegalArgumentException(
            "%s.%s is %s, not %s"
                .formatted(table.name(), column.name(), column.type(), scan.types().get(i)));
      }
    }
  }

  private ScanContext scanContext(EvalContext context) {
    return new ScanContext(
        node,
        user,
        context.zone(),
        context.now(),
        context::warn,
        context.session().connectionId(),
        profileSeconds,
        scanned);
  }

  /// Returns how long a node will let wait for the rows of all scans of `dag` because of what the
  /// tables are, see [RowSource.Opening#waits]; zero for nearly all tables.
  ///
  /// @throws EvalException when the conditions ask for what a table cannot do
  public Duration waits(Dag dag, EvalContext context) {
    Duration sum =
        tables
            .find(dag.scan().table())
            .map(table -> table.waits(scanContext(context), dag))
            .orElse(Duration.ZERO);
    for (Operator operator : dag.operators()) {
      if (operator instanceof Operator.LocalJoin join) {
        sum = sum.plus(waits(join.right(), context));
      }
    }
    return sum;
  }
}
