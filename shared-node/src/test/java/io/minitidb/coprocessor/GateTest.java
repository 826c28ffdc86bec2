package io.minitidb.coprocessor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class GateTest {
  private final Gate gate = new Gate();
  private final List<String> order = new CopyOnWriteArrayList<>();

  private static long in(Duration time) {
    return System.nanoTime() + time.toNanos();
  }

  private static long soon() {
    return in(Duration.ofMillis(1));
  }

  private static long later() {
    return in(Duration.ofMinutes(5));
  }

  /// Starts someone who notes when he is let in, and returns when he waits.
  private Thread waiter(String name) {
    return waiting(
        Thread.startVirtualThread(() -> {
          gate.enter(later());
          order.add(name);
        }));
  }

  private static Thread waiting(Thread thread) {
    await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    return thread;
  }

  @Test
  void whoFindsNoPlaceInTimeIsTurnedAway() {
    gate.resize(1, 10);
    gate.enter(soon());
    assertThatThrownBy(() -> gate.enter(soon()))
        .isInstanceOf(RefusedException.class)
        .hasMessage(
            "busy: 1 requests are at work (coprocessor.max-concurrency), 1 wait, "
                + "the deadline passed in the line");
    gate.leave();
    gate.enter(soon());
  }

  @Test
  void aFullLineTakesNobodyMore() throws InterruptedException {
    gate.resize(1, 1);
    gate.enter(soon());
    Thread waiter = waiter("a");
    assertThatThrownBy(() -> gate.enter(later()))
        .hasMessageContaining("1 wait, no more may wait (coprocessor.max-waiting)");
    gate.leave();
    waiter.join();
    assertThat(order).containsExactly("a");
  }

  @Test
  void firstComeFirstServedButForThoseWhoWereInBefore() throws InterruptedException {
    gate.resize(1, 10);
    gate.enter(soon());
    Thread a = waiter("a");
    Thread b = waiter("b");
    Thread back =
        waiting(
            Thread.startVirtualThread(() -> {
              gate.reenter(later());
              order.add("back");
            }));
    for (Thread next : List.of(back, a, b)) {
      gate.leave();
      next.join();
    }
    assertThat(order).containsExactly("back", "a", "b");
  }

  @Test
  void moreRoomLetsThoseInWhoWait() throws InterruptedException {
    gate.resize(0, 10);
    Thread a = waiter("a");
    Thread b = waiter("b");
    gate.resize(2, 10);
    a.join();
    b.join();
    assertThat(order).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void whoIsInterruptedLeavesTheLine() throws InterruptedException {
    gate.resize(0, 1);
    List<String> refusals = new CopyOnWriteArrayList<>();
    Thread impatient =
        waiting(
            Thread.startVirtualThread(() -> {
              try {
                gate.enter(later());
              } catch (RefusedException e) {
                refusals.add(String.valueOf(e.getMessage()));
              }
            }));
    impatient.interrupt();
    impatient.join();
    assertThat(refusals).containsExactly("interrupted while waiting for its turn");
    waiter("next"); // the line has room again
    gate.resize(1, 1);
    await().until(() -> order.contains("next"));
  }

  @Test
  void neverMoreThanThePlacesAndNobodyIsForgotten() throws InterruptedException {
    long seed = System.nanoTime();
    System.err.println("seed " + seed);
    RandomGenerator random = new SplittableRandom(seed);
    gate.resize(3, 1000);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Thread> threads =
        IntStream.range(0, 200)
            .mapToObj(i -> {
              long pause = random.nextLong(100_000);
              boolean again = random.nextBoolean();
              return Thread.startVirtualThread(() -> {
                gate.enter(later());
                work(inside, most, pause);
                gate.leave();
                if (again) {
                  gate.reenter(later());
                  work(inside, most, pause);
                  gate.leave();
                }
              });
            })
            .toList();
    for (Thread thread : threads) {
      assertThat(thread.join(Duration.ofMinutes(1))).isTrue();
    }
    assertThat(most.get()).isBetween(1, 3);
    gate.resize(1, 0);
    gate.enter(soon()); // all places were given back
  }

  private static void work(AtomicInteger inside, AtomicInteger most, long pause) {
    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
    LockSupport.parkNanos(pause);
    inside.decrementAndGet();
  }
}
