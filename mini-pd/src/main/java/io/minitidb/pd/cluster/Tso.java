package io.minitidb.pd.cluster;

import com.google.protobuf.ByteString;
import io.minitidb.pd.etcd.MetaException;
import io.minitidb.pd.etcd.MetaStore.Entry;
import io.minitidb.pd.etcd.MetaStore.Guard;
import io.minitidb.pd.etcd.MetaStore.Write;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The timestamp oracle: strictly increasing over all terms. A timestamp is a physical part in
/// milliseconds and a logical part below 2^18. An upper bound of the physical part lies in etcd
/// ahead of use; the next leader starts behind it.
public final class Tso implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Tso.class);
  private static final long LOGICAL_LIMIT = 1L << 18;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final int OVERFLOW_TRIES = 10;
  private static final int MOST_WAITING = 10_000;
  private static final Duration MOST_AT_ONCE = Duration.ofMillis(50);

  /// A timestamp; `physical << 18 | logical` is its number.
  public record Timestamp(long physical, long logical) {}

  private static final Timestamp NONE = new Timestamp(0, 0);

  /// Somebody for whom no number was free yet; only the timer's thread changes it.
  private static final class Waiter {
    final int count;
    final CompletableFuture<Timestamp> answer;
    int tries = 1;

    Waiter(int count, CompletableFuture<Timestamp> answer) {
      this.count = count;
      this.answer = answer;
    }
  }

  private final Fence fence;
  private final LongSupplier millis;
  private final Supplier<Duration> window;
  private final Supplier<Duration> interval;
  private final Runnable onLoss;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("pd-tso").factory());
  private final Object saving = new Object();

  private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();

  private Optional<ByteString> stored;
  private long physical;
  private long logical;
  private volatile long saved;

  /// By the monotonic clock; of the timer's thread.
  private long advanced;

  /// Loads the bound of the terms before and reserves its own.
  ///
  /// @param millis the wall clock; when it goes back, timestamps do not
  /// @param onLoss called when the bound cannot be saved: the term must end
  /// @param window how far ahead the bound is reserved, as it is at the time of each reservation
  /// @param interval how often the clock is followed; a change holds within [#MOST_AT_ONCE]
  Tso(
      Fence fence,
      LongSupplier millis,
      Supplier<Duration> window,
      Supplier<Duration> interval,
      Runnable onLoss) {
    this.fence = fence;
    this.millis = millis;
    this.window = window;
    this.interval = interval;
    this.onLoss = onLoss;
    stored = fence.store().get(fence.keys().timestamp()).map(Entry::value);
    long bound = stored.map(value -> U64.parse(value) / NANOS_PER_MILLI).orElse(0L);
    physical = Math.max(millis.getAsLong(), bound + 1);
    save(physical + window.get().toMillis());
    advanced = System.nanoTime();
    tickLater();
  }

  /// Gives the last of `count` timestamps with consecutive logical parts; never blocks. It is there
  /// at once, unless a millisecond's numbers are used up and no later one is reserved. Fails with
  /// an [IllegalStateException] when the term is over or no number becomes free.
  ///
  /// @throws IllegalArgumentException when `count` is not between 1 and 2^18 - 1
  public CompletableFuture<Timestamp> next(int count) {
    if (count < 1 || count >= LOGICAL_LIMIT) {
      throw new IllegalArgumentException(
          "tso count should be positive and below "
              + LOGICAL_LIMIT
              + ", not "
              + Integer.toUnsignedString(count));
    }
    Timestamp taken = take(count);
    CompletableFuture<Timestamp> answer = new CompletableFuture<>();
    if (taken.physical() > 0) {
      give(taken, answer);
    } else if (waiting.size() >= MOST_WAITING) {
      answer.completeExceptionally(
          new IllegalStateException(
              "generate timestamp failed, " + MOST_WAITING + " requests wait already"));
    } else {
      Waiter waiter = new Waiter(count, answer);
      waiting.add(waiter);
      retryLater(waiter);
    }
    return answer;
  }

  /// Gives a timestamp that was taken, only while nobody else can lead: checked after taking.
  private void give(Timestamp taken, CompletableFuture<Timestamp> answer) {
    if (fence.valid()) {
      answer.complete(taken);
    } else {
      giveUp(answer);
    }
  }

  private static void giveUp(CompletableFuture<Timestamp> answer) {
    answer.completeExceptionally(
        new IllegalStateException(
            "generate timestamp failed, the tso is not available or this member is not the"
                + " leader"));
  }

  private void retryLater(Waiter waiter) {
    try {
      timer.schedule(() -> retry(waiter), interval.get().toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      waiting.remove(waiter);
      giveUp(waiter.answer);
    }
  }

  private void retry(Waiter waiter) {
    Timestamp taken = take(waiter.count);
    waiter.tries++;
    if (taken.physical() == 0 && waiter.tries < OVERFLOW_TRIES) {
      retryLater(waiter);
      return;
    }
    waiting.remove(waiter);
    if (taken.physical() > 0) {
      give(taken, waiter.answer);
    } else {
      giveUp(waiter.answer);
    }
  }

  /// Returns the physical part of the latest timestamp.
  public synchronized long physical() {
    return physical;
  }

  private synchronized Timestamp take(int count) {
    if (logical + count >= LOGICAL_LIMIT) {
      if (physical + 1 >= saved) {
        return NONE;
      }
      physical++;
      logical = 0;
    }
    logical += count;
    return new Timestamp(physical, logical);
  }

  private void tickLater() {
    Duration wait = interval.get();
    long nanos = Math.min(wait.toNanos(), MOST_AT_ONCE.toNanos());
    timer.schedule(this::tick, nanos, TimeUnit.NANOSECONDS);
  }

  private void tick() {
    try {
      if (System.nanoTime() - advanced >= interval.get().toNanos()) {
        advanced = System.nanoTime();
        advance();
      }
      tickLater();
    } catch (MetaException | FencedException e) {
      log.warn("saving the bound of timestamps failed, giving up leadership: {}", e.getMessage());
      timer.shutdown();
      onLoss.run();
    }
  }

  /// Follows the wall clock; first extends the bound when the new time would come too close to it.
  private void advance() {
    synchronized (saving) {
      long next;
      synchronized (this) {
        long now = millis.getAsLong();
        if (now > physical + 1) {
          next = now;
        } else if (logical > LOGICAL_LIMIT / 2) {
          next = physical + 1;
        } else {
          return;
        }
      }
      if (saved - next <= 1) {
        save(next + window.get().toMillis());
      }
      synchronized (this) {
        if (next > physical) {
          physical = next;
          logical = 0;
        }
      }
    }
  }

  /// Guarded also by the value that is there: a save of an earlier term of this same member, whose
  /// fence is the same, may still be under way and must not lower the bound. A save whose outcome
  /// is unknown thus ends the term at the next one.
  private void save(long bound) {
    String key = fence.keys().timestamp();
    ByteString value = U64.bytes(bound * NANOS_PER_MILLI);
    Guard unchanged =
        stored.isPresent() ? new Guard.ValueIs(key, stored.get()) : new Guard.Absent(key);
    fence.commit(List.of(unchanged), List.of(new Write.Put(key, value)));
    stored = Optional.of(value);
    saved = bound;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    waiting.forEach(waiter -> giveUp(waiter.answer));
  }
}
