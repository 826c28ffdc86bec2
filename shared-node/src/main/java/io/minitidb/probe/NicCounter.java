package io.minitidb.probe;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The counters of a network interface.
public enum NicCounter {
  BYTES_RECEIVED(0),
  PACKETS_RECEIVED(1),
  ERRORS_RECEIVED(2),
  DROPS_RECEIVED(3),
  FIFO_RECEIVED(4),
  BYTES_SENT(8),
  PACKETS_SENT(9),
  ERRORS_SENT(10),
  DROPS_SENT(11),
  FIFO_SENT(12);

  private final int column;

  /// @param column of `/proc/net/dev`, behind the name
  NicCounter(int column) {
    this.column = column;
  }

  /// Returns the counters of each interface.
  ///
  /// @param lines of `/proc/net/dev`
  static Map<String, Map<NicCounter, Long>> parse(List<String> lines) {
    Map<String, Map<NicCounter, Long>> found = new LinkedHashMap<>();
    for (String line : lines) {
      // The head has no colon; a long counter may follow the colon of a name without a blank.
      int colon = line.indexOf(':');
      if (colon < 0) {
        continue;
      }
      String[] words = line.substring(colon + 1).strip().split(" +");
      Map<NicCounter, Long> counters = new EnumMap<>(NicCounter.class);
      for (NicCounter counter : values()) {
        if (counter.column < words.length) {
          counters.put(counter, Long.parseUnsignedLong(words[counter.column]));
        }
      }
      found.put(line.substring(0, colon).strip(), counters);
    }
    return found;
  }
}
