package io.minitidb.profile;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Takes profiles of this process. Who asks for a profile that is being taken at this moment, of
/// the same kind and length, gets that one; of others, only so many are taken at a time.
/// Thread-safe.
public final class Profiler {
  public static final int MIN_SECONDS = 1;
  public static final int MAX_SECONDS = 60;

  /// How many are recorded at the same time: enough for all kinds at once, twice.
  static final int MOST = 8;

  /// How long a profile takes when nobody says.
  public static final int DEFAULT_SECONDS = 10;

  /// What taking one may cost beside its length: on a busy machine the recorder needs seconds to
  /// start for the first time.
  public static final Duration OVERHEAD = Duration.ofSeconds(5);

  private static final Profiler OF_THIS_PROCESS = new Profiler(Profiler::record);

  private final Map<Wanted, Taking> underWay = new HashMap<>();
  private final Recorder recorder;

  private record Wanted(ProfileKind kind, int seconds) {}

  /// Takes one profile.
  @FunctionalInterface
  interface Recorder {
    Profile take(ProfileKind kind, Duration length) throws IOException, InterruptedException;
  }

  /// Too many profiles are being taken at this moment.
  public static final class BusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BusyException() {
      super(MOST + " profiles are being taken already; ask again when one of them is done");
    }
  }

  Profiler(Recorder recorder) {
    this.recorder = recorder;
  }

  /// Returns the one of this JVM: what it looks at exists once in a process, however many nodes run
  /// there.
  public static Profiler ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  /// Returns whether a profile can be taken over so many seconds.
  public static boolean isPossible(long seconds) {
    return seconds >= MIN_SECONDS && seconds <= MAX_SECONDS;
  }

  /// Begins to take a profile, unless one of this kind and length is being taken already.
  ///
  /// @param seconds from 1 to 60; without a meaning for kinds that are there at once
  /// @throws BusyException when too many others are being taken
  public Pending start(ProfileKind kind, int seconds) {
    if (!isPossible(seconds)) {
      throw new IllegalArgumentException("a profile takes 1 to 60 seconds, not " + seconds);
    }
    Wanted wanted = new Wanted(kind, kind.isTimed() ? seconds : 0);
    synchronized (underWay) {
      if (underWay.size() >= MOST && !underWay.containsKey(wanted)) {
        throw new BusyException();
      }
      Taking taking = underWay.computeIfAbsent(wanted, Taking::new);
      taking.askers++;
      return new Pending(taking);
    }
  }

  /// Takes a profile, or waits for the one that is being taken.
  ///
  /// @param patience how long to wait at most
  /// @throws TimeoutException when it is not there by then
  /// @throws IOException when it cannot be taken
  public Profile take(ProfileKind kind, int seconds, Duration patience)
      throws IOException, InterruptedException, TimeoutException {
    try (Pending pending = start(kind, seconds)) {
      return pending.await(patience);
    }
  }

  /// Returns how many want a profile that is being taken now.
  int askers() {
    synchronized (underWay) {
      return underWay.values().stream().mapToInt(taking -> taking.askers).sum();
    }
  }

  private void forget(Taking taking) {
    synchronized (underWay) {
      underWay.remove(taking.wanted, taking);
    }
  }

  /// A recording with the thread that sees to it. `askers` is guarded by `underWay`.
  private final class Taking {
    private final Wanted wanted;
    private final CompletableFuture<Profile> promise = new CompletableFuture<>();
    private final Thread thread;
    private int askers;

    Taking(Wanted wanted) {
      this.wanted = wanted;
      thread =
          Thread.ofPlatform().daemon().name("profile-" + wanted.kind().text()).start(this::run);
    }

    private void run() {
      try {
        Profile profile = recorder.take(wanted.kind(), Duration.ofSeconds(wanted.seconds()));
        forget(this);
        promise.complete(profile);
      } catch (Exception | LinkageError e) { // whatever it was, those who wait must know
        forget(this);
        promise.completeExceptionally(e);
      }
    }
  }

  /// A profile that somebody waits for. Closing it tells that he does not any more; when nobody
  /// does, the recording ends.
  public final class Pending implements AutoCloseable {
    private final Taking taking;
    private boolean closed;

    private Pending(Taking taking) {
      this.taking = taking;
    }

    /// Waits for it.
    ///
    /// @throws TimeoutException when it is not there after `patience`
    /// @throws IOException when it cannot be taken
    public Profile await(Duration patience)
        throws IOException, InterruptedException, TimeoutException {
      try {
        return taking.promise.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException e) {
        throw new IOException("no " + taking.wanted.kind().text() + " profile: " + e.getCause(), e);
      }
    }

    @Override
    public void close() {
      synchronized (underWay) {
        if (!closed && --taking.askers == 0 && underWay.remove(taking.wanted, taking)) {
          taking.thread.interrupt();
        }
        closed = true;
      }
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
