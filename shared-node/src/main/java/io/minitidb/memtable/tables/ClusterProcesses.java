package io.minitidb.memtable.tables;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Type;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.memtable.Privilege;
import io.minitidb.node.NodeKind;
import io.minitidb.probe.ProcessUse;
import java.util.List;
import java.util.function.ToLongFunction;

/// `cluster_processes`: what the process of each node uses. CPU is the fraction, 0 to 1, of the
/// processors that it may use, over the last sampling interval; sizes are bytes; GC_TIME and UPTIME
/// are seconds since the start; THREADS are those of the platform.
@AutoService(MemTable.class)
public final class ClusterProcesses implements MemTable {

  @Override
  public Definition<?> definition() {
    return Definition.named("processes", NodeKind.TIDB, NodeKind.TIKV, NodeKind.PD)
        .clusterOnly()
        .clusterTwin()
        .history("cluster_processes_history")
        .needs(Privilege.PROCESS)
        .of(
            List.of(
                number("PID", ProcessUse::pid),
                Column.<ProcessUse>real("CPU", ProcessUse::cpu),
                number("RSS", ProcessUse::rss),
                number("HEAP_USED", ProcessUse::heapUsed),
                number("HEAP_MAX", ProcessUse::heapMax),
                number("GC_COUNT", ProcessUse::gcCount),
                Column.<ProcessUse>real("GC_TIME", use -> use.gcTime().toMillis() / 1e3),
                number("THREADS", ProcessUse::threads),
                number("OPEN_FDS", ProcessUse::openFiles),
                Column.<ProcessUse>real("UPTIME", use -> use.uptime().toMillis() / 1e3)),
            context -> List.of(context.node().vitals().latest().process()));
  }

  private static Column<ProcessUse> number(String name, ToLongFunction<ProcessUse> value) {
    return Column.bigint(name, Type.bigint(21).asUnsigned(), value);
  }
}
