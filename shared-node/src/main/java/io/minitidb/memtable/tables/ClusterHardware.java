package io.minitidb.memtable.tables;

import com.google.auto.service.AutoService;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.memtable.Privilege;
import io.minitidb.memtable.ScanContext;
import io.minitidb.node.NodeKind;
import io.minitidb.probe.Hardware;
import io.minitidb.probe.Hardware.Cache;
import io.minitidb.probe.Hardware.Card;
import io.minitidb.probe.Hardware.FileSystem;
import io.minitidb.probe.Hardware.Processor;
import java.util.List;

/// `cluster_hardware`: what the machine of each node is made of. Names as in TiDB, where mini-tikv
/// tells more than the others; sizes are bytes, `cache` is KiB, percents are fractions.
@AutoService(MemTable.class)
public final class ClusterHardware implements MemTable {

  @Override
  public Definition<?> definition() {
    return Definition.named("hardware", NodeKind.TIDB, NodeKind.TIKV, NodeKind.PD)
        .clusterOnly()
        .clusterTwin()
        .needs(Privilege.CONFIG)
        .of(DeviceItem.columns("DEVICE"), ClusterHardware::rows);
  }

  private static List<DeviceItem> rows(ScanContext context) {
    Hardware hardware = context.node().inventory().hardware();
    boolean tikv = context.node().node().kind() == NodeKind.TIKV;
    DeviceItems items = new DeviceItems();
    processor(hardware.processor(), tikv, items.device("cpu", "cpu"));
    items.device("memory", "memory").put("capacity", hardware.memoryTotal());
    for (FileSystem files : hardware.fileSystems()) {
      DeviceItems.Device disk = items.device("disk", files.device());
      if (tikv) {
        disk.put("type", files.medium());
      }
      disk.put("fstype", files.type())
          .put("opts", files.options())
          .put("path", files.path())
          .put(files.space());
    }
    for (Card card : hardware.cards()) {
      card(card, tikv, items.device("net", card.name()));
    }
    return items.sorted();
  }

  private static void processor(Processor processor, boolean tikv, DeviceItems.Device cpu) {
    cpu.put("cpu-arch", processor.arch())
        .put("cpu-logical-cores", processor.threads())
        .put("cpu-physical-cores", processor.cores())
        .put("cpu-frequency", DeviceItems.twoDecimals(processor.frequency() / 1e6) + "MHz")
        .put("cache", processor.lastCache().map(Cache::size).orElse(0L) >> 10);
    if (tikv) {
      cpu.put("cpu-vendor-id", processor.vendor());
      for (Cache cache : processor.caches()) {
        cpu.put("l" + cache.level() + "-cache-size", cache.size())
            .put("l" + cache.level() + "-cache-line-size", cache.lineSize());
      }
    }
  }

  private static void card(Card card, boolean tikv, DeviceItems.Device net) {
    net.put("mac", card.mac());
    if (tikv) {
      net.put("flag", card.flags()).put("index", card.index());
    }
    net.put("is-up", card.isUp())
        .put("is-broadcast", card.isBroadcast())
        .put("is-multicast", card.isMulticast())
        .put("is-loopback", card.isLoopback())
        .put("is-point-to-point", card.isPointToPoint());
    if (tikv) {
      card.addresses().forEach(address -> net.put("ip", address));
    } else {
      net.put("addresses", String.join(",", card.addresses()));
    }
  }
}
