package io.minitidb.memtable;

import io.minitidb.cop.data.Type;
import io.minitidb.node.NodeKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A table as SQL sees it: one of the names of a definition.
///
/// @param name in lower case
/// @param cluster whether all nodes of `answeredBy` are asked, or only the connected one
/// @param needs what a user must be allowed, or else gets error 1227
public record TableInfo(
    String schema,
    String name,
    boolean cluster,
    Set<NodeKind> answeredBy,
    Optional<Privilege> needs,
    List<ColumnInfo> columns) {

  public static final String INFORMATION_SCHEMA = "information_schema";

  public TableInfo {
    columns = List.copyOf(columns);
    answeredBy = Set.copyOf(answeredBy);
  }

  /// @param role what the column says of the node, so that predicates on it choose nodes
  public record ColumnInfo(String name, Type type, boolean nullable, Role role) {}

  /// What a column tells about the node that answers.
  public enum Role {
    INSTANCE,
    NODE_TYPE,
    NODE_ID,
    NODE_IP,
    /// Nothing, but it is the moment by which the rows are ordered where they are kept: a condition
    /// on it chooses what is read.
    TIME,
    /// Nothing, but a condition on it decides what the node does to get rows; so such a condition
    /// always goes to the node.
    CHOICE,
    DATA;

    /// Returns whether all rows of a node have the same value.
    public boolean isOfNode() {
      return this != TIME && this != CHOICE && this != DATA;
    }
  }

  /// Returns the name by which nodes are asked for the table: in lower case, with its schema before
  /// it unless that is `information_schema`.
  public String key() {
    return schema.equals(INFORMATION_SCHEMA) ? name : schema + "." + name;
  }

  /// Returns whether conditions decide what nodes do to get rows.
  public boolean isChosenFrom() {
    return columns.stream().anyMatch(column -> column.role() == Role.CHOICE);
  }

  /// Returns the position of column `columnName` in any case, or -1.
  public int indexOf(String columnName) {
    String wanted = columnName.toLowerCase(Locale.ROOT);
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().toLowerCase(Locale.ROOT).equals(wanted)) {
        return i;
      }
    }
    return -1;
  }
}
