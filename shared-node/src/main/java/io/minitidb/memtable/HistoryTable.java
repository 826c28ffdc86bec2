package io.minitidb.memtable;

import io.minitidb.cop.data.Type;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Makes the table of the history that stores keep of another table: that one's columns with TIME
/// before them, when the node sampled itself. It is answered by stores, and its rows speak of any
/// node; so no column of it chooses whom to ask, but stores read only the nodes that conditions
/// allow.
final class HistoryTable {
  private static final Type TIME = Type.datetime(6);
  private static final Type NAME = Type.varchar(64);

  private HistoryTable() {}

  /// What a column shows.
  sealed interface Cell {
    Type type();

    /// When the row was sampled.
    record Time(Type type) implements Cell {}

    /// The node that the row speaks of.
    record Node(String name, Type type, Function<NodeInfo, String> value) implements Cell {}

    /// What is kept.
    ///
    /// @param position among the kept columns
    record Data(int position, Type type) implements Cell {}
  }

  /// The rows come as columns, never one by one.
  private static final class Row {}

  static <R> BoundTable of(KeptTable table, Definition<R> current) {
    List<Column<Row>> columns = new ArrayList<>();
    List<Cell> cells = new ArrayList<>();
    columns.add(column("TIME", TIME, false, TableInfo.Role.TIME));
    cells.add(new Cell.Time(TIME));
    boolean named =
        current.twins().stream().anyMatch(twin -> twin.form() == Definition.Form.INSTANCE);
    if (named && current.answeredBy().size() > 1) {
      columns.add(column("TYPE", NAME, true, TableInfo.Role.DATA));
      cells.add(node("TYPE", NAME, TableInfo.Role.NODE_TYPE));
    }
    if (named) {
      columns.add(column("INSTANCE", NAME, true, TableInfo.Role.DATA));
      cells.add(node("INSTANCE", NAME, TableInfo.Role.INSTANCE));
    }
    int position = 0;
    for (Column<R> own : current.columns()) {
      columns.add(column(own.name(), own.type(), own.nullable(), TableInfo.Role.DATA));
      cells.add(
          own.role().isOfNode()
              ? node(own.name(), own.type(), own.role())
              : new Cell.Data(position++, own.type()));
    }
    Definition.Twin name = new Definition.Twin(table.name(), Definition.Form.PLAIN);
    return BoundTable.twin(
        new Definition<>(
            current.schema(),
            table.name(),
            EnumSet.of(NodeKind.TIKV),
            false,
            current.needs(),
            List.of(name),
            Optional.empty(),
            columns,
            new RowSource.Kept<>(table, cells)),
        name);
  }

  private static Column<Row> column(String name, Type type, boolean nullable, TableInfo.Role role) {
    return new Column<>(
        name,
        type,
        nullable,
        role,
        (row, context, out) -> {
          throw new IllegalStateException("history is read by columns");
        });
  }

  private static Cell node(String name, Type type, TableInfo.Role role) {
    return new Cell.Node(
        name,
        type,
        switch (role) {
          case INSTANCE -> NodeInfo::instance;
          case NODE_TYPE -> node -> node.kind().text();
          case NODE_ID -> NodeInfo::id;
          case NODE_IP -> node -> node.address().host();
          case TIME, CHOICE, DATA -> throw new IllegalArgumentException(name + " names no node");
        });
  }
}
