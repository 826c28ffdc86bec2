package io.minitidb.pd.cluster;

import io.minitidb.pd.etcd.EtcdEndpoint;
import io.minitidb.pd.etcd.MetaException;
import io.minitidb.pd.etcd.MetaStore;
import io.minitidb.pd.etcd.MetaStore.Entry;
import io.minitidb.pd.etcd.MetaStore.EtcdMember;
import io.minitidb.pd.model.PdMember;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves etcd's leadership between the members: whoever has it runs for the leader key. Only the
/// etcd that leads does it, so a member that wants it asks that one, behind its client URL.
final class EtcdLeadership {
  private static final Logger log = LoggerFactory.getLogger(EtcdLeadership.class);
  private static final Duration MOVE_LIMIT = Duration.ofSeconds(5);

  private final MetaStore store;
  private final PdKeys keys;
  private final PdMember self;
  private final AtomicBoolean taking = new AtomicBoolean();

  EtcdLeadership(MetaStore store, PdKeys keys, PdMember self) {
    this.store = store;
    this.keys = keys;
    this.self = self;
  }

  /// Gives our own etcd's leadership to another member.
  ///
  /// @param to its name, or empty for any
  /// @return false when this member is the only one
  /// @throws IllegalArgumentException when there is no such member
  boolean give(Optional<String> to) {
    List<EtcdMember> members = store.members();
    List<EtcdMember> others =
        members.stream()
            .filter(
                m -> m.id() != self.id() && to.map(m.name()::equals).orElse(!m.name().isEmpty()))
            .toList();
    if (others.isEmpty()) {
      if (members.size() == 1 && to.isEmpty()) {
        return false;
      }
      throw new IllegalArgumentException("no valid pd to transfer etcd leader");
    }
    store.within(MOVE_LIMIT).moveLeader(others.get(new Random().nextInt(others.size())).id());
    return true;
  }

  /// Takes etcd's leadership from `leader`, who holds it now; one try at a time, behind the
  /// caller's back, because the other one may not answer.
  void take(long leader, String why) {
    if (taking.compareAndSet(false, true)) {
      Thread.ofVirtual()
          .name("pd-take-leadership")
          .start(() -> {
            try {
              takeNow(leader, why);
            } catch (MetaException e) {
              log.warn("etcd's leadership was not taken: {}", e.getMessage());
            } finally {
              taking.set(false);
            }
          });
    }
  }

  private void takeNow(long leader, String why) {
    for (EtcdMember member : store.members()) {
      if (member.id() == leader && !member.clientUrls().isEmpty()) {
        log.info("taking etcd's leadership from {}: {}", member.name(), why);
        try (EtcdEndpoint etcd = store.endpoint(member.clientUrls().getFirst(), MOVE_LIMIT)) {
          etcd.moveLeader(self.id());
        }
      }
    }
  }

  /// Takes etcd's leadership from `leader` if this member has the higher priority.
  void takeByPriority(long leader) {
    Map<String, String> properties = new HashMap<>();
    for (Entry entry : store.localList(keys.members())) {
      properties.put(entry.key(), entry.value().toStringUtf8());
    }
    int own = priority(properties, self.id());
    int other = priority(properties, leader);
    if (own > other) {
      take(leader, "priority " + own + " against " + other);
    }
  }

  private int priority(Map<String, String> properties, long id) {
    return Integer.parseInt(properties.getOrDefault(keys.member(id, "leader_priority"), "0"));
  }
}
