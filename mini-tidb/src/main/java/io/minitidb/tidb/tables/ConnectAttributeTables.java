package io.minitidb.tidb.tables;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.TypeCode;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTableGroup;
import io.minitidb.memtable.Privilege;
import io.minitidb.memtable.ScanContext;
import io.minitidb.memtable.Sessions;
import io.minitidb.node.NodeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What each client of this server said of itself when it came.
/// `performance_schema.session_connect_attrs` has all connections for users with PROCESS, and their
/// own for others; `session_account_connect_attrs` has those of the asking user.
@AutoService(MemTableGroup.class)
public final class ConnectAttributeTables implements MemTableGroup {

  private record Row(long connection, String name, String value, int position) {}

  private static final List<Column<Row>> COLUMNS =
      List.of(
          Column.bigint("PROCESSLIST_ID", new Type(TypeCode.BIGINT, true, 20, 0), Row::connection),
          Column.<Row>text("ATTR_NAME", 32, Row::name).notNull(),
          Column.text("ATTR_VALUE", 1024, Row::value),
          Column.bigint("ORDINAL_POSITION", new Type(TypeCode.INT, false, 11, 0), Row::position));

  @Override
  public List<Definition<?>> definitions() {
    return List.of(
        definition("session_connect_attrs", true),
        definition("session_account_connect_attrs", false));
  }

  private static Definition<Row> definition(String name, boolean all) {
    return Definition.named(name, NodeKind.TIDB)
        .in("performance_schema")
        .of(COLUMNS, context -> rows(context, all && context.user().may(Privilege.PROCESS)));
  }

  private static List<Row> rows(ScanContext context, boolean all) {
    ConnectAttributes attributes = context.source(ConnectAttributes.class);
    List<Row> rows = new ArrayList<>();
    for (Sessions.Connection connection : context.source(Sessions.class).all()) {
      if (all || connection.user().equals(context.user().name())) {
        int position = 0;
        for (Map.Entry<String, String> each : attributes.ofClient(connection.id()).entrySet()) {
          rows.add(new Row(connection.id(), each.getKey(), each.getValue(), position++));
        }
      }
    }
    return rows;
  }
}
