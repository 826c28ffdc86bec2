package io.minitidb.history;

import io.minitidb.pdclient.Store;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends one copy of a node's ticks to the store that is to have it, on a thread of its own. What
/// could not be sent waits, for that store or for the one that takes its place; when too much
/// waits, the oldest ticks are lost.
final class CopySender implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CopySender.class);
  private static final int MOST_WAITING = 120;
  private static final long MOST_BYTES = 8 << 20;
  private static final int MOST_AT_ONCE = 60;
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Deque<io.minitidb.proto.history.Tick> waiting = new ArrayDeque<>();
  private final Supplier<Optional<Store>> target;
  private final BooleanSupplier needless;
  private final Call call;
  private final Thread thread;
  private long bytes;
  private long lost;
  private boolean closed;

  /// Sends ticks to a store and returns when it has them.
  @FunctionalInterface
  interface Call {
    /// @return whether the store has them
    boolean send(Store store, List<io.minitidb.proto.history.Tick> ticks);
  }

  /// @param target whom to send to now, empty while there is nobody
  /// @param needless whether the cluster has too few stores for this copy
  CopySender(String name, Supplier<Optional<Store>> target, BooleanSupplier needless, Call call) {
    this.target = target;
    this.needless = needless;
    this.call = call;
    this.thread = Thread.ofVirtual().name(name).start(this::run);
  }

  synchronized void offer(io.minitidb.proto.history.Tick tick) {
    waiting.addLast(tick);
    bytes += tick.getSerializedSize();
    while (waiting.size() > MOST_WAITING || bytes > MOST_BYTES) {
      bytes -= waiting.removeFirst().getSerializedSize();
      if (lost++ == 0) {
        log.warn(
            "a copy of the history of this node finds no store; its oldest ticks are left out");
      }
    }
    notifyAll();
  }

  private void run() {
    try {
      while (true) {
        List<io.minitidb.proto.history.Tick> ticks = await();
        Optional<Store> store = target.get();
        if (store.isPresent() ? call.send(store.get(), ticks) : needless.getAsBoolean()) {
          sent(ticks);
        } else {
          TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
      }
    } catch (InterruptedException closing) {
      // nothing waits for it
    }
  }

  private synchronized List<io.minitidb.proto.history.Tick> await() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    if (closed) {
      throw new InterruptedException();
    }
    List<io.minitidb.proto.history.Tick> ticks = new ArrayList<>();
    for (io.minitidb.proto.history.Tick tick : waiting) {
      if (ticks.size() == MOST_AT_ONCE) {
        break;
      }
      ticks.add(tick);
    }
    return ticks;
  }

  @SuppressWarnings("ReferenceEquality") // meanwhile the oldest may have been lost
  private synchronized void sent(List<io.minitidb.proto.history.Tick> ticks) {
    for (io.minitidb.proto.history.Tick tick : ticks) {
      if (waiting.peekFirst() == tick) {
        waiting.removeFirst();
        bytes -= tick.getSerializedSize();
      }
    }
    if (lost > 0) {
      log.info("the copy of the history is taken again; {} ticks are not in it", lost);
      lost = 0;
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    thread.interrupt();
  }
}
