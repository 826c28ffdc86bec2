package io.minitidb.tidb.users;

import io.minitidb.etcd.Etcd;
import io.minitidb.etcd.EtcdException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps users current in the background: after every change that etcd reports, and every few
/// seconds, should a report be lost.
public final class UsersWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(UsersWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final Users users;
  private final AtomicBoolean queued = new AtomicBoolean();
  private final AtomicBoolean behind = new AtomicBoolean();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("users").factory());

  /// Reads the users once before it returns.
  public UsersWatch(Users users, Etcd etcd) {
    this.users = users;
    etcd.watch(EtcdAccounts.PREFIX, this::refreshSoon);
    refresh();
    if (users.now().find(AccountName.ROOT).stream().anyMatch(root -> root.credential().isEmpty())) {
      log.warn(
          "root has no password: everybody on this machine may log in as root, nobody from elsewhere;"
              + " ALTER USER root IDENTIFIED BY '...' sets one");
    }
    clock.scheduleWithFixedDelay(
        this::refresh, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Many changes at once need one refresh.
  private void refreshSoon() {
    if (queued.compareAndSet(false, true)) {
      clock.execute(this::refresh);
    }
  }

  private void refresh() {
    queued.set(false);
    try {
      users.refresh();
      if (behind.getAndSet(false)) {
        log.info("the accounts are current again");
      }
    } catch (EtcdException e) {
      if (!behind.getAndSet(true)) {
        log.warn("the accounts known last stay in use: {}", e.getMessage());
      }
    } catch (RuntimeException e) {
      log.error("refreshing the accounts failed", e);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
