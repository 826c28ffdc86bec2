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
  private final ProcFiles files;
  private final ControlGroup group;

  ProcessorReader(ProcFiles files, ControlGroup group) {
    this.files = files;
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
        frequency(id),
        Math.min(logical, allowed),
        processor.getPhysicalProcessorCount(),
        caches());
  }

  /// In a virtual machine often only the present frequency is known.
  private long frequency(CentralProcessor.ProcessorIdentifier id) {
    long most = Math.max(processor.getMaxFreq(), id.getVendorFreq());
    if (most > 0) {
      return most;
    }
    double megahertz =
        files.lines("proc/cpuinfo").stream()
            .filter(line -> line.startsWith("cpu MHz"))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(':') + 1).strip()))
            .max()
            .orElse(0);
    return Math.round(megahertz * 1e6);
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
