package io.minitidb.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PulseTest {
  private static final Duration SOON = Duration.ofMillis(1);
  private static final Duration NEVER = Duration.ofDays(365);

  private final AtomicInteger turns = new AtomicInteger();

  @Test
  void theFirstTurnHasATimeOfItsOwn() {
    try (Pulse pulse = new Pulse("test", Duration.ZERO, NEVER, turns::incrementAndGet)) {
      await().until(() -> turns.get() == 1);
      pulse.every(SOON);
      await().until(() -> turns.get() >= 3);
    }
  }

  @Test
  void aShorterIntervalHoldsAtOnce() {
    try (Pulse pulse = new Pulse("test", NEVER, NEVER, turns::incrementAndGet)) {
      pulse.every(SOON);
      await().until(() -> turns.get() >= 3);
    }
  }

  @Test
  void anIntervalThatIsSetDuringATurnHoldsAfterIt() {
    Semaphore entered = new Semaphore(0);
    Semaphore leave = new Semaphore(0);
    Runnable work =
        () -> {
          entered.release();
          leave.acquireUninterruptibly();
          turns.incrementAndGet();
        };
    try (Pulse pulse = new Pulse("test", Duration.ZERO, SOON, work)) {
      entered.acquireUninterruptibly();
      pulse.every(NEVER);
      leave.release(100);
      await().until(() -> turns.get() == 1);
      pulse.every(SOON);
      await().until(() -> turns.get() >= 3);
    }
  }

  @Test
  void aTurnThatIsWantedNowDoesNotWaitForTheInterval() {
    try (Pulse pulse = new Pulse("test", NEVER, NEVER, turns::incrementAndGet)) {
      pulse.now();
      await().until(() -> turns.get() == 1);
    }
  }

  @Test
  void whatIsWantedDuringATurnIsDoneBehindIt() {
    Semaphore entered = new Semaphore(0);
    Semaphore leave = new Semaphore(0);
    Runnable work =
        () -> {
          entered.release();
          leave.acquireUninterruptibly();
          turns.incrementAndGet();
        };
    try (Pulse pulse = new Pulse("test", Duration.ZERO, NEVER, work)) {
      entered.acquireUninterruptibly();
      pulse.now();
      leave.release(100);
      await().until(() -> turns.get() == 2);
    }
  }

  @Test
  void theWorkIsNeverDoneTwiceAtATime() {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Runnable work =
        () -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          turns.incrementAndGet();
          inside.decrementAndGet();
        };
    try (Pulse pulse = new Pulse("test", Duration.ZERO, NEVER, work)) {
      for (int i = 0; i < 1000; i++) {
        pulse.every(Duration.ofNanos(1 + i % 7));
      }
      await().until(() -> turns.get() >= 100);
    }
    assertThat(most).hasValue(1);
  }

  @Test
  void afterItsEndNothingIsDone() {
    CountDownLatch started = new CountDownLatch(1);
    Pulse pulse =
        new Pulse(
            "test",
            Duration.ZERO,
            SOON,
            () -> {
              turns.incrementAndGet();
              started.countDown();
            });
    await().until(() -> started.getCount() == 0);
    assertThat(pulse.close(Duration.ofMinutes(1))).isTrue();
    int done = turns.get();
    pulse.every(SOON);
    assertThat(turns).hasValue(done);
  }
}
