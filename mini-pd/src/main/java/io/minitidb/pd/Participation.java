package io.minitidb.pd;

import io.grpc.ManagedChannel;
import io.minitidb.desired.Coordinator;
import io.minitidb.desired.DesiredStore;
import io.minitidb.desired.Follower;
import io.minitidb.etcd.Etcd;
import io.minitidb.node.NodeKind;
import io.minitidb.pd.cluster.ClusterId;
import io.minitidb.pd.cluster.Election;
import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.pd.cluster.Members;
import io.minitidb.pd.cluster.PdKeys;
import io.minitidb.pd.cluster.Term;
import io.minitidb.pd.etcd.EtcdProcess;
import io.minitidb.pd.etcd.EtcdSupervisor;
import io.minitidb.pd.etcd.JetcdMetaStore;
import io.minitidb.pd.etcd.MetaException;
import io.minitidb.pd.etcd.MetaStore;
import io.minitidb.pd.etcd.MetaStore.EtcdStatus;
import io.minitidb.pd.etcd.PeerCheck;
import io.minitidb.pd.model.PdMember;
import io.minitidb.server.Closer;
import io.minitidb.tls.Security;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A member's part in the cluster: with one etcd after the other, each time anew, because what was
/// known with the one before may be wrong.
final class Participation implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Participation.class);
  private static final Duration METADATA_LIMIT = Duration.ofSeconds(3);
  private static final Duration ETCD_POLL = Duration.ofMillis(30);

  private final MemberSetup setup;
  private final LocalMember member;
  private final EtcdSupervisor etcd;
  private final ManagedChannel etcdChannel;
  private final Runnable onStart;
  private final Consumer<String> onFailure;
  private volatile boolean closed;
  private volatile @Nullable Coordinator coordinator;

  /// What was opened for the present etcd and ends with it.
  private volatile Closer opened = new Closer();

  private volatile EtcdProcess run;

  /// @param onStart told each time when this member begins to serve
  /// @param onFailure told when it cannot go on, and why
  Participation(
      MemberSetup setup,
      EtcdSupervisor etcd,
      ManagedChannel etcdChannel,
      Runnable onStart,
      Consumer<String> onFailure) {
    this.setup = setup;
    this.member = setup.member();
    this.etcd = etcd;
    this.etcdChannel = etcdChannel;
    this.onStart = onStart;
    this.onFailure = onFailure;
    this.run = etcd.present();
  }

  void start() {
    Thread.ofPlatform().daemon().name("pd-start").start(this::takePart);
    Thread.ofVirtual().name("pd-peer-check").start(this::checkPeers);
  }

  /// Returns who changes the configuration of all nodes, once there is a quorum.
  Optional<Coordinator> coordinator() {
    return Optional.ofNullable(coordinator);
  }

  private void takePart() {
    try {
      while (!closed) {
        Closer parts = new Closer();
        join(parts);
        run.exited().join();
        member.stepDown();
        if (opened != parts) {
          parts.close();
        }
        run = etcd.after(run);
      }
    } catch (InterruptedException e) {
      log.debug("closed");
    }
  }

  /// Waits for etcd's quorum, then takes part in the election. What was opened for the etcd before
  /// stays until then and tells what was known last.
  ///
  /// @param closer closes what belongs to this etcd
  private void join(Closer closer) {
    LiveParts parts = setup.parts();
    Security security = setup.security();
    try {
      etcdChannel.resetConnectBackoff();
      MetaStore store =
          closer.add(JetcdMetaStore.open(etcd.address(), security, etcdChannel, METADATA_LIMIT));
      MetaStore electionStore =
          closer.add(JetcdMetaStore.open(etcd.address(), security, etcdChannel, METADATA_LIMIT));
      long id = awaitEtcd(store);
      etcd.served();
      Etcd desired = closer.add(Etcd.local(etcd.address(), security));
      DesiredStore states = new DesiredStore(desired);
      Follower follower =
          closer.add(
              new Follower(states, NodeKind.PD, setup.advertised().toString(), setup.live()));
      follower.start();
      coordinator = new Coordinator(states, follower);
      PdKeys keys = new PdKeys(retry(() -> ClusterId.obtain(store)));
      PdMember self = setup.self(id);
      Term.Settings settings =
          new Term.Settings(
              Clock.systemUTC(),
              parts::tsoSaveInterval,
              parts::tsoUpdateInterval,
              parts::storeRules);
      Election election =
          closer.add(
              new Election(
                  electionStore,
                  keys,
                  PdMember.of(self.name(), id, self.peerUrls(), self.clientUrls()),
                  parts.electionRules(),
                  settings));
      Members members = new Members(store, parts::viewTimeout, keys, election);
      member.start(new LocalMember.Started(keys, self, store, election, members));
      Closer before = opened;
      opened = closer;
      before.close();
      member.trouble("");
      election.start();
      onStart.run();
      retry(() -> {
        members.announce(self);
        return true;
      });
    } catch (InterruptedException e) {
      log.debug("closed while starting");
    } catch (RuntimeException e) {
      if (!closed && run.alive()) {
        log.error("starting failed", e);
        onFailure.accept("starting failed: " + e);
      }
    }
  }

  private long awaitEtcd(MetaStore store) throws InterruptedException {
    MetaStore hasty = store.within(Duration.ofSeconds(1));
    while (!closed && run.alive()) {
      try {
        EtcdStatus status = hasty.status();
        if (status.leader() != 0) {
          return status.memberId();
        }
      } catch (MetaException notYet) {
        log.debug("etcd does not answer yet");
      }
      Thread.sleep(ETCD_POLL);
    }
    throw new InterruptedException("closed, or without its etcd");
  }

  /// Without a quorum there is nothing to do but to try again.
  private <T> T retry(Supplier<T> work) throws InterruptedException {
    while (!closed && run.alive()) {
      try {
        return work.get();
      } catch (MetaException e) {
        log.warn("etcd does not serve yet: {}", e.getMessage());
        Thread.sleep(Duration.ofMillis(200));
      }
    }
    throw new InterruptedException("closed, or without its etcd");
  }

  private void checkPeers() {
    try {
      PeerCheck.mismatch(PdConfig.urls(setup.config().peerUrls()).getFirst(), setup.security())
          .filter(why -> !closed)
          .ifPresent(why -> {
            log.error(why);
            onFailure.accept(why);
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Steps down and closes what belongs to the present etcd.
  @Override
  public void close() {
    closed = true;
    opened.close();
  }
}
