package io.minitidb.log;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Collation;
import io.minitidb.cop.data.Type;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.memtable.Privilege;
import io.minitidb.memtable.TableInfo;
import io.minitidb.node.NodeKind;
import java.util.List;

/// `cluster_log`: the lines of the logs of all nodes, rotated files included; one row for each
/// line. TIME is a text, `yyyy/MM/dd HH:mm:ss.SSS` in the session's zone, that compares as the
/// moment it spells. Levels compare in either case.
@AutoService(MemTable.class)
public final class ClusterLog implements MemTable {
  private static final Type NAME = Type.varchar(64);

  @Override
  public Definition<?> definition() {
    return Definition.named("log", NodeKind.TIDB, NodeKind.TIKV, NodeKind.PD)
        .clusterOnly()
        .twin("cluster_log", Definition.Form.PLAIN)
        .needs(Privilege.PROCESS)
        .streaming(
            List.of(
                line("TIME", Type.varchar(32), (line, context, out) -> line.appendTime(out))
                    .as(TableInfo.Role.TIME),
                line(
                        "TYPE",
                        NAME,
                        (line, context, out) ->
                            out.appendString(context.node().node().kind().text()))
                    .as(TableInfo.Role.NODE_TYPE),
                line(
                        "INSTANCE",
                        NAME,
                        (line, context, out) -> out.appendString(context.node().node().instance()))
                    .as(TableInfo.Role.INSTANCE),
                line("LEVEL", Type.varchar(8), (line, context, out) -> line.appendLevel(out))
                    .collated(Collation.UTF8MB4_GENERAL_CI),
                line("MESSAGE", Type.LONGTEXT, (line, context, out) -> line.appendMessage(out))),
            (context, wanted) -> context.source(NodeLog.class).lines(context, wanted));
  }

  private static Column<LogLine> line(String name, Type type, Column.Accessor<LogLine> accessor) {
    return new Column<>(name, type, true, TableInfo.Role.DATA, accessor);
  }
}
