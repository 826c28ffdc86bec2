package io.minitidb.probe;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import oshi.hardware.CentralProcessor;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;
import oshi.nativefree.SystemInfo;

/// Reads the machine through OSHI. Not thread-safe: one sampler owns it.
public final class OshiProbe implements SystemProbe {
  private static final Logger log = LoggerFactory.getLogger(OshiProbe.class);

  private final HardwareAbstractionLayer machine = new SystemInfo().getHardware();
  private final CentralProcessor processor = machine.getProcessor();
  private final OperatingSystemMXBean jvm =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final List<NetworkIF> nics = machine.getNetworkIFs(true);
  private final Path dataDirectory;
  private final Map<String, long[]> lastTraffic = new HashMap<>();
  private long[] lastTicks = new long[CentralProcessor.TickType.values().length];
  private long lastNanos;

  /// @param dataDirectory the node's own directory; its file system is the one whose usage is
  ///   reported
  public OshiProbe(Path dataDirectory) {
    this.dataDirectory = dataDirectory;
  }

  @Override
  public Hardware hardware() {
    CentralProcessor.ProcessorIdentifier id = processor.getProcessorIdentifier();
    List<Hardware.Disk> disks = new ArrayList<>();
    machine
        .getDiskStores()
        .forEach(d -> disks.add(new Hardware.Disk(d.getName(), d.getModel(), d.getSize())));
    List<Hardware.Card> cards = new ArrayList<>();
    nics.forEach(n ->
        cards.add(
            new Hardware.Card(n.getName(), driver(n.getName()), n.getMacaddr(), n.getSpeed())));
    long frequency = Math.max(0, Math.max(processor.getMaxFreq(), id.getVendorFreq()));
    return new Hardware(
        id.getVendor(),
        id.getName(),
        frequency,
        processor.getLogicalProcessorCount(),
        processor.getPhysicalProcessorCount(),
        memoryTotal(),
        disks,
        cards);
  }

  @Override
  public Sample sample() {
    long now = System.nanoTime();
    double seconds = lastNanos == 0 ? uptimeSeconds() : (now - lastNanos) / 1e9;
    lastNanos = now;
    double cpu = processor.getSystemCpuLoadBetweenTicks(lastTicks);
    lastTicks = processor.getSystemCpuLoadTicks();
    long total = memoryTotal();
    long used =
        total < machine.getMemory().getTotal()
            ? total - jvm.getFreeMemorySize()
            : total - machine.getMemory().getAvailable();
    long diskTotal = 0;
    long diskUsed = 0;
    try {
      FileStore store = Files.getFileStore(dataDirectory);
      diskTotal = store.getTotalSpace();
      diskUsed = diskTotal - store.getUnallocatedSpace();
    } catch (IOException e) {
      log.warn("cannot read the usage of the file system of {}", dataDirectory, e);
    }
    return new Sample(
        Instant.now(),
        Math.clamp(cpu, 0.0, 1.0),
        total,
        used,
        diskTotal,
        diskUsed,
        traffic(seconds));
  }

  private List<Sample.Nic> traffic(double seconds) {
    List<Sample.Nic> traffic = new ArrayList<>();
    for (NetworkIF nic : nics) {
      if (!nic.updateAttributes()) {
        continue;
      }
      long[] last = lastTraffic.getOrDefault(nic.getName(), new long[2]);
      long sent = nic.getBytesSent();
      long received = nic.getBytesRecv();
      lastTraffic.put(nic.getName(), new long[] {sent, received});
      traffic.add(
          new Sample.Nic(
              nic.getName(),
              sent,
              received,
              rate(sent - last[0], seconds),
              rate(received - last[1], seconds)));
    }
    return traffic;
  }

  /// A counter that went back (the interface was replaced) has no meaningful rate.
  private static double rate(long delta, double seconds) {
    return delta < 0 || seconds <= 0 ? 0 : delta / seconds;
  }

  private double uptimeSeconds() {
    try {
      return Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
    } catch (IOException e) {
      return ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
    }
  }

  /// The JDK knows the limit of the control group, OSHI the machine; the smaller one binds.
  private long memoryTotal() {
    return Math.min(machine.getMemory().getTotal(), jvm.getTotalMemorySize());
  }

  private static String driver(String nic) {
    try {
      return Path.of("/sys/class/net", nic, "device", "driver")
          .toRealPath()
          .getFileName()
          .toString();
    } catch (IOException e) {
      return "";
    }
  }
}
