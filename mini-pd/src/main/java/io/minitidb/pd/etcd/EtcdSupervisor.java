package io.minitidb.pd.etcd;

import io.minitidb.node.HostPort;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps an etcd running: one that ends is started again on its data and its address, each time
/// after a longer pause as long as none stays. Where another start cannot help, it gives up and
/// says why.
public final class EtcdSupervisor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EtcdSupervisor.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /// An etcd that has run for so long was all right.
  private static final Duration STEADY = Duration.ofSeconds(30);

  /// Exit codes from here on are signals.
  private static final int SIGNALLED = 128;

  private final EtcdBinary binary;
  private final EtcdOptions options;
  private final HostPort address;
  private final Optional<EtcdTls> tls;
  private final Consumer<String> onEnd;
  private final CompletableFuture<String> givenUp = new CompletableFuture<>();
  private final Thread thread = Thread.ofPlatform().daemon().name("pd-etcd").unstarted(this::run);
  private volatile EtcdProcess process;
  private volatile boolean served;
  private volatile boolean closed;

  private EtcdSupervisor(
      EtcdBinary binary,
      EtcdOptions options,
      HostPort address,
      Optional<EtcdTls> tls,
      Consumer<String> onEnd)
      throws IOException {
    this.binary = binary;
    this.options = options;
    this.tls = tls;
    this.address = address;
    this.onEnd = onEnd;
    this.process = EtcdProcess.start(binary, options, address, tls);
  }

  /// Starts etcd for the first time and does not wait until it serves.
  ///
  /// @param onEnd told at once when an etcd has ended by itself, and why; must not block
  public static EtcdSupervisor start(
      EtcdBinary binary, EtcdOptions options, Optional<EtcdTls> tls, Consumer<String> onEnd)
      throws IOException {
    EtcdSupervisor supervisor =
        new EtcdSupervisor(binary, options, EtcdProcess.freeAddress(), tls, onEnd);
    supervisor.thread.start();
    return supervisor;
  }

  /// Returns where every etcd that is started here serves its clients.
  public HostPort address() {
    return address;
  }

  public boolean alive() {
    return process.alive();
  }

  /// Returns the present etcd's own process id, once it is written down.
  public Optional<Long> pid() {
    return process.pid();
  }

  /// Completes with the reason, for people, when no further etcd will be started.
  public CompletableFuture<String> givenUp() {
    return givenUp;
  }

  /// Notes that an etcd has answered here: from now on one that ends is started again, whatever its
  /// exit code. One that refuses to run in the first place is told to whoever has started us.
  public void served() {
    served = true;
  }

  /// Returns the present etcd, which may have ended.
  public EtcdProcess present() {
    return process;
  }

  /// Waits for an etcd that came after `before`.
  public synchronized EtcdProcess after(EtcdProcess before) throws InterruptedException {
    while (process == before) {
      if (closed) {
        throw new InterruptedException("closed");
      }
      wait();
    }
    return process;
  }

  private void run() {
    int inARow = 0;
    try {
      while (true) {
        long began = System.nanoTime();
        int code = process.exited().join();
        if (closed) {
          return;
        }
        EtcdEnd end = EtcdEnd.of(code, process.output());
        String message = end.message(options.name());
        boolean refused = !served && inARow == 0 && code < SIGNALLED;
        if (end.terminal() || refused) {
          log.error(message);
          onEnd.accept(message);
          givenUp.complete(message);
          return;
        }
        inARow = System.nanoTime() - began > STEADY.toNanos() ? 1 : inARow + 1;
        log.error(message);
        again(end.headline(options.name()), inARow);
      }
    } catch (InterruptedException e) {
      log.debug("closed");
    }
  }

  /// Starts another one, or as many as it takes until one comes to run.
  private void again(String why, int inARow) throws InterruptedException {
    @Nullable String failure = why;
    for (int times = inARow; failure != null; times++) {
      Duration pause = pause(times);
      onEnd.accept(times == 1 ? failure : times + " times in a row: " + failure);
      log.error(
          "etcd is gone, for the time number {} in a row, and is started again in {} ms: {}",
          times,
          pause.toMillis(),
          failure);
      Thread.sleep(pause);
      failure = startNext();
    }
  }

  static Duration pause(int inARow) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(inARow - 1, 10));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  /// Returns why that did not work, null when it did.
  private synchronized @Nullable String startNext() throws InterruptedException {
    if (closed) {
      throw new InterruptedException("closed");
    }
    try {
      process = EtcdProcess.start(binary, options, address, tls);
      notifyAll();
      return null;
    } catch (IOException e) {
      return "etcd cannot be started: " + e.getMessage();
    }
  }

  /// Stops the present etcd and starts no other.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    thread.interrupt();
    process.close();
  }
}
