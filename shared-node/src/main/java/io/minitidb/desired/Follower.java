package io.minitidb.desired;

import io.minitidb.config.Configurable;
import io.minitidb.desired.DesiredStore.Snapshot;
import io.minitidb.etcd.EtcdException;
import io.minitidb.node.NodeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes one node run the desired state: when it starts, whenever the state changes, and every few
/// seconds, should a change have been missed. What the node did and no coordinator has written down
/// it writes down itself.
public final class Follower implements Supplier<Snapshot>, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Follower.class);
  private static final Duration TICK = Duration.ofSeconds(1);

  /// Ticks between looking for changes that were missed.
  private static final int RESYNC = 5;

  /// How long a coordinator has to write the node's outcome down.
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final DesiredStore store;
  private final NodeKind kind;
  private final String instance;
  private final Configurable node;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("desired-state").factory());
  private volatile Snapshot latest = Snapshot.NONE;
  // Of the clock's thread only.
  private @Nullable Owed owed;
  private List<Map<String, String>> lastValues = List.of();
  private boolean first = true;
  private int ticks;

  /// An outcome that may have to be written down.
  private record Owed(long revision, Instant since, Optional<String> failure, boolean written) {}

  /// @param instance the node's service address
  public Follower(DesiredStore store, NodeKind kind, String instance, Configurable node) {
    this.store = store;
    this.kind = kind;
    this.instance = instance;
    this.node = node;
  }

  /// Begins to follow. Returns when the node runs the present state; when etcd cannot be asked now,
  /// at once, and the node catches up later.
  public void start() {
    store.watch(entry -> submit(() -> run(DesiredStore.snapshot(entry))));
    try {
      clock.submit(this::resync).get(TICK.toMillis() * RESYNC, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.warn("the desired state is not known yet: {}", e.toString());
    }
    clock.scheduleWithFixedDelay(
        this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Returns the state as last seen; never waits.
  @Override
  public Snapshot get() {
    return latest;
  }

  private void submit(Runnable work) {
    try {
      clock.execute(() -> {
        try {
          work.run();
        } catch (RuntimeException e) {
          log.error("following the desired state failed", e);
        }
      });
    } catch (RejectedExecutionException e) {
      log.debug("closed");
    }
  }

  private void tick() {
    try {
      if (failing() || ++ticks % RESYNC == 0) {
        resync();
      }
      report();
    } catch (RuntimeException e) {
      log.error("following the desired state failed", e);
    }
  }

  private void resync() {
    try {
      run(store.read());
    } catch (EtcdException e) {
      log.debug(
          "the desired state of revision {} stays in use: {}", node.revision(), e.getMessage());
    }
  }

  private void run(Snapshot snapshot) {
    if (snapshot.entry().revision() < latest.entry().revision()) {
      return;
    }
    latest = snapshot;
    long revision = snapshot.state().revision();
    List<Map<String, String>> values = snapshot.state().layers(kind, instance);
    Configurable.Applied applied = node.apply(revision, snapshot.state().of(kind, instance));
    Optional<String> failure = applied.failure();
    boolean same = owed != null && owed.revision() == revision && owed.failure().equals(failure);
    boolean changes = first || !values.equals(lastValues) || failure.isPresent() || failing();
    if (revision > 0 && !same && changes) {
      owed = new Owed(revision, Instant.now(), failure, false);
      failure.ifPresent(why -> log.warn("cannot run revision {}: {}", revision, why));
    }
    if (failure.isEmpty()) {
      lastValues = values;
      first = false;
    }
  }

  /// Returns whether the node could not run what it was told last.
  private boolean failing() {
    return owed != null && owed.failure().isPresent();
  }

  private void report() {
    Owed outcome = owed;
    if (outcome == null
        || outcome.written()
        || Instant.now().isBefore(outcome.since().plus(PATIENCE))) {
      return;
    }
    try {
      if (outcome.failure().isPresent() || !store.knows(outcome.revision(), kind, instance)) {
        store.report(
            outcome.revision(),
            new NodeOutcome(kind, instance, outcome.since(), outcome.failure()));
      }
      owed = new Owed(outcome.revision(), outcome.since(), outcome.failure(), true);
    } catch (EtcdException e) {
      log.debug("the outcome of revision {} is written down later", outcome.revision());
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
