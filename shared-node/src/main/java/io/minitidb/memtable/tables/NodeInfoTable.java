package io.minitidb.memtable.tables;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Type;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.memtable.ScanContext;
import io.minitidb.memtable.TableInfo.Role;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.probe.Sample;
import java.util.List;

/// `node_info` and `cluster_node_infos`: what a node is and how busy its machine is, one row a
/// node.
///
/// `cpu`, `memory` and `disk` are fractions in use, 0 to 1; `disk` is the file system of the data
/// directory; `net` is bytes per second sent and received over all interfaces. All over the last
/// sampling interval.
@AutoService(MemTable.class)
public final class NodeInfoTable implements MemTable {

  private record Row(Sample sample, NodeInfo node) {}

  @Override
  public Definition<?> definition() {
    return Definition.named("node_info", NodeKind.TIDB, NodeKind.TIKV, NodeKind.PD)
        .twin("cluster_node_infos", Definition.Form.PLAIN)
        .history("node_info_history")
        .of(
            List.of(
                Column.<Row>real("cpu", row -> row.sample().cpu().busy()),
                Column.bigint(
                    "net", Type.bigint(20).asUnsigned(), row -> row.sample().networkRate()),
                Column.real("memory", row -> row.sample().memory().usedFraction()),
                Column.real("disk", row -> row.sample().disk().usedFraction()),
                Column.<Row>text("node_type", 64, row -> row.node().kind().text())
                    .as(Role.NODE_TYPE),
                Column.<Row>text("ip", 64, row -> row.node().address().host()).as(Role.NODE_IP),
                Column.<Row>text("id", 64, row -> row.node().id()).as(Role.NODE_ID)),
            NodeInfoTable::rows);
  }

  private static List<Row> rows(ScanContext context) {
    return List.of(new Row(context.node().vitals().latest(), context.node().node()));
  }
}
