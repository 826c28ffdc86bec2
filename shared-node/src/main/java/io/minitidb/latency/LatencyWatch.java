package io.minitidb.latency;

import io.minitidb.memtable.NetworkLatency;
import io.minitidb.tls.Security;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Measures the round trip to every peer, again and again. One thread starts the calls; answers are
/// timed where they arrive. Readers never wait.
public final class LatencyWatch implements NetworkLatency, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LatencyWatch.class);

  /// So many calls are under way at most.
  private static final int AT_ONCE = 64;

  private final Supplier<List<Peer>> peers;
  private final Security security;
  private final Semaphore free = new Semaphore(AT_ONCE);
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("latency").factory());
  private volatile Map<Peer, Line> lines = Map.of();
  private ScheduledFuture<?> rounds;

  /// @param peers the other nodes, as known now
  public LatencyWatch(Supplier<List<Peer>> peers, Duration interval) {
    this(peers, interval, Security.NONE);
  }

  /// As [#LatencyWatch(Supplier, Duration)], with this node's certificate when it has one.
  public LatencyWatch(Supplier<List<Peer>> peers, Duration interval, Security security) {
    this.peers = peers;
    this.security = security;
    this.rounds = rounds(interval);
  }

  /// Measures once now, and from then on so often.
  public synchronized void every(Duration interval) {
    rounds.cancel(false);
    rounds = rounds(interval);
  }

  private ScheduledFuture<?> rounds(Duration interval) {
    return clock.scheduleWithFixedDelay(
        this::round, 0, Math.max(1, interval.toMillis()), TimeUnit.MILLISECONDS);
  }

  @Override
  public List<Target> targets() {
    long now = System.nanoTime();
    return lines.values().stream()
        .map(line -> new Target(line.peer().instance(), line.window().summary(now)))
        .toList();
  }

  private void round() {
    try {
      for (Line line : follow(peers.get())) {
        free.acquire();
        line.measure(free::release);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.warn("measuring round trips failed", e);
    }
  }

  /// Returns a line to each peer, in their order; lines to nodes that are gone are closed.
  private List<Line> follow(List<Peer> wanted) {
    Map<Peer, Line> known = lines;
    Map<Peer, Line> next = new LinkedHashMap<>();
    for (Peer peer : wanted) {
      Line line = known.get(peer);
      next.put(peer, line == null ? new Line(peer, security) : line);
    }
    lines = next;
    known.forEach((peer, line) -> {
      if (!next.containsKey(peer)) {
        line.close();
      }
    });
    return List.copyOf(next.values());
  }

  @Override
  public void close() {
    clock.shutdownNow();
    lines.values().forEach(Line::close);
  }
}
