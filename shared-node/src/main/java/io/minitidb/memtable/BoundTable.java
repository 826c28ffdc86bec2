package io.minitidb.memtable;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.node.NodeInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    for (int column : wanted) {
      if (column < 0 || column >= info.columns().size()) {
        throw new IllegalArgumentException(info.name() + " has no column number " + (column + 1));
      }
    }
    return source.scan(context, wanted);
  }

  private record Source<R>(
      Definition<R> definition, List<NodeColumn> before, List<NodeColumn> after) {

    List<Batch> scan(ScanContext context, List<Integer> wanted) {
      List<R> rows = definition.rows().apply(context);
      List<Batch> batches = new ArrayList<>();
      for (int from = 0; from < rows.size(); from += Batch.MAX_ROWS) {
        int to = Math.min(rows.size(), from + Batch.MAX_ROWS);
        List<R> part = from == 0 && to == rows.size() ? rows : rows.subList(from, to);
        batches.add(
            Batch.of(
                wanted.stream().map(column -> vector(context, part, column)).toList(),
                part.size()));
      }
      return batches;
    }

    private Vector vector(ScanContext context, List<R> rows, int column) {
      int own = column - before.size();
      if (own < 0) {
        return before.get(column).constant(context.node().node());
      }
      if (own >= definition.columns().size()) {
        return after.get(own - definition.columns().size()).constant(context.node().node());
      }
      Column<R> accessor = definition.columns().get(own);
      VectorBuilder out = new VectorBuilder(accessor.type(), rows.size());
      Column.Accessor<R> append = accessor.accessor();
      int count = rows.size();
      // Tables give lists with random access; going by index costs no iterator for each column.
      for (int row = 0; row < count; row++) {
        append.append(rows.get(row), context, out);
      }
      return out.build();
    }
  }
}
