package io.minitidb.probe;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;

/// Reads what this process uses from its JVM and from `/proc/self/status`. Not thread-safe.
final class ProcessReader {
  private static final String RSS = "VmRSS:";

  private final ProcFiles files;
  private final long pid = ProcessHandle.current().pid();
  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans();
  private final UnixOperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class);
  private long lastCpu;
  private long lastTime;

  ProcessReader(ProcFiles files) {
    this.files = files;
  }

  /// @param nanoTime of some clock that never goes back
  ProcessUse read(long nanoTime) {
    MemoryUsage heap = memory.getHeapMemoryUsage();
    long collections = 0;
    long collecting = 0;
    for (GarbageCollectorMXBean collector : collectors) {
      collections += Math.max(0, collector.getCollectionCount());
      collecting += Math.max(0, collector.getCollectionTime());
    }
    long uptime = runtime.getUptime();
    return new ProcessUse(
        pid,
        cpu(nanoTime, uptime),
        rss(),
        heap.getUsed(),
        Math.max(0, heap.getMax()),
        collections,
        Duration.ofMillis(collecting),
        threads.getThreadCount(),
        system.getOpenFileDescriptorCount(),
        Duration.ofMillis(uptime));
  }

  /// The first reading covers the time since the start.
  private double cpu(long nanoTime, long uptimeMillis) {
    long cpu = system.getProcessCpuTime();
    double elapsed = lastTime == 0 ? uptimeMillis * 1e6 : nanoTime - lastTime;
    double used = cpu - lastCpu;
    lastCpu = cpu;
    lastTime = nanoTime;
    double possible = elapsed * Runtime.getRuntime().availableProcessors();
    return possible <= 0 ? 0 : Math.clamp(used / possible, 0.0, 1.0);
  }

  private long rss() {
    for (String line : files.lines("proc/self/status")) {
      if (line.startsWith(RSS)) {
        return Long.parseLong(line.substring(RSS.length()).replace("kB", "").strip()) << 10;
      }
    }
    return 0;
  }
}
