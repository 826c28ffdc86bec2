package io.minitidb.memtable.tables;

import com.google.auto.service.AutoService;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTableGroup;
import io.minitidb.memtable.ScanContext;
import io.minitidb.node.NodeKind;
import io.minitidb.profile.ProfileKind;
import io.minitidb.profile.ThreadRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// `tidb_profile_goroutines` of the connected mini-tidb and `pd_profile_goroutines` of all mini-pd:
/// each thread, virtual ones included, with its stack. STATE is as Java names it.
@AutoService(MemTableGroup.class)
public final class ThreadTables implements MemTableGroup {

  @Override
  public List<Definition<?>> definitions() {
    ProfileKind kind = ProfileKind.GOROUTINES;
    return List.of(
        ProfileTables.connected(NodeKind.TIDB, kind).of(columns(), ThreadTables::rows),
        ProfileTables.everyNode(NodeKind.PD, kind)
            .of(ProfileTables.withAddress(columns()), ThreadTables::rows));
  }

  private static List<Column<ThreadRows.Row>> columns() {
    return List.of(
        Column.<ThreadRows.Row>text("FUNCTION", 512, row -> ProfileTables.cut(row.function()))
            .notNull(),
        Column.bigint("ID", ProfileTables.SMALL, ThreadRows.Row::id),
        Column.<ThreadRows.Row>text("STATE", 16, ThreadRows.Row::state).notNull(),
        Column.<ThreadRows.Row>text("LOCATION", 512, row -> ProfileTables.cut(row.location()))
            .notNull());
  }

  private static List<ThreadRows.Row> rows(ScanContext context) {
    try {
      return ThreadRows.now();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
