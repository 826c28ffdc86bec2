package io.minitidb.tidb.tables;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Optional;

/// The memory of this server's JVM as it was looked at last, by the sampler. Readers never wait.
public final class ServerMemory {
  private volatile Figures latest = new Figures(0, 0, 0, 0, Optional.empty(), 0);

  /// Sizes in bytes.
  ///
  /// @param total of the machine, or of the control group when that is smaller
  /// @param limit most that the heap may have
  /// @param used of the heap
  /// @param most that was seen used of the heap
  /// @param lastCollection when the last garbage collection ended
  /// @param collections so far
  public record Figures(
      long total,
      long limit,
      long used,
      long most,
      Optional<Instant> lastCollection,
      long collections) {}

  /// Looks at the memory now.
  ///
  /// @param total bytes of the machine
  public void observe(long total) {
    Runtime runtime = Runtime.getRuntime();
    long used = runtime.totalMemory() - runtime.freeMemory();
    long collections = 0;
    long last = 0;
    for (GarbageCollectorMXBean collector :
        ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class)) {
      collections += Math.max(0, collector.getCollectionCount());
      GcInfo info = collector.getLastGcInfo();
      last = Math.max(last, info == null ? 0 : info.getEndTime());
    }
    long start = ManagementFactory.getRuntimeMXBean().getStartTime();
    latest =
        new Figures(
            total,
            runtime.maxMemory(),
            used,
            Math.max(used, latest.most()),
            last == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(start + last)),
            collections);
  }

  public Figures latest() {
    return latest;
  }
}
