package io.minitidb.memtable;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Demand;
import io.minitidb.cop.exec.Executor;
import io.minitidb.cop.exec.ExecutorBuilder;
import io.minitidb.node.NodeInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// One name of a definition with the columns that the name implies, ready to be scanned on this
/// node.
public final class BoundTable {
  private final TableInfo info;
  private final Source<?> source;

  private BoundTable(TableInfo info, Source<?> source) {
    this.info = info;
    this.source = source;
  }

  public TableInfo info() {
    return info;
  }

  /// Binds the table of the single node.
  static <R> BoundTable single(Definition<R> definition) {
    return bind(definition, definition.name(), false, List.of(), List.of());
  }

  /// Binds one of the cluster's names.
  static <R> BoundTable twin(Definition<R> definition, Definition.Twin twin) {
    NodeColumn instance = new NodeColumn("INSTANCE", TableInfo.Role.INSTANCE, NodeInfo::instance);
    NodeColumn type = new NodeColumn("TYPE", TableInfo.Role.NODE_TYPE, node -> node.kind().text());
    NodeColumn id = new NodeColumn("NODE_ID", TableInfo.Role.NODE_ID, NodeInfo::id);
    List<NodeColumn> before =
        twin.form() != Definition.Form.INSTANCE
            ? List.of()
            : definition.answeredBy().size() > 1 ? List.of(type, instance) : List.of(instance);
    List<NodeColumn> after = twin.form() == Definition.Form.NODE_ID ? List.of(id) : List.of();
    return bind(definition, twin.name(), true, before, after);
  }

  private static <R> BoundTable bind(
      Definition<R> definition,
      String name,
      boolean cluster,
      List<NodeColumn> before,
      List<NodeColumn> after) {
    List<TableInfo.ColumnInfo> columns = new ArrayList<>();
    before.forEach(column -> columns.add(column.info()));
    for (Column<R> column : definition.columns()) {
      columns.add(
          new TableInfo.ColumnInfo(column.name(), column.type(), column.nullable(), column.role()));
    }
    after.forEach(column -> columns.add(column.info()));
    TableInfo info =
        new TableInfo(
            definition.schema(),
            name.toLowerCase(Locale.ROOT),
            cluster,
            definition.answeredBy(),
            definition.needs(),
            columns);
    return new BoundTable(info, new Source<>(definition, before, after));
  }

  /// A column that is the same for all rows of a node.
  private record NodeColumn(String name, TableInfo.Role role, Function<NodeInfo, String> value) {
    TableInfo.ColumnInfo info() {
      return new TableInfo.ColumnInfo(name, Type.varchar(64), true, role);
    }

    Vector constant(NodeInfo node) {
      VectorBuilder out = new VectorBuilder(Type.varchar(64), 1);
      out.appendString(value.apply(node));
      return out.buildConstant();
    }
  }

  /// Reads all rows now, keeping only the columns at `wanted`, in batches.
  ///
  /// @throws IllegalArgumentException when there is no such column
  public List<Batch> scan(ScanContext context, List<Integer> wanted) {
    List<Batch> batches = new ArrayList<>();
    try (Executor rows = open(context, wanted, Demand.ALL).rows()) {
      for (Optional<Batch> next = rows.next(); next.isPresent(); next = rows.next()) {
        batches.add(next.get());
      }
    }
    return batches;
  }

  /// Opens a scan that keeps only the columns at `wanted`; nothing is read before the first batch
  /// is asked for.
  ///
  /// @param demand in terms of the wanted columns
  /// @throws IllegalArgumentException when there is no such column
  public ExecutorBuilder.Leaf open(ScanContext context, List<Integer> wanted, Demand demand) {
    for (int column : wanted) {
      if (column < 0 || column >= info.columns().size()) {
        throw new IllegalArgumentException(info.name() + " has no column number " + (column + 1));
      }
    }
    return source.open(context, wanted, demand);
  }

  /// Returns how long the rows that `dag` scans may let wait, see [RowSource.Opening#waits]. Asked
  /// for every statement, so a table that never does answers at once.
  Duration waits(ScanContext context, Dag dag) {
    return source.waits(context, dag);
  }

  private record Source<R>(
      Definition<R> definition, List<NodeColumn> before, List<NodeColumn> after) {

    ExecutorBuilder.Leaf open(ScanContext context, List<Integer> wanted, Demand demand) {
      List<ScanColumn<R>> columns = wanted.stream().map(at -> column(at, context)).toList();
      return switch (definition.rows()) {
        case RowSource.Listed<R>(var rows) ->
            new ExecutorBuilder.Leaf(new ListScan<>(rows, columns, context));
        case RowSource.Streamed<R>(var opening) -> {
          StreamScan<R> scan =
              new StreamScan<>(
                  opening, columns, WantedReader.read(columns, demand, context), context);
          yield new ExecutorBuilder.Leaf(scan, scan);
        }
        case RowSource.Kept<R>(var table, var cells) -> {
          KeptScan scan =
              new KeptScan(
                  table,
                  wanted.stream().map(cells::get).toList(),
                  WantedReader.read(columns, demand, context),
                  context);
          yield new ExecutorBuilder.Leaf(scan, scan);
        }
      };
    }

    Duration waits(ScanContext context, Dag dag) {
      return switch (definition.rows()) {
        case RowSource.Listed<R> listed -> Duration.ZERO;
        case RowSource.Kept<R> kept -> Duration.ZERO;
        case RowSource.Streamed<R>(var opening) -> {
          List<ScanColumn<R>> columns =
              dag.scan().columns().stream().map(at -> column(at, context)).toList();
          yield opening.waits(context, WantedReader.read(columns, Demand.of(dag), context));
        }
      };
    }

    private ScanColumn<R> column(int at, ScanContext context) {
      int own = at - before.size();
      if (own >= 0 && own < definition.columns().size()) {
        return new ScanColumn.Of<>(definition.columns().get(own));
      }
      NodeColumn column = own < 0 ? before.get(at) : after.get(own - definition.columns().size());
      return new ScanColumn.Same<>(column.constant(context.node().node()));
    }
  }
}
