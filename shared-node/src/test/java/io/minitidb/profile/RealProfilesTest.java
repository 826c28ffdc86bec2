package io.minitidb.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.profile.ThreadDump.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Profiles of this very JVM, while threads do something known.
class RealProfilesTest {
  private static final String HERE = RealProfilesTest.class.getName() + ".";
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final AtomicBoolean stop = new AtomicBoolean();
  private final Object monitor = new Object();
  private final ReentrantLock lock = new ReentrantLock(true);
  private final List<Thread> threads = new ArrayList<>();
  private volatile Object sink = "";
  private volatile long number;

  @AfterEach
  void stopAll() throws InterruptedException {
    stop.set(true);
    for (Thread thread : threads) {
      thread.interrupt();
      thread.join();
    }
  }

  private void run(Thread.Builder builder, Runnable once) {
    threads.add(
        builder.start(() -> {
          while (!stop.get()) {
            once.run();
          }
        }));
  }

  /// The sum of all stacks that have a method of this class, innermost or not.
  private static long under(String method, Profile profile) {
    return profile.stacks().entrySet().stream()
        .filter(entry ->
            entry.getKey().stream().anyMatch(frame -> frame.function().equals(HERE + method)))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static Profile take(ProfileKind kind) throws Exception {
    return Profiler.ofThisProcess().take(kind, 1, MINUTE);
  }

  void burnsProcessorTime() {
    long x = number;
    for (int i = 0; i < 1_000_000; i++) {
      x = x * 31 + i;
    }
    number = x;
  }

  void allocatesHeavily() {
    sink = new long[10_000];
  }

  void holdsTheMonitor() {
    synchronized (monitor) {
      LockSupport.parkNanos(2_000_000);
    }
    LockSupport.parkNanos(500_000);
  }

  void holdsTheLock() {
    lock.lock();
    try {
      LockSupport.parkNanos(2_000_000);
    } finally {
      lock.unlock();
    }
  }

  void sleepsALittle() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      stop.set(true);
    }
  }

  void isParkedForEver() {
    while (!stop.get()) {
      LockSupport.park(this);
    }
  }

  @Test
  void processorTimeIsFoundWhereItIsSpent() throws Exception {
    run(Thread.ofPlatform().daemon(), this::burnsProcessorTime);
    Profile profile = take(ProfileKind.CPU);
    assertThat(under("burnsProcessorTime", profile)).isPositive();
    assertThat(FlameRows.of(profile))
        .anyMatch(row ->
            row.function().endsWith("─" + HERE + "burnsProcessorTime")
                && row.file().startsWith("io/minitidb/profile/RealProfilesTest.java:"));
  }

  @Test
  void virtualThreadsAreSeenOnTheProcessorToo() throws Exception {
    run(Thread.ofVirtual(), this::burnsProcessorTime);
    assertThat(under("burnsProcessorTime", take(ProfileKind.CPU))).isPositive();
  }

  @Test
  void allocationsNameTheStackAndTheClass() throws Exception {
    run(Thread.ofPlatform().daemon(), this::allocatesHeavily);
    Profile profile = take(ProfileKind.ALLOCS);
    assertThat(under("allocatesHeavily", profile)).isPositive();
    assertThat(profile.stacks().keySet())
        .anyMatch(stack ->
            stack.getLast().function().equals("long[]")
                && stack.get(stack.size() - 2).function().equals(HERE + "allocatesHeavily"));
    assertThat(sink).isNotNull();
  }

  @Test
  void contendedMonitorsAndLocksAreMutexes() throws Exception {
    for (int i = 0; i < 2; i++) {
      run(Thread.ofPlatform().daemon(), this::holdsTheMonitor);
      run(Thread.ofPlatform().daemon(), this::holdsTheLock);
      run(Thread.ofPlatform().daemon(), this::sleepsALittle);
    }
    Profile profile = take(ProfileKind.MUTEX);
    assertThat(under("holdsTheMonitor", profile)).isPositive();
    assertThat(under("holdsTheLock", profile)).isPositive();
    assertThat(under("sleepsALittle", profile)).isZero();
  }

  @Test
  void virtualThreadsWaitForLocksToo() throws Exception {
    for (int i = 0; i < 3; i++) {
      run(Thread.ofVirtual(), this::holdsTheLock);
    }
    // Each look finds two of the three waiting.
    assertThat(under("holdsTheLock", take(ProfileKind.MUTEX))).isPositive();
  }

  @Test
  void sleepingAndBeingParkedIsBlocking() throws Exception {
    run(Thread.ofPlatform().daemon(), this::sleepsALittle);
    run(Thread.ofVirtual(), this::isParkedForEver);
    Profile profile = take(ProfileKind.BLOCK);
    assertThat(under("sleepsALittle", profile)).isPositive();
    assertThat(under("isParkedForEver", profile)).isPositive();
  }

  @Test
  void aParkedVirtualThreadIsAmongTheThreads() throws Exception {
    run(Thread.ofVirtual().name("parked for the test"), this::isParkedForEver);
    Thread parked = threads.getFirst();
    Awaitility.await().until(() -> parked.getState() == Thread.State.WAITING);
    List<Snapshot> found = new ArrayList<>();
    ThreadDump.each(thread -> {
      if (thread.name().equals("parked for the test")) {
        found.add(thread);
      }
    });
    assertThat(found).hasSize(1);
    Snapshot thread = found.getFirst();
    assertThat(thread.id()).isEqualTo(parked.threadId());
    assertThat(thread.virtual()).isTrue();
    assertThat(thread.state()).isEqualTo("WAITING");
    assertThat(thread.blocker()).isEqualTo(RealProfilesTest.class.getName());
    assertThat(thread.frames())
        .anyMatch(frame ->
            frame.function().equals(HERE + "isParkedForEver")
                && frame.place().startsWith("io/minitidb/profile/RealProfilesTest.java:"));
    assertThat(under("isParkedForEver", take(ProfileKind.GOROUTINES))).isEqualTo(1);
  }

  /// Something that nobody else has on the heap.
  private static final class Ballast {
    private final byte[] bytes = new byte[16];
  }

  @Test
  void liveObjectsAreCountedByClass() throws Exception {
    Ballast[] ballast = new Ballast[1000];
    for (int i = 0; i < ballast.length; i++) {
      ballast[i] = new Ballast();
    }
    Profile profile = take(ProfileKind.MEMORY);
    Map<String, Long> own = new java.util.HashMap<>();
    profile
        .stacks()
        .forEach((stack, bytes) -> own.merge(stack.getLast().function(), bytes, Long::sum));
    assertThat(own.get(Ballast.class.getName())).isGreaterThanOrEqualTo(8L * ballast.length);
    assertThat(own.get("byte[]")).isGreaterThan(16L * ballast.length);
    assertThat(ballast[0].bytes).hasSize(16);
  }
}
