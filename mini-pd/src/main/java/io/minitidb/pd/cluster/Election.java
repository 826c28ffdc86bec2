package io.minitidb.pd.cluster;

import com.google.protobuf.ByteString;
import io.minitidb.pd.etcd.MetaException;
import io.minitidb.pd.etcd.MetaStore;
import io.minitidb.pd.etcd.MetaStore.Entry;
import io.minitidb.pd.etcd.MetaStore.EtcdStatus;
import io.minitidb.pd.etcd.MetaStore.Guard;
import io.minitidb.pd.etcd.MetaStore.Write;
import io.minitidb.pd.model.PdMember;
import io.minitidb.pd.wire.Messages;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides who leads. The leader key lives in etcd on a lease; only the member whose own etcd is
/// etcd's leader runs for it, so that both leaders are one process.
///
/// A leader steps down when its lease is over by its own clock, when its etcd leads no more, or
/// when a term cannot be begun or continued. One thread does all of it; what others see are three
/// volatile fields, which never make a reader wait.
public final class Election implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Election.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration STEADY_POLL = Duration.ofMillis(200);
  private static final Duration LEADER_POLL = Duration.ofMillis(100);
  private static final Duration LEADER_TICK = Duration.ofMillis(50);
  private static final Duration STATUS_LIMIT = Duration.ofSeconds(1);

  private final MetaStore store;
  private final PdKeys keys;
  private final PdMember self;
  private final ByteString selfBytes;
  private final ElectionRules rules;
  private final EtcdLeadership etcdLeadership;
  private final Term.Settings settings;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("pd-election").unstarted(this::run);

  private final CampaignLimit campaigns = new CampaignLimit();

  /// Since when no leader was seen, and a chance by which that may last; empty before the first one
  /// was.
  private Optional<Absence> absence = Optional.empty();

  private long priorityCheck = System.nanoTime();

  private volatile boolean closed;
  private volatile @Nullable Term term;
  private volatile @Nullable PdMember leader;
  private volatile @Nullable EtcdStatus etcd;

  private record Absence(long since, double chance) {}

  /// @param store a client of its own, so that no other traffic delays the lease
  /// @param self name, id and URLs only; its bytes are the fence
  public Election(
      MetaStore store, PdKeys keys, PdMember self, ElectionRules rules, Term.Settings settings) {
    this.store = store;
    this.keys = keys;
    this.self = self;
    this.selfBytes = Messages.memberBytes(self);
    this.rules = rules;
    this.etcdLeadership = new EtcdLeadership(store, keys, self);
    this.settings = settings;
  }

  public void start() {
    thread.start();
  }

  /// Returns the running term, if this member leads and its lease lasts.
  public Optional<Term> term() {
    return Optional.ofNullable(term).filter(t -> t.fence().valid());
  }

  /// Returns the leader as this member knows it, itself only while it leads.
  public Optional<PdMember> leader() {
    PdMember known = leader;
    return known != null && known.id() == self.id() && term().isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(known);
  }

  /// Returns what the local etcd said last, empty when it does not answer.
  public Optional<EtcdStatus> etcd() {
    return Optional.ofNullable(etcd);
  }

  /// Moves etcd's leadership to another member, which then runs for the leader key; returns before
  /// that has happened.
  ///
  /// @param to the member's name, or empty for any other one
  /// @throws IllegalArgumentException when there is no such member; a single member stays what it
  ///   is
  public void transfer(Optional<String> to) {
    etcdLeadership.give(to);
  }

  private void run() {
    while (!closed) {
      try {
        round();
      } catch (MetaException | FencedException e) {
        log.debug("election round failed: {}", e.getMessage());
        pause(POLL);
      } catch (RuntimeException e) {
        log.error("election round failed", e);
        pause(POLL);
      }
    }
  }

  private void round() {
    EtcdStatus status = poll();
    if (status == null || status.leader() == 0) {
      leader = null;
      pause(POLL);
      return;
    }
    Optional<Entry> key = store.get(keys.leader());
    if (key.isPresent()) {
      PdMember holder = Messages.parseMember(key.get().value());
      if (holder.id() != self.id()) {
        follow(holder, key.get().modRevision());
        return;
      }
      // Ours from before a crash: nobody else may lead on it, so it can go at once.
      store.commit(
          List.of(new Guard.RevisionIs(keys.leader(), key.get().modRevision())),
          List.of(new Write.Delete(keys.leader())));
    }
    leader = null;
    if (status.leader() == self.id()) {
      campaign();
      return;
    }
    if (absence.filter(this::over).isPresent()) {
      etcdLeadership.take(status.leader(), "no leader was seen for too long");
      leaderSeen();
    }
    pause(POLL);
  }

  private void leaderSeen() {
    absence = Optional.of(new Absence(System.nanoTime(), ThreadLocalRandom.current().nextDouble()));
  }

  private boolean over(Absence since) {
    return System.nanoTime() - since.since() > rules.absence().apply(since.chance()).toNanos();
  }

  /// Asks the local etcd and remembers the answer; null when there is none.
  private @Nullable EtcdStatus poll() {
    try {
      etcd = store.within(STATUS_LIMIT).status();
    } catch (MetaException e) {
      etcd = null;
    }
    return etcd;
  }

  /// Waits until the leader key is gone or our etcd has lost its leader, which is when it would not
  /// tell us of the key.
  private void follow(PdMember holder, long revision) {
    try (LeaderKeyWatch key = new LeaderKeyWatch(store, keys, holder, revision)) {
      leader = holder;
      log.info("following the leader {}", holder.name());
      while (!closed && !key.endsWithin(STEADY_POLL)) {
        EtcdStatus status = poll();
        if (status == null || status.leader() == 0 || key.isGone()) {
          break;
        }
        checkPriority(status);
      }
    } catch (InterruptedException e) {
      closed = true;
    } finally {
      leader = null;
      leaderSeen();
    }
    log.info("the leader {} is gone", holder.name());
  }

  private void checkPriority(EtcdStatus status) {
    if (System.nanoTime() - priorityCheck < rules.priorityCheck().get().toNanos()) {
      return;
    }
    priorityCheck = System.nanoTime();
    if (status.leader() != self.id()) {
      etcdLeadership.takeByPriority(status.leader());
    }
  }

  private void campaign() {
    if (campaigns.reached() && etcdLeadership.give(Optional.empty())) {
      log.warn(
          "{} was elected {} times within {} minutes; another member's turn",
          self.name(),
          CampaignLimit.MOST,
          CampaignLimit.LATELY.toMinutes());
      return;
    }
    campaigns.begun();
    Duration ttl = rules.lease().get();
    Lease lease = Lease.grant(store, ttl, System::nanoTime);
    try (Fence fence = new Fence(store, keys, selfBytes, lease)) {
      boolean won =
          store.commit(
              List.of(new Guard.Absent(keys.leader())),
              List.of(new Write.Put(keys.leader(), selfBytes, lease.id())));
      if (won) {
        lease.keepAlive();
        lead(fence, ttl);
      }
    }
  }

  /// @param ttl that the lease was asked for with
  private void lead(Fence fence, Duration ttl) {
    CountDownLatch lost = new CountDownLatch(1);
    try (Term begun = Term.begin(fence, settings, lost::countDown)) {
      if (!fence.valid()) {
        log.warn("the lease ran out before the term could begin");
        return;
      }
      long from = System.nanoTime();
      leader = self;
      term = begun;
      log.info("leading as {} from {}", self.name(), from);
      try {
        untilLost(fence, ttl, lost);
      } finally {
        term = null;
        leader = null;
        leaderSeen();
        // Nobody else can lead before the lease is revoked or has run out.
        long now = System.nanoTime();
        long until = now - fence.expiryNanos() < 0 ? now : fence.expiryNanos();
        log.info("led as {} from {} until {}", self.name(), from, until);
      }
    }
  }

  private void untilLost(Fence fence, Duration ttl, CountDownLatch lost) {
    Duration held = ttl;
    long nextPoll = System.nanoTime() + LEADER_POLL.toNanos();
    try {
      while (!closed
          && fence.valid()
          && !lost.await(LEADER_TICK.toMillis(), TimeUnit.MILLISECONDS)) {
        if (System.nanoTime() - nextPoll >= 0) {
          EtcdStatus status = poll();
          // An etcd that does not answer may come back: until then the lease decides.
          if (status != null && status.leader() != self.id()) {
            return;
          }
          nextPoll = System.nanoTime() + LEADER_POLL.toNanos();
          held = renewed(fence, held);
        }
      }
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  /// Moves to a new lease when another time to live is wanted, and returns the one that is held.
  /// While etcd grants none, the old one serves.
  private Duration renewed(Fence fence, Duration held) {
    Duration wanted = rules.lease().get();
    if (wanted.equals(held)) {
      return held;
    }
    Lease next;
    try {
      next = Lease.grant(store, wanted, System::nanoTime);
    } catch (MetaException e) {
      log.warn("a lease of {} is not granted yet: {}", wanted, e.getMessage());
      return held;
    }
    fence.moveTo(next);
    log.info("leading on a lease of {} instead of {}", wanted, held);
    return wanted;
  }

  /// Gives up leadership at once, without waiting for etcd: its process is gone. Another election
  /// goes on with the next one.
  public void abandon() {
    closed = true;
    term = null;
    leader = null;
    etcd = null;
  }

  private void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  /// Steps down, revokes the lease and ends the thread.
  @Override
  public void close() {
    closed = true;
    try {
      if (thread.isAlive()) {
        thread.join(Duration.ofSeconds(3));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
