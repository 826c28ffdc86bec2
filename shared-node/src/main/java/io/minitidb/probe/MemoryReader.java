package io.minitidb.probe;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Reads memory and swap from `/proc/meminfo` and the control group.
final class MemoryReader {
  private final ProcFiles files;
  private final ControlGroup group;

  /// Page cache that can be dropped counts as free.
  record Both(Space memory, Space swap) {}

  MemoryReader(ProcFiles files, ControlGroup group) {
    this.files = files;
    this.group = group;
  }

  Both read() {
    Map<String, Long> kibibytes = new HashMap<>();
    for (String line : files.lines("proc/meminfo")) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.endsWith(" kB")) {
        kibibytes.put(
            line.substring(0, colon),
            Long.parseLong(line.substring(colon + 1, line.length() - 3).strip()));
      }
    }
    long total = bytes(kibibytes, "MemTotal");
    // Kernels before 3.14 do not say what is available.
    long available =
        kibibytes.containsKey("MemAvailable")
            ? bytes(kibibytes, "MemAvailable")
            : bytes(kibibytes, "MemFree")
                + bytes(kibibytes, "Buffers")
                + bytes(kibibytes, "Cached");
    Optional<Space> limited = group.memory().filter(limit -> limit.total() < total);
    long swap = bytes(kibibytes, "SwapTotal");
    return new Both(
        limited.orElse(new Space(total, total - available)),
        new Space(swap, swap - bytes(kibibytes, "SwapFree")));
  }

  private static long bytes(Map<String, Long> kibibytes, String key) {
    return kibibytes.getOrDefault(key, 0L) << 10;
  }
}
