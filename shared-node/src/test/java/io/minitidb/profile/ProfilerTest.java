package io.minitidb.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.FlightRecorder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ProfilerTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final AtomicInteger taken = new AtomicInteger();
  private final CountDownLatch hold = new CountDownLatch(1);
  private final Profiler held =
      new Profiler((kind, length) -> {
        taken.incrementAndGet();
        hold.await();
        return new Profile.Builder(kind).build(length);
      });

  @Test
  void concurrentAskersShareOneRecordingOfAKindAndLength() throws Exception {
    try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Profile>> same = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        same.add(askers.submit(() -> held.take(ProfileKind.CPU, 5, MINUTE)));
      }
      Future<Profile> longer = askers.submit(() -> held.take(ProfileKind.CPU, 6, MINUTE));
      // Kinds that are there at once are the same, however many seconds somebody wrote.
      Future<Profile> heap = askers.submit(() -> held.take(ProfileKind.MEMORY, 5, MINUTE));
      Future<Profile> heapToo = askers.submit(() -> held.take(ProfileKind.MEMORY, 6, MINUTE));
      Awaitility.await().until(() -> taken.get() == 3 && held.askers() == 53);
      hold.countDown();
      Profile shared = same.getFirst().get();
      for (Future<Profile> each : same) {
        assertThat(each.get()).isSameAs(shared);
      }
      assertThat(longer.get()).isNotSameAs(shared);
      assertThat(heap.get()).isSameAs(heapToo.get());
    }
    assertThat(taken).hasValue(3);
    held.take(ProfileKind.CPU, 5, MINUTE);
    assertThat(taken).as("what is over is not given again").hasValue(4);
  }

  @Test
  void whoHasNoPatienceLeavesAndTheOthersGetTheProfile() throws Exception {
    try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Profile> patient = askers.submit(() -> held.take(ProfileKind.CPU, 5, MINUTE));
      assertThatThrownBy(() -> held.take(ProfileKind.CPU, 5, Duration.ofMillis(1)))
          .isInstanceOf(TimeoutException.class);
      hold.countDown();
      assertThat(patient.get().kind()).isEqualTo(ProfileKind.CPU);
    }
  }

  @Test
  void whenNobodyWaitsAnyMoreTheRecordingEnds() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    Profiler abandoned =
        new Profiler((kind, length) -> {
          taken.incrementAndGet();
          try {
            hold.await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
          return new Profile.Builder(kind).build(length);
        });
    Profiler.Pending one = abandoned.start(ProfileKind.CPU, 5);
    Profiler.Pending two = abandoned.start(ProfileKind.CPU, 5);
    one.close();
    one.close();
    assertThat(abandoned.askers()).isEqualTo(1);
    two.close();
    assertThat(interrupted.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(abandoned.askers()).isZero();
    hold.countDown();
    assertThat(abandoned.take(ProfileKind.CPU, 5, MINUTE).total()).isZero();
    assertThat(taken).hasValue(2);
  }

  @Test
  void aFailureIsToldToAllAndForgotten() throws Exception {
    Profiler broken =
        new Profiler((kind, length) -> {
          if (taken.incrementAndGet() == 1) {
            throw new IOException("no space left");
          }
          return new Profile.Builder(kind).build(length);
        });
    assertThatThrownBy(() -> broken.take(ProfileKind.ALLOCS, 1, MINUTE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no allocs profile: java.io.IOException: no space left");
    assertThat(broken.take(ProfileKind.ALLOCS, 1, MINUTE).total()).isZero();
  }

  @Test
  void onlySoManyAreTakenAtATimeHoweverManyShareThem() {
    List<Profiler.Pending> pending = new ArrayList<>();
    for (int seconds = 1; seconds <= Profiler.MOST; seconds++) {
      pending.add(held.start(ProfileKind.CPU, seconds));
    }
    pending.add(held.start(ProfileKind.CPU, 1));
    assertThatThrownBy(() -> held.start(ProfileKind.ALLOCS, 1))
        .isInstanceOf(Profiler.BusyException.class)
        .hasMessageStartingWith("8 profiles are being taken already");
    pending.forEach(Profiler.Pending::close);
    held.start(ProfileKind.ALLOCS, 1).close();
  }

  @Test
  void secondsAreBounded() {
    for (int seconds : new int[] {0, -1, 61}) {
      assertThatThrownBy(() -> held.take(ProfileKind.CPU, seconds, MINUTE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a profile takes 1 to 60 seconds, not " + seconds);
    }
  }

  @Test
  void nothingRecordsWhenTheProfileIsThere() throws Exception {
    Profiler.ofThisProcess().take(ProfileKind.CPU, 1, MINUTE);
    assertThat(FlightRecorder.getFlightRecorder().getRecordings()).isEmpty();
  }
}
