package io.minitidb.pd.cluster;

import io.minitidb.pd.etcd.MetaStore;
import io.minitidb.pd.etcd.MetaStore.Entry;
import io.minitidb.pd.etcd.MetaStore.EtcdMember;
import io.minitidb.pd.etcd.MetaStore.EtcdStatus;
import io.minitidb.pd.model.PdMember;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Who belongs to the placement driver, as the local etcd knows it, without a quorum.
public final class Members {
  private final MetaStore store;
  private final Supplier<Duration> limit;
  private final PdKeys keys;
  private final Election election;
  private static final Duration RECENT = Duration.ofSeconds(1);
  private volatile List<PdMember> latest = List.of();
  private volatile long askedNanos = System.nanoTime() - RECENT.toNanos();

  /// The members and who of them leads.
  public record View(
      List<PdMember> members, Optional<PdMember> leader, Optional<PdMember> etcdLeader) {}

  /// @param limit how long the local etcd may take at this moment
  public Members(MetaStore store, Supplier<Duration> limit, PdKeys keys, Election election) {
    this.store = store;
    this.limit = limit;
    this.keys = keys;
    this.election = election;
  }

  /// Writes down what this member says of itself.
  public void announce(PdMember self) {
    store.put(keys.member(self.id(), "deploy_path"), bytes(self.deployPath()));
    store.put(keys.member(self.id(), "binary_version"), bytes(self.binaryVersion()));
    store.put(keys.member(self.id(), "git_hash"), bytes(self.gitHash()));
  }

  private static com.google.protobuf.ByteString bytes(String text) {
    return com.google.protobuf.ByteString.copyFromUtf8(text);
  }

  /// Asks the local etcd for the members and their properties.
  public View view() {
    return view(limit.get());
  }

  /// As [#view()], with another limit for etcd.
  public View view(Duration patience) {
    long asked = System.nanoTime();
    Map<String, String> properties = new HashMap<>();
    MetaStore local = store.within(patience);
    for (Entry entry : local.localList(keys.members())) {
      properties.put(entry.key(), entry.value().toStringUtf8());
    }
    latest =
        local.members().stream()
            .map(member -> member(member, properties))
            .sorted(
                Comparator.comparing(PdMember::name)
                    .thenComparing(PdMember::id, Long::compareUnsigned))
            .toList();
    askedNanos = asked;
    return latestView();
  }

  /// As [#view()], with members that are a second old at most; who leads is always as known now. A
  /// leader that was no member yet is reason enough to ask anew.
  public View recentView() {
    boolean old = System.nanoTime() - askedNanos >= RECENT.toNanos();
    boolean unknown =
        election.leader().filter(leader -> find(latest, leader.id()).isEmpty()).isPresent();
    return old || unknown ? view() : latestView();
  }

  /// Makes the next [#recentView()] ask anew: a member was changed through this one.
  public void changed() {
    askedNanos = System.nanoTime() - RECENT.toNanos();
  }

  /// Returns the members as they were when etcd was asked last; never waits.
  public View latestView() {
    List<PdMember> members = latest;
    Optional<PdMember> leader = election.leader();
    return new View(
        members,
        leader.map(l -> find(members, l.id()).orElse(l)),
        election.etcd().map(EtcdStatus::leader).flatMap(id -> find(members, id)));
  }

  private static Optional<PdMember> find(List<PdMember> members, long id) {
    return members.stream().filter(member -> member.id() == id).findFirst();
  }

  private PdMember member(EtcdMember member, Map<String, String> properties) {
    String priority = properties.getOrDefault(keys.member(member.id(), "leader_priority"), "0");
    return new PdMember(
        member.name(),
        member.id(),
        member.peerUrls(),
        member.clientUrls(),
        Integer.parseInt(priority),
        properties.getOrDefault(keys.member(member.id(), "deploy_path"), ""),
        properties.getOrDefault(keys.member(member.id(), "binary_version"), ""),
        properties.getOrDefault(keys.member(member.id(), "git_hash"), ""));
  }
}
