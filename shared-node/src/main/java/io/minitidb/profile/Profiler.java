package io.minitidb.profile;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// Takes profiles of this process. Who asks for a profile that is being taken at this moment, of
/// the same kind and length, gets that one; so there are at most a few recordings however many ask.
/// Thread-safe.
public final class Profiler {
  public static final int MIN_SECONDS = 1;
  public static final int MAX_SECONDS = 60;

  /// How long a profile takes when nobody says.
  public static final int DEFAULT_SECONDS = 10;

  /// What taking one may cost beside its length: on a busy machine the recorder needs seconds to
  /// start for the first time.
  public static final Duration OVERHEAD = Duration.ofSeconds(5);

  private static final Profiler OF_THIS_PROCESS = new Profiler(Profiler::record);

  private final Map<Wanted, CompletableFuture<Profile>> underWay = new ConcurrentHashMap<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Recorder recorder;

  private record Wanted(ProfileKind kind, int seconds) {}

  /// Takes one profile.
  @FunctionalInterface
  interface Recorder {
    Profile take(ProfileKind kind, Duration length) throws IOException, InterruptedException;
  }

  Profiler(Recorder recorder) {
    this.recorder = recorder;
  }

  /// Returns the one of this JVM: what it looks at exists once in a process, however many nodes run
  /// there.
  public static Profiler ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  /// Takes a profile, or waits for the one that is being taken.
  ///
  /// @param seconds from 1 to 60; without a meaning for kinds that are there at once
  /// @param patience how long to wait at most. The recording goes on for others
  /// @throws TimeoutException when it is not there by then
  /// @throws IOException when it cannot be taken
  public Profile take(ProfileKind kind, int seconds, Duration patience)
      throws IOException, InterruptedException, TimeoutException {
    if (seconds < MIN_SECONDS || seconds > MAX_SECONDS) {
      throw new IllegalArgumentException("a profile takes 1 to 60 seconds, not " + seconds);
    }
    Wanted wanted = new Wanted(kind, kind.isTimed() ? seconds : 0);
    CompletableFuture<Profile> mine = new CompletableFuture<>();
    CompletableFuture<Profile> others = underWay.putIfAbsent(wanted, mine);
    if (others == null) {
      Thread.ofPlatform().daemon().name("profile-" + kind.text()).start(() -> run(wanted, mine));
    }
    waiting.incrementAndGet();
    try {
      return (others == null ? mine : others).get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IOException("no " + kind.text() + " profile: " + e.getCause(), e);
    } finally {
      waiting.decrementAndGet();
    }
  }

  /// Returns how many wait for a profile now.
  int waiting() {
    return waiting.get();
  }

  private void run(Wanted wanted, CompletableFuture<Profile> promise) {
    try {
      Profile profile = recorder.take(wanted.kind(), Duration.ofSeconds(wanted.seconds()));
      underWay.remove(wanted);
      promise.complete(profile);
    } catch (Exception | LinkageError e) { // whatever it was, those who wait must know
      underWay.remove(wanted);
      promise.completeExceptionally(e);
    }
  }

  private static Profile record(ProfileKind kind, Duration length)
      throws IOException, InterruptedException {
    return switch (kind) {
      case CPU, ALLOCS, MUTEX, BLOCK -> FlightRecording.take(kind, length);
      case MEMORY -> HeapHistogram.take();
      case GOROUTINES -> ThreadDump.profile();
    };
  }
}
