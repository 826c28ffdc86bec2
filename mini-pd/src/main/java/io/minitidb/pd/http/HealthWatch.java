package io.minitidb.pd.http;

import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.pd.cluster.Members;
import io.minitidb.pd.etcd.MetaException;
import io.minitidb.pd.model.PdMember;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks all members for a sign of life every few seconds, so that whoever wants to know who lives
/// does not wait for the dead.
public final class HealthWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HealthWatch.class);
  private static final Duration PERIOD = Duration.ofSeconds(5);

  private final LocalMember member;
  private final PeerHttp peers;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("pd-health").factory());
  private volatile Map<String, Boolean> latest = Map.of();

  public HealthWatch(LocalMember member, PeerHttp peers) {
    this.member = member;
    this.peers = peers;
    clock.scheduleWithFixedDelay(this::look, 1, PERIOD.toSeconds(), TimeUnit.SECONDS);
  }

  /// Returns by name which member answered last; empty before the first look.
  public Map<String, Boolean> latest() {
    return latest;
  }

  private void look() {
    try {
      member.started().ifPresent(started -> latest = ask(members(started).members()));
    } catch (RuntimeException e) {
      log.warn("looking for the members' health failed", e);
    }
  }

  private static Members.View members(LocalMember.Started started) {
    try {
      return started.members().recentView();
    } catch (MetaException e) {
      return started.members().latestView();
    }
  }

  private Map<String, Boolean> ask(List<PdMember> members) {
    Map<String, Boolean> found = new HashMap<>();
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<String, Future<Boolean>> asked = new HashMap<>();
      members.forEach(m -> asked.put(m.name(), each.submit(() -> peers.ping(m.clientUrls()))));
      for (Map.Entry<String, Future<Boolean>> one : asked.entrySet()) {
        found.put(one.getKey(), answer(one.getValue()));
      }
    }
    return Map.copyOf(found);
  }

  private static boolean answer(Future<Boolean> ping) {
    try {
      return ping.get();
    } catch (ExecutionException e) {
      log.debug("a ping failed", e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
