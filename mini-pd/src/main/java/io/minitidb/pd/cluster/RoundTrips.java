package io.minitidb.pd.cluster;

import io.minitidb.node.HostPort;
import io.minitidb.pd.etcd.MetaException;
import io.minitidb.pd.etcd.MetaStore;
import io.minitidb.pd.etcd.MetaStore.Entry;
import io.minitidb.pd.model.PdMember;
import io.minitidb.pd.model.Store;
import io.minitidb.pd.wire.Messages;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Measures in the background how far the other nodes are: the time that opening a TCP connection
/// takes, which is one round trip and needs no privilege. Readers get the latest measurement. A
/// node that cannot be reached is not listed.
public final class RoundTrips implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RoundTrips.class);
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(1);
  private static final JsonMapper JSON = new JsonMapper();

  private final LocalMember member;
  private final HostPort self;
  private final Thread thread;
  private volatile Map<String, Duration> latest = Map.of();

  /// @param self the advertised address of this member, which is no target
  public RoundTrips(LocalMember member, HostPort self, Duration interval) {
    this.member = member;
    this.self = self;
    this.thread = Thread.ofVirtual().name("pd-latency").start(() -> run(interval));
  }

  /// Returns target (host:port) to round trip, in the order of the targets.
  public Map<String, Duration> latest() {
    return latest;
  }

  private void run(Duration interval) {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        latest = measure(targets());
        Thread.sleep(interval);
      } catch (MetaException e) {
        log.debug("finding the nodes to measure failed: {}", e.getMessage());
        if (!pause(interval)) {
          return;
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        log.warn("measuring round trips failed", e);
        if (!pause(interval)) {
          return;
        }
      }
    }
  }

  private static boolean pause(Duration interval) {
    try {
      Thread.sleep(interval);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private static Map<String, Duration> measure(Set<HostPort> targets) {
    Map<String, Duration> measured = new ConcurrentSkipListMap<>();
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      for (HostPort target : targets) {
        each.execute(() -> connect(target, measured));
      }
    }
    return measured;
  }

  private static void connect(HostPort target, Map<String, Duration> measured) {
    try (Socket socket = new Socket()) {
      long start = System.nanoTime();
      socket.connect(target.socketAddress(), (int) CONNECT_LIMIT.toMillis());
      measured.put(target.toString(), Duration.ofNanos(System.nanoTime() - start));
    } catch (IOException e) {
      log.debug("{} cannot be reached: {}", target, e.getMessage());
    }
  }

  /// Members, stores and mini-tidbs, from what the local etcd has.
  private Set<HostPort> targets() {
    Set<HostPort> targets = new LinkedHashSet<>();
    LocalMember.Started started = member.started().orElse(null);
    if (started == null) {
      return targets;
    }
    MetaStore store = started.store().within(CONNECT_LIMIT);
    for (PdMember other : started.members().view().members()) {
      other.clientUrls().forEach(url -> targets.add(HostPort.ofUrl(url)));
    }
    for (Entry entry : store.localList(started.keys().stores())) {
      Store node = Messages.parseStore(entry.value());
      if (node.state() != Store.State.TOMBSTONE) {
        targets.add(HostPort.parse(node.address()));
      }
    }
    for (Entry entry : store.localList(PdKeys.TIDB_SERVERS)) {
      tidb(entry.value().toStringUtf8()).forEach(targets::add);
    }
    targets.remove(self);
    return targets;
  }

  private static List<HostPort> tidb(String json) {
    try {
      JsonNode info = JSON.readTree(json);
      return List.of(new HostPort(info.path("ip").asString(""), info.path("status_port").asInt(0)));
    } catch (JacksonException | IllegalArgumentException e) {
      log.debug("not a mini-tidb's registration: {}", json);
      return List.of();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
