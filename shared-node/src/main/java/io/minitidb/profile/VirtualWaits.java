package io.minitidb.profile;

import java.io.IOException;
import java.time.Duration;

/// The waits of virtual threads, on which most of a node's work runs and of which the flight
/// recorder tells nothing: where they stand is looked up a few times a second, and each waiting one
/// counts for the time since the last look. Short waits are seen by chance only.
record VirtualWaits(ProfileKind kind, Profile.Builder profile) {
  private static final Duration INTERVAL = Duration.ofMillis(200);

  /// Looking around takes at most one part in so many of a processor, however many threads there
  /// are.
  private static final int SHARE = 20;

  /// Adds what is seen during `length`, on the calling thread.
  void watch(Duration length) throws IOException, InterruptedException {
    long last = System.nanoTime();
    long end = last + length.toNanos();
    long pause = INTERVAL.toNanos();
    while (last - end < 0) {
      Thread.sleep(Duration.ofNanos(Math.clamp(end - last, 0, pause)));
      long now = System.nanoTime();
      long passed = now - last;
      ThreadDump.each(thread -> look(thread, passed));
      last = now;
      pause = Math.max(INTERVAL.toNanos(), (System.nanoTime() - now) * SHARE);
    }
  }

  private void look(ThreadDump.Snapshot thread, long nanos) {
    if (thread.virtual() && kindOf(thread) == kind) {
      profile.add(ThreadDump.stack(thread, profile), nanos);
    }
  }

  /// Returns what the thread's present state counts as; CPU when it does not wait.
  private static ProfileKind kindOf(ThreadDump.Snapshot thread) {
    return switch (thread.state()) {
      case "BLOCKED" -> ProfileKind.MUTEX;
      case "WAITING", "TIMED_WAITING" ->
          RecordedKind.isLock(thread.blocker()) ? ProfileKind.MUTEX : ProfileKind.BLOCK;
      default -> ProfileKind.CPU;
    };
  }
}
