package io.minitidb.pd.cluster;

import io.minitidb.pd.etcd.MetaStore;
import io.minitidb.pd.etcd.MetaStore.WatchListener;
import io.minitidb.pd.model.PdMember;
import io.minitidb.pd.wire.Messages;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches the leader key of another member. Used by one thread.
final class LeaderKeyWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LeaderKeyWatch.class);

  /// How often it looks at the key itself, should the watch have died silently.
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final MetaStore store;
  private final PdKeys keys;
  private final PdMember holder;
  private final CountDownLatch over = new CountDownLatch(1);
  private final AutoCloseable watch;
  private long looked = System.nanoTime();

  /// @param revision at which `holder` had the key
  LeaderKeyWatch(MetaStore store, PdKeys keys, PdMember holder, long revision) {
    this.store = store;
    this.keys = keys;
    this.holder = holder;
    WatchListener listener =
        new WatchListener() {
          @Override
          public void onChange(boolean deleted) {
            // A leader that moves to another lease puts its key again.
            if (deleted) {
              over.countDown();
            }
          }

          @Override
          public void onEnd(Throwable cause) {
            over.countDown();
          }
        };
    this.watch = store.watch(keys.leader(), revision + 1, listener);
  }

  /// Waits for the end of the watch, which is when the key is gone.
  boolean endsWithin(Duration time) throws InterruptedException {
    return over.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Says whether the key was seen without its holder, when it is time to look at all.
  boolean isGone() {
    if (System.nanoTime() - looked < LOOK.toNanos()) {
      return false;
    }
    looked = System.nanoTime();
    return store
        .localGet(keys.leader())
        .filter(key -> Messages.parseMember(key.value()).id() == holder.id())
        .isEmpty();
  }

  @Override
  public void close() {
    try {
      watch.close();
    } catch (Exception e) {
      log.debug("closing a watch failed", e);
    }
  }
}
