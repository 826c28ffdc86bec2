package io.minitidb.probe;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The counters of a block device, in the order of the columns of `/proc/diskstats`. Sectors are
/// 512 bytes, ticks milliseconds.
public enum DiskCounter {
  READS,
  READ_MERGES,
  READ_SECTORS,
  READ_TICKS,
  WRITES,
  WRITE_MERGES,
  WRITE_SECTORS,
  WRITE_TICKS,
  /// No counter, but how many requests are under way; its rate means nothing.
  IN_FLIGHT,
  IO_TICKS,
  TIME_IN_QUEUE,
  DISCARDS,
  DISCARD_MERGES,
  DISCARD_SECTORS,
  DISCARD_TICKS;

  public static final int SECTOR_BYTES = 512;

  /// Returns the counters of each device that ever did anything. Kernels before 4.18 know no
  /// discards.
  ///
  /// @param lines of `/proc/diskstats`
  static Map<String, Map<DiskCounter, Long>> parse(List<String> lines) {
    Map<String, Map<DiskCounter, Long>> found = new LinkedHashMap<>();
    for (String line : lines) {
      String[] words = line.strip().split(" +");
      Map<DiskCounter, Long> counters = new EnumMap<>(DiskCounter.class);
      int column = 3;
      for (DiskCounter counter : values()) {
        if (column < words.length) {
          counters.put(counter, Long.parseUnsignedLong(words[column++]));
        }
      }
      if (counters.values().stream().anyMatch(value -> value != 0)) {
        found.put(words[2], counters);
      }
    }
    return found;
  }
}
