package io.minitidb.pd.change;

import com.google.protobuf.ByteString;
import io.minitidb.pd.cluster.FencedException;
import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.pd.cluster.Term;
import io.minitidb.pd.etcd.MetaException;
import io.minitidb.pd.etcd.MetaStore.Write;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the configuration readable where tools of the original look for it, as the leader runs
/// with it: written when a term has begun and when something has changed, within half a second. It
/// is a copy: nobody here reads it.
public final class ConfigRecord implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ConfigRecord.class);
  private static final Duration PERIOD = Duration.ofMillis(500);

  private final LocalMember member;
  private final Supplier<String> config;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("pd-config-record").factory());
  private @Nullable Term writtenIn;
  private String written = "";

  /// @param config as JSON; never blocks
  public ConfigRecord(LocalMember member, Supplier<String> config) {
    this.member = member;
    this.config = config;
    clock.scheduleWithFixedDelay(
        this::write, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Writes as soon as possible what has changed.
  public void changed() {
    try {
      clock.execute(this::write);
    } catch (RejectedExecutionException closed) {
      log.debug("a change after the end is not recorded");
    }
  }

  private void write() {
    Optional<Term> leading = member.term();
    if (leading.isEmpty()) {
      return;
    }
    Term term = leading.get();
    try {
      String now = config.get();
      if (!term.equals(writtenIn) || !now.equals(written)) {
        term.fence()
            .commit(
                List.of(new Write.Put(term.fence().keys().config(), ByteString.copyFromUtf8(now))));
        writtenIn = term;
        written = now;
      }
    } catch (MetaException | FencedException e) {
      log.debug("recording the configuration failed, it is tried again: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.warn("recording the configuration failed", e);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
