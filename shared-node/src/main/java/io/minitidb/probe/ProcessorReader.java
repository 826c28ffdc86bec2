package io.minitidb.probe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.ProcessorCache;
import oshi.nativefree.SystemInfo;

/// Reads what the processors are. OSHI knows how each architecture says it; it is asked once.
final class ProcessorReader {
  private final CentralProcessor processor = new SystemInfo().getHardware().getProcessor();
  private final ControlGroup group;

  ProcessorReader(ControlGroup group) {
    this.group = group;
  }

  Hardware.Processor read() {
    CentralProcessor.ProcessorIdentifier id = processor.getProcessorIdentifier();
    int logical = processor.getLogicalProcessorCount();
    int allowed =
        group.cpu().map(quota -> Math.max(1, (int) Math.ceil(quota.cores()))).orElse(logical);
    return new Hardware.Processor(
        System.getProperty("os.arch", ""),
        id.getVendor(),
        id.getName(),
        Math.max(0, Math.max(processor.getMaxFreq(), id.getVendorFreq())),
        Math.min(logical, allowed),
        processor.getPhysicalProcessorCount(),
        caches());
  }

  private List<Hardware.Cache> caches() {
    List<Hardware.Cache> caches = new ArrayList<>();
    for (ProcessorCache cache : processor.getProcessorCaches()) {
      boolean holdsData = cache.getType() != ProcessorCache.Type.INSTRUCTION;
      if (holdsData && caches.stream().noneMatch(known -> known.level() == cache.getLevel())) {
        caches.add(new Hardware.Cache(cache.getLevel(), cache.getCacheSize(), cache.getLineSize()));
      }
    }
    caches.sort(Comparator.comparingInt(Hardware.Cache::level));
    return caches;
  }
}
