package io.minitidb.profile;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.EventSettings;
import jdk.jfr.EventType;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;

/// Which events of the flight recorder make which profile, and what one of them is worth.
final class RecordedKind {
  private static final String CPU_TIME = "jdk.CPUTimeSample";
  private static final String EXECUTION = "jdk.ExecutionSample";
  private static final String ALLOCATION = "jdk.ObjectAllocationSample";
  private static final String MONITOR = "jdk.JavaMonitorEnter";
  private static final String PARK = "jdk.ThreadPark";
  private static final Set<String> WAITS =
      Set.of(
          "jdk.JavaMonitorWait",
          "jdk.ThreadSleep",
          "jdk.SocketRead",
          "jdk.SocketWrite",
          "jdk.FileRead",
          "jdk.FileWrite",
          "jdk.FileForce");

  private static final long SAMPLE_MILLIS = 10;

  /// Waits shorter than this are not worth their event.
  private static final Map<String, String> WAIT_SETTINGS = Map.of("threshold", "10 us");

  private RecordedKind() {}

  /// An event with its settings.
  record Enabled(String name, Map<String, String> settings) {
    void enable(Recording recording) {
      EventSettings event = recording.enable(name).withStackTrace();
      settings.forEach(event::with);
    }
  }

  /// Returns what to record for `kind`.
  ///
  /// @param known what this JVM can record: samples by processor time exist on Linux only, samples
  ///   by clock of running threads everywhere
  static List<Enabled> of(ProfileKind kind, List<EventType> known) {
    Set<String> names = known.stream().map(EventType::getName).collect(Collectors.toSet());
    return switch (kind) {
      case CPU ->
          names.contains(CPU_TIME)
              ? List.of(new Enabled(CPU_TIME, Map.of("throttle", SAMPLE_MILLIS + " ms")))
              : List.of(new Enabled(EXECUTION, Map.of("period", SAMPLE_MILLIS + " ms")));
      case ALLOCS -> List.of(new Enabled(ALLOCATION, Map.of("throttle", "1000/s")));
      case MUTEX -> waits(Stream.of(MONITOR, PARK), names);
      case BLOCK -> waits(Stream.concat(Stream.of(PARK), WAITS.stream()), names);
      case MEMORY, GOROUTINES -> List.of();
    };
  }

  private static List<Enabled> waits(Stream<String> events, Set<String> known) {
    return events.filter(known::contains).map(name -> new Enabled(name, WAIT_SETTINGS)).toList();
  }

  /// Returns what `event` adds to a profile of `kind`, 0 when it has no part in it.
  static long value(ProfileKind kind, RecordedEvent event) {
    String name = event.getEventType().getName();
    return switch (kind) {
      case CPU ->
          name.equals(CPU_TIME)
              ? event.getDuration("samplingPeriod").toNanos()
              : name.equals(EXECUTION) ? SAMPLE_MILLIS * 1_000_000 : 0;
      case ALLOCS -> name.equals(ALLOCATION) ? event.getLong("weight") : 0;
      case MUTEX ->
          name.equals(MONITOR) || (name.equals(PARK) && isLock(event)) ? platform(event) : 0;
      case BLOCK ->
          WAITS.contains(name) || (name.equals(PARK) && !isLock(event)) ? platform(event) : 0;
      case MEMORY, GOROUTINES -> 0;
    };
  }

  private static long platform(RecordedEvent event) {
    return event.getThread() == null || event.getThread().isVirtual()
        ? 0
        : event.getDuration().toNanos();
  }

  private static boolean isLock(RecordedEvent park) {
    RecordedClass blocker = park.getClass("parkedClass");
    return blocker != null && isLock(blocker.getName());
  }

  /// Returns whether a thread that is parked on an object of this class waits for a lock that
  /// another one holds, not for a condition, a permit or work.
  static boolean isLock(String blocker) {
    return blocker.startsWith("java.util.concurrent.locks.") && !blocker.contains("Condition");
  }

  /// Returns the name of the class that was allocated, as people write it.
  static String allocated(RecordedEvent event) {
    RecordedClass allocated = event.getClass("objectClass");
    return allocated == null ? "(unknown class)" : ClassNames.readable(allocated.getName());
  }
}
