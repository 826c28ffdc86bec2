package io.minitidb.memtable;

import io.minitidb.cop.data.Collation;
import io.minitidb.cop.data.Kind;
import io.minitidb.node.NodeKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A table on one node: its name, who can answer it, its columns, its rows, and under which names
/// it stands for the whole cluster.
///
/// @param schema `information_schema` unless said otherwise
/// @param single whether the table of the connected node is shown, or only the cluster's
/// @param needs what a user must be allowed to read the table at all
/// @param history the name of the table of all rows that there ever were, if stores keep them
/// @param rows where the rows come from
public record Definition<R>(
    String schema,
    String name,
    Set<NodeKind> answeredBy,
    boolean single,
    Optional<Privilege> needs,
    List<Twin> twins,
    Optional<String> history,
    List<Column<R>> columns,
    RowSource<R> rows) {

  public Definition {
    answeredBy = Set.copyOf(answeredBy);
    twins = List.copyOf(twins);
    columns = List.copyOf(columns);
    if (answeredBy.isEmpty() || columns.isEmpty()) {
      throw new IllegalArgumentException(name + ": a table needs nodes that answer it and columns");
    }
  }

  /// A name under which every node answers.
  ///
  /// @param name of the cluster's table
  /// @param form which columns are added
  public record Twin(String name, Form form) {}

  /// How the cluster's table tells its nodes apart.
  public enum Form {
    /// As modern TiDB: INSTANCE in front, and TYPE before it where several kinds answer.
    INSTANCE,
    /// As the prototype: NODE_ID at the end.
    NODE_ID,
    /// The rows name their node themselves.
    PLAIN
  }

  /// Begins the definition of table `name`, answered by `kinds`.
  public static Naming named(String name, NodeKind... kinds) {
    return new Naming(
        TableInfo.INFORMATION_SCHEMA,
        name,
        EnumSet.copyOf(List.of(kinds)),
        true,
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  /// A definition that has its names and waits for columns and rows.
  public record Naming(
      String schema,
      String name,
      Set<NodeKind> kinds,
      boolean single,
      Optional<Privilege> needs,
      List<Twin> twins,
      Optional<String> history) {

    /// Adds the name under which the whole cluster answers.
    public Naming twin(String twinName, Form form) {
      List<Twin> more = new ArrayList<>(twins);
      more.add(new Twin(twinName, form));
      return new Naming(schema, name, kinds, single, needs, more, history);
    }

    /// Adds `cluster_<name>` with INSTANCE.
    public Naming clusterTwin() {
      return twin("cluster_" + name, Form.INSTANCE);
    }

    /// Hides the table of the single node.
    public Naming clusterOnly() {
      return new Naming(schema, name, kinds, false, needs, twins, history);
    }

    /// Refuses users who may not do `privilege` with error 1227.
    public Naming needs(Privilege privilege) {
      return new Naming(schema, name, kinds, single, Optional.of(privilege), twins, history);
    }

    /// Has stores keep the rows of every node's every sample, readable as `historyName` with TIME,
    /// and TYPE and INSTANCE where the rows do not name their node themselves.
    public Naming history(String historyName) {
      return new Naming(schema, name, kinds, single, needs, twins, Optional.of(historyName));
    }

    /// Puts the table and its twins into another schema than `information_schema`.
    public Naming in(String otherSchema) {
      return new Naming(otherSchema, name, kinds, single, needs, twins, history);
    }

    /// Completes the definition of a table whose texts compare in either case, as those of the
    /// standard's information schema do.
    public <R> Definition<R> ignoringCase(
        List<Column<R>> columns, Function<ScanContext, List<R>> rows) {
      return of(
          columns.stream()
              .map(column ->
                  column.type().kind() == Kind.STRING
                      ? column.collated(Collation.UTF8MB4_GENERAL_CI)
                      : column)
              .toList(),
          rows);
    }

    /// Completes the definition.
    ///
    /// @param rows computes all rows; runs on the thread that scans and must not wait for other
    ///   nodes
    public <R> Definition<R> of(List<Column<R>> columns, Function<ScanContext, List<R>> rows) {
      return from(columns, new RowSource.Listed<>(rows));
    }

    /// Completes the definition of a table whose rows are more than fit into memory.
    ///
    /// @param columns one of them may be [TableInfo.Role#TIME]
    public <R> Definition<R> streaming(List<Column<R>> columns, RowSource.Opening<R> rows) {
      return from(columns, new RowSource.Streamed<>(rows));
    }

    private <R> Definition<R> from(List<Column<R>> columns, RowSource<R> rows) {
      return new Definition<>(schema, name, kinds, single, needs, twins, history, columns, rows);
    }
  }
}
