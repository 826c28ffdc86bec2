package io.minitidb.pd.cluster;

import io.minitidb.pd.etcd.MetaStore;
import io.minitidb.pd.model.PdMember;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// This member as its servers see it. The port is open before etcd has found its quorum, so what
/// depends on etcd may be absent.
public final class LocalMember {
  private final String name;
  private final Instant startTime;
  private volatile @Nullable Started started;
  private volatile String trouble = "";

  /// What a member has once its etcd has answered for the first time.
  ///
  /// @param self with everything that the member says of itself
  /// @param store for metadata; the election has its own
  public record Started(
      PdKeys keys, PdMember self, MetaStore store, Election election, Members members) {}

  public LocalMember(String name, Instant startTime) {
    this.name = name;
    this.startTime = startTime;
  }

  public String name() {
    return name;
  }

  public Instant startTime() {
    return startTime;
  }

  public void start(Started parts) {
    started = parts;
  }

  public Optional<Started> started() {
    return Optional.ofNullable(started);
  }

  /// Says what keeps this member from taking part, empty when nothing does.
  public void trouble(String why) {
    trouble = why;
  }

  public String trouble() {
    return trouble;
  }

  /// Returns the running term, if this member leads.
  public Optional<Term> term() {
    return started().flatMap(s -> s.election().term());
  }

  /// Returns the leader as known here.
  public Optional<PdMember> leader() {
    return started().flatMap(s -> s.election().leader());
  }

  /// Gives leadership up at once.
  public void stepDown() {
    started().ifPresent(parts -> parts.election().abandon());
  }
}
