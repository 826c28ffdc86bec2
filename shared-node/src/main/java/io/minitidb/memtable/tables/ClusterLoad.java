package io.minitidb.memtable.tables;

import com.google.auto.service.AutoService;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.memtable.Privilege;
import io.minitidb.memtable.ScanContext;
import io.minitidb.node.NodeKind;
import io.minitidb.probe.CpuState;
import io.minitidb.probe.DiskCounter;
import io.minitidb.probe.NicCounter;
import io.minitidb.probe.Sample;
import io.minitidb.probe.Traffic;
import java.util.List;

/// `cluster_load`: how busy the machine of each node was over the last sampling interval. Names as
/// in TiDB, which differ between mini-tikv (rates of interfaces) and the others (their counters
/// since boot); percents are fractions, sizes bytes.
@AutoService(MemTable.class)
public final class ClusterLoad implements MemTable {

  /// A counter under the name that a table gives it.
  private record Named<C>(String name, C counter) {}

  private static final List<Named<NicCounter>> NIC_TOTALS =
      List.of(
          new Named<>("bytes-sent", NicCounter.BYTES_SENT),
          new Named<>("bytes-recv", NicCounter.BYTES_RECEIVED),
          new Named<>("packets-sent", NicCounter.PACKETS_SENT),
          new Named<>("packets-recv", NicCounter.PACKETS_RECEIVED),
          new Named<>("errin", NicCounter.ERRORS_RECEIVED),
          new Named<>("errout", NicCounter.ERRORS_SENT),
          new Named<>("dropin", NicCounter.DROPS_RECEIVED),
          new Named<>("dropout", NicCounter.DROPS_SENT),
          new Named<>("fifoin", NicCounter.FIFO_RECEIVED),
          new Named<>("fifoout", NicCounter.FIFO_SENT));
  private static final List<Named<NicCounter>> NIC_RATES =
      List.of(
          new Named<>("rx-bytes/s", NicCounter.BYTES_RECEIVED),
          new Named<>("tx-bytes/s", NicCounter.BYTES_SENT),
          new Named<>("rx-packets/s", NicCounter.PACKETS_RECEIVED),
          new Named<>("tx-packets/s", NicCounter.PACKETS_SENT),
          new Named<>("rx-errors/s", NicCounter.ERRORS_RECEIVED),
          new Named<>("tx-errors/s", NicCounter.ERRORS_SENT));
  private static final List<Named<DiskCounter>> TIKV_DISK =
      List.of(
          new Named<>("read_io/s", DiskCounter.READS),
          new Named<>("read_merges/s", DiskCounter.READ_MERGES),
          new Named<>("read_sectors/s", DiskCounter.READ_SECTORS),
          new Named<>("read_ticks/s", DiskCounter.READ_TICKS),
          new Named<>("write_io/s", DiskCounter.WRITES),
          new Named<>("write_merges/s", DiskCounter.WRITE_MERGES),
          new Named<>("write_sectors/s", DiskCounter.WRITE_SECTORS),
          new Named<>("write_ticks/s", DiskCounter.WRITE_TICKS),
          new Named<>("in_flight/s", DiskCounter.IN_FLIGHT),
          new Named<>("io_ticks/s", DiskCounter.IO_TICKS),
          new Named<>("time_in_queue/s", DiskCounter.TIME_IN_QUEUE),
          new Named<>("discard_io/s", DiskCounter.DISCARDS),
          new Named<>("discard_merges/s", DiskCounter.DISCARD_MERGES),
          new Named<>("discard_sectors/s", DiskCounter.DISCARD_SECTORS),
          new Named<>("discard_ticks/s", DiskCounter.DISCARD_TICKS));

  @Override
  public Definition<?> definition() {
    return Definition.named("load", NodeKind.TIDB, NodeKind.TIKV, NodeKind.PD)
        .clusterOnly()
        .clusterTwin()
        .history("cluster_load_history")
        .needs(Privilege.PROCESS)
        .of(DeviceItem.columns("DEVICE"), ClusterLoad::rows);
  }

  private static List<DeviceItem> rows(ScanContext context) {
    Sample sample = context.node().vitals().latest();
    DeviceItems items = new DeviceItems();
    items
        .device("cpu", "cpu")
        .put("load1", sample.cpu().load1())
        .put("load5", sample.cpu().load5())
        .put("load15", sample.cpu().load15());
    DeviceItems.Device usage = items.device("cpu", "usage");
    for (CpuState state : CpuState.values()) {
      usage.put(state.text(), sample.cpu().fraction(state));
    }
    items.device("memory", "virtual").put(sample.memory());
    items.device("memory", "swap").put(sample.swap());
    boolean tikv = context.node().node().kind() == NodeKind.TIKV;
    sample.nics().forEach(nic -> nic(nic, tikv, items.device("net", nic.device())));
    sample.disks().forEach(disk -> disk(disk, tikv, items.device("io", disk.device())));
    return items.sorted();
  }

  private static void nic(Traffic<NicCounter> nic, boolean tikv, DeviceItems.Device device) {
    if (tikv) {
      NIC_RATES.forEach(named -> device.put(named.name(), nic.rate(named.counter())));
    } else {
      NIC_TOTALS.forEach(named -> device.put(named.name(), nic.total(named.counter())));
    }
  }

  private static void disk(Traffic<DiskCounter> disk, boolean tikv, DeviceItems.Device device) {
    if (tikv) {
      TIKV_DISK.forEach(named -> device.put(named.name(), rate(disk, named.counter())));
    } else {
      device
          .put("read_count/s", disk.rate(DiskCounter.READS))
          .put("merged_read_count/s", disk.rate(DiskCounter.READ_MERGES))
          .put("write_count/s", disk.rate(DiskCounter.WRITES))
          .put("merged_write_count/s", disk.rate(DiskCounter.WRITE_MERGES))
          .put("read_bytes/s", disk.rate(DiskCounter.READ_SECTORS) * DiskCounter.SECTOR_BYTES)
          .put("write_bytes/s", disk.rate(DiskCounter.WRITE_SECTORS) * DiskCounter.SECTOR_BYTES);
    }
  }

  /// The requests under way are shown as they are: what they grew by would be negative half of the
  /// time.
  private static double rate(Traffic<DiskCounter> disk, DiskCounter counter) {
    return counter == DiskCounter.IN_FLIGHT ? disk.total(counter) : disk.rate(counter);
  }
}
