package io.minitidb.logfile;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What is known of files from earlier reads, by their identity: renaming a file does not change
/// it, and no file is looked into twice for it. Thread-safe; keeps the last thousand.
public final class FileTimes {
  private static final int FILES = 1000;

  private final Map<Object, Known> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Known> eldest) {
          return size() > FILES;
        }
      };

  /// @param size that the file had; a log only grows, so that `first` stays right if it has more
  /// @param first time in it, in microseconds since the epoch
  /// @param last time in it
  record Known(long size, long first, long last) {}

  /// Returns what is known of a file that has at least the size that it had.
  synchronized Optional<Known> of(Object key, long size) {
    return Optional.ofNullable(known.get(key)).filter(found -> found.size() <= size);
  }

  synchronized void put(Object key, Known found) {
    known.put(key, found);
  }
}
