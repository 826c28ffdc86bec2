package io.minitidb.pd.cluster;

import com.google.protobuf.ByteString;
import io.minitidb.pd.etcd.EtcdEndpoint;
import io.minitidb.pd.etcd.MetaException;
import io.minitidb.pd.etcd.MetaStore;
import io.minitidb.pd.etcd.MetaStore.EtcdMember;
import io.minitidb.pd.etcd.MetaStore.Write;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Changes of who belongs to the cluster and how gladly each leads it. Only the leader makes them.
public record Membership(LocalMember.Started started) {
  private static final Logger log = LoggerFactory.getLogger(Membership.class);

  /// etcd answers a change of its members when a quorum has it.
  private static final Duration CHANGE_LIMIT = Duration.ofSeconds(10);

  private static final String PRIORITY = "leader_priority";

  public Optional<EtcdMember> find(String name) {
    return started.store().members().stream().filter(m -> m.name().equals(name)).findFirst();
  }

  /// Takes a member out for good; its etcd ends by itself. The leader can be taken out as well: it
  /// hands its leadership over first, and lets another member do it, since its own etcd might end
  /// before it has answered.
  ///
  /// @throws FencedException when this member does not lead
  /// @throws MetaException when etcd refuses
  public void remove(long id) {
    try {
      takeOut(id);
    } finally {
      started.members().changed();
    }
  }

  private void takeOut(long id) {
    commit(new Write.Delete(started.keys().member(id, PRIORITY)));
    MetaStore store = started.store().within(CHANGE_LIMIT);
    if (id != started.self().id()) {
      store.removeMember(id);
      return;
    }
    List<EtcdMember> others =
        store.members().stream().filter(m -> m.id() != id && !m.clientUrls().isEmpty()).toList();
    if (others.isEmpty()) {
      store.removeMember(id); // the last one, which etcd refuses
      return;
    }
    started.election().transfer(Optional.empty());
    throughOthers(others, id);
  }

  private void throughOthers(List<EtcdMember> others, long id) {
    Optional<MetaException> failure = Optional.empty();
    for (EtcdMember other : others) {
      try (EtcdEndpoint etcd =
          started.store().endpoint(other.clientUrls().getFirst(), CHANGE_LIMIT)) {
        if (failure.isPresent() && etcd.members().stream().noneMatch(m -> m.id() == id)) {
          return; // the one before has done it and could not say so
        }
        etcd.remove(id);
        return;
      } catch (MetaException e) {
        log.warn("{} does not remove this member: {}", other.name(), e.getMessage());
        failure = Optional.of(e);
      }
    }
    failure.ifPresent(e -> {
      throw e;
    });
  }

  /// @param priority the higher, the rather a member leads; 0 without any
  /// @throws FencedException when this member does not lead
  public void priority(long id, int priority) {
    commit(
        new Write.Put(
            started.keys().member(id, PRIORITY),
            ByteString.copyFromUtf8(Integer.toString(priority))));
    started.members().changed();
  }

  private void commit(Write write) {
    Term term = started.election().term().orElseThrow(FencedException::new);
    term.fence().commit(List.of(write));
  }
}
