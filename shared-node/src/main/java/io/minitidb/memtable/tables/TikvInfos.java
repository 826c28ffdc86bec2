package io.minitidb.memtable.tables;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Type;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.node.NodeKind;
import io.minitidb.probe.Sample;
import java.util.List;
import java.util.function.ToLongFunction;

/// The prototype's `tikv_infos`, which it never filled: the machine of each mini-tikv, one row a
/// store. CPU_USAGE is percent, 0 to 100; NETWORK_IN and NETWORK_OUT are bytes per second over all
/// interfaces; memory is bytes.
@AutoService(MemTable.class)
public final class TikvInfos implements MemTable {

  @Override
  public Definition<?> definition() {
    return Definition.named("tikv_info", NodeKind.TIKV)
        .clusterOnly()
        .twin("tikv_infos", Definition.Form.PLAIN)
        .of(
            List.of(
                Column.<Sample>real("CPU_USAGE", sample -> 100 * sample.cpu().busy()).orNull(),
                number("NETWORK_IN", sample -> Math.round(sample.networkIn())),
                number("NETWORK_OUT", sample -> Math.round(sample.networkOut())),
                number("TOTAL_MEMORY", sample -> sample.memory().total()),
                number("USED_MEMORY", sample -> sample.memory().used())),
            context -> List.of(context.node().vitals().latest()));
  }

  private static Column<Sample> number(String name, ToLongFunction<Sample> value) {
    return Column.bigint(name, Type.bigint(20).asUnsigned(), value).orNull();
  }
}
