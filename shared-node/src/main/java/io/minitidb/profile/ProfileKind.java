package io.minitidb.profile;

import java.util.Locale;
import java.util.Optional;

/// What a profile counts. The texts are those of Go's pprof, by which TiDB names its tables.
public enum ProfileKind {
  /// Time on a processor, of Java threads; the collector and the compiler are not seen.
  CPU("nanoseconds", true),
  /// The live objects of the heap by package and class, after a full collection. Says what is
  /// there, not who made it.
  MEMORY("bytes", false),
  /// What is allocated meanwhile, by stack and class.
  ALLOCS("bytes", true),
  /// Time spent waiting for monitors and locks.
  MUTEX("nanoseconds", true),
  /// Time spent waiting for anything else: parked, asleep, on a condition, on a socket or a file.
  BLOCK("nanoseconds", true),
  /// All threads, virtual ones included, by stack.
  GOROUTINES("count", false);

  private final String text = name().toLowerCase(Locale.ROOT);
  private final String unit;
  private final boolean timed;

  ProfileKind(String unit, boolean timed) {
    this.unit = unit;
    this.timed = timed;
  }

  /// Returns the name in lower case.
  public String text() {
    return text;
  }

  /// Returns what the values are counted in.
  public String unit() {
    return unit;
  }

  /// Returns whether it is gathered over some seconds; the others are there at once.
  public boolean isTimed() {
    return timed;
  }

  /// Returns the kind that `text` names in any case. pprof's names of routes are known too.
  public static Optional<ProfileKind> parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "profile" -> Optional.of(CPU);
      case "heap" -> Optional.of(MEMORY);
      case "goroutine" -> Optional.of(GOROUTINES);
      default -> {
        for (ProfileKind kind : values()) {
          if (kind.text.equalsIgnoreCase(text)) {
            yield Optional.of(kind);
          }
        }
        yield Optional.empty();
      }
    };
  }
}
