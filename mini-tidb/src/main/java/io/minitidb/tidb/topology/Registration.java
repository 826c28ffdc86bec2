package io.minitidb.tidb.topology;

import io.minitidb.etcd.Etcd;
import io.minitidb.etcd.EtcdException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps this mini-tidb known in etcd, under the leases that TiDB has, so that a dead one vanishes
/// by itself: from the servers after 90 s, from the topology after 45 s.
final class Registration implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Registration.class);
  private static final Duration SERVER_TTL = Duration.ofSeconds(90);
  private static final Duration TOPOLOGY_TTL = Duration.ofSeconds(45);
  private static final Duration RENEWAL = Duration.ofSeconds(15);
  private static final int RENEWALS_PER_REWRITE = 2;
  private static final int LOGICAL_BITS = 18;
  private static final Duration SERVER_ID_TTL = Duration.ofHours(12);
  private static final String SERVER_IDS = "/tidb/server_id/";
  private static final int MAX_SERVER_ID = 2047;

  private final Etcd etcd;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("registration").factory());
  private long serverLease;
  private long topologyLease;
  private int renewals;
  private long serverIdLease;

  Registration(Etcd etcd) {
    this.etcd = etcd;
  }

  /// Returns the server id of the mini-tidb at `address`: the one that it had, if it was here
  /// within twelve hours, else a free one.
  long serverId(String address) {
    serverIdLease = etcd.grant(SERVER_ID_TTL);
    Map<String, String> taken = etcd.range(SERVER_IDS);
    for (Map.Entry<String, String> entry : taken.entrySet()) {
      if (entry.getValue().equals(address)) {
        etcd.put(entry.getKey(), address, serverIdLease);
        return Long.parseLong(entry.getKey().substring(SERVER_IDS.length()));
      }
    }
    for (long id = 1; id <= MAX_SERVER_ID; id++) {
      if (!taken.containsKey(SERVER_IDS + id)
          && etcd.create(SERVER_IDS + id, address, serverIdLease)) {
        return id;
      }
    }
    throw new EtcdException("all " + MAX_SERVER_ID + " server ids are taken", null);
  }

  /// Writes the entries and keeps them alive; writes them anew when etcd has lost them.
  void announce(ServerEntry entry) {
    write(entry);
    long period = RENEWAL.toMillis();
    clock.scheduleWithFixedDelay(() -> keepAlive(entry), period, period, TimeUnit.MILLISECONDS);
  }

  private void write(ServerEntry entry) {
    serverLease = etcd.grant(SERVER_TTL);
    topologyLease = etcd.grant(TOPOLOGY_TTL);
    etcd.put(entry.key(), entry.toJson(), serverLease);
    etcd.put(topology(entry) + "/info", entry.toTopologyJson(), topologyLease);
    rewrite(entry);
  }

  /// Writes what says by its value that this mini-tidb lives. The oldest timestamp that it may
  /// still read by is that of this moment: system tables have no earlier version.
  private void rewrite(ServerEntry entry) {
    Instant now = Instant.now();
    long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    long timestamp = now.toEpochMilli() << LOGICAL_BITS;
    etcd.put(entry.minStartTsKey(), Long.toString(timestamp), serverLease);
    etcd.put(topology(entry) + "/ttl", Long.toString(nanos), topologyLease);
  }

  private static String topology(ServerEntry entry) {
    return "/topology/tidb/" + entry.info().address();
  }

  private void keepAlive(ServerEntry entry) {
    try {
      etcd.keepAlive(serverLease);
      etcd.keepAlive(topologyLease);
      etcd.keepAlive(serverIdLease);
      renewals++;
      if (renewals % RENEWALS_PER_REWRITE == 0) {
        rewrite(entry);
      }
    } catch (EtcdException e) {
      log.warn("keeping the registration alive failed, writing it anew: {}", e.getMessage());
      try {
        write(entry);
      } catch (EtcdException again) {
        log.warn(
            "registering failed, next try in {} s: {}", RENEWAL.toSeconds(), again.getMessage());
      }
    }
  }

  /// Leaves at once, so that nobody asks a mini-tidb that has stopped. Who never announced himself
  /// does not wait for an etcd that may not be there.
  @Override
  public void close() {
    clock.shutdownNow();
    if (topologyLease == 0) {
      return;
    }
    try {
      etcd.revoke(serverLease);
      etcd.revoke(topologyLease);
    } catch (EtcdException e) {
      log.warn("signing off failed, the entry ends by itself: {}", e.getMessage());
    }
  }
}
