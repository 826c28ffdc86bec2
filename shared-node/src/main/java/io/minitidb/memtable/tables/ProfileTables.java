package io.minitidb.memtable.tables;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.TypeCode;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTableGroup;
import io.minitidb.memtable.Privilege;
import io.minitidb.memtable.ProfileCursor.Row;
import io.minitidb.memtable.ProfileRequest;
import io.minitidb.memtable.ProfileSource;
import io.minitidb.memtable.TableInfo.Role;
import io.minitidb.node.NodeKind;
import io.minitidb.profile.ProfileKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/// TiDB's profiles in `performance_schema`, each the tree of one: `tidb_profile_cpu` and its like
/// of the connected mini-tidb, `tikv_profile_cpu` of all mini-tikv, `pd_profile_cpu` and its like
/// of all mini-pd. A profile over time takes `tidb_profile_seconds`. ADDRESS is the status address,
/// at which the same is had by HTTP.
@AutoService(MemTableGroup.class)
public final class ProfileTables implements MemTableGroup {
  static final Type SMALL = new Type(TypeCode.INT, false, 8, 0);
  private static final int TEXT = 512;

  @Override
  public List<Definition<?>> definitions() {
    List<Definition<?>> tables = new ArrayList<>();
    // All but goroutines, whose tables have other columns: ThreadTables.
    EnumSet.complementOf(EnumSet.of(ProfileKind.GOROUTINES))
        .forEach(kind -> {
          tables.add(table(connected(NodeKind.TIDB, kind), kind, columns()));
          tables.add(table(everyNode(NodeKind.PD, kind), kind, withAddress(columns())));
        });
    tables.add(
        table(everyNode(NodeKind.TIKV, ProfileKind.CPU), ProfileKind.CPU, withAddress(columns())));
    return tables;
  }

  static Definition.Naming connected(NodeKind node, ProfileKind kind) {
    return Definition.named(node.text() + "_profile_" + kind.text(), node)
        .in("performance_schema")
        .needs(Privilege.PROCESS);
  }

  static Definition.Naming everyNode(NodeKind node, ProfileKind kind) {
    Definition.Naming naming = connected(node, kind);
    return naming.clusterOnly().twin(naming.name(), Definition.Form.PLAIN);
  }

  private static Definition<?> table(
      Definition.Naming naming, ProfileKind kind, List<Column<Row>> columns) {
    return naming.streaming(
        columns,
        new ProfileSource(
            (context, wanted) -> new ProfileRequest(List.of(kind), context.profileSeconds())));
  }

  static List<Column<Row>> columns() {
    return List.of(
        Column.<Row>text("FUNCTION", TEXT, row -> cut(row.tree().function())).notNull(),
        Column.<Row>text("PERCENT_ABS", 8, row -> row.tree().percentAbs()).notNull(),
        Column.<Row>text("PERCENT_REL", 8, row -> row.tree().percentRel()).notNull(),
        Column.<Row>bigint("ROOT_CHILD", SMALL, row -> row.tree().rootChild()),
        Column.<Row>bigint("DEPTH", SMALL, row -> row.tree().depth()),
        Column.<Row>text("FILE", TEXT, row -> cut(row.tree().file())).notNull());
  }

  static <R> List<Column<R>> withAddress(List<Column<R>> columns) {
    List<Column<R>> all = new ArrayList<>();
    all.add(
        new Column<>(
            "ADDRESS",
            Type.varchar(64),
            false,
            Role.DATA,
            (row, context, out) ->
                out.appendString(context.node().node().statusAddress().toString())));
    all.addAll(columns);
    return all;
  }

  /// Cuts what is longer than its column.
  static String cut(String text) {
    return text.codePointCount(0, text.length()) <= TEXT
        ? text
        : text.substring(0, text.offsetByCodePoints(0, TEXT));
  }
}
