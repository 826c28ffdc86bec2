package io.minitidb.memtable.tables;

import io.minitidb.cop.data.Type;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.TableInfo.Role;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.probe.NicCounter;
import io.minitidb.probe.Sample;
import io.minitidb.probe.Traffic;
import java.util.List;

/// What the prototype's tables of all three kinds of node have in common.
final class ServerStats {
  private ServerStats() {}

  private record Machine(Sample sample, NodeInfo node) {}

  private record Nic(Traffic<NicCounter> traffic, NodeInfo node) {}

  /// Names the single table `name`, and `<name>_cluster` with NODE_ID at its end.
  static Definition.Naming named(String name, NodeKind kind) {
    return Definition.named(name, kind).twin(name + "_cluster", Definition.Form.NODE_ID);
  }

  /// How busy the machine is. CPU_USAGE and MEM_USAGE are percent, 0 to 100.
  static Definition<?> stats(Definition.Naming naming) {
    return naming.of(
        List.of(
            Column.<Machine>text("IP", 64, row -> row.node().address().host()).as(Role.NODE_IP),
            Column.<Machine>real("CPU_USAGE", row -> 100 * row.sample().cpu().busy()).orNull(),
            Column.<Machine>real("MEM_USAGE", row -> 100 * row.sample().memory().usedFraction())
                .orNull()),
        context -> List.of(new Machine(context.node().vitals().latest(), context.node().node())));
  }

  /// What went through each network interface since boot, in bytes.
  static Definition<?> netStats(Definition.Naming naming) {
    return naming.of(
        List.of(
            Column.<Nic>text("IP", 64, row -> row.node().address().host()).as(Role.NODE_IP),
            Column.text("NETCARD_NAME", 64, row -> row.traffic().device()),
            bytes("BYTES_SENT", NicCounter.BYTES_SENT),
            bytes("BYTES_RECV", NicCounter.BYTES_RECEIVED)),
        context ->
            context.node().vitals().latest().nics().stream()
                .map(nic -> new Nic(nic, context.node().node()))
                .toList());
  }

  private static Column<Nic> bytes(String name, NicCounter counter) {
    return Column.<Nic>bigint(name, Type.bigint(21), row -> row.traffic().total(counter)).orNull();
  }
}
