package io.minitidb.tidb.users;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Makes guessing passwords slow: who fails too often in a row waits. It counts for each user name
/// and client address, so that nobody can lock others out. Keeps the last 10,000 of them.
/// Thread-safe.
final class Lockout {
  private static final int KEPT = 10_000;

  private final Supplier<LockoutSettings> settings;
  private final InstantSource clock;
  private final Map<Key, Failures> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Failures> eldest) {
          return size() > KEPT;
        }
      };

  private record Key(String user, String host) {}

  private record Failures(int count, Instant last) {}

  Lockout(Supplier<LockoutSettings> settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /// @throws SqlException 3955 while the client has to wait
  synchronized void check(String user, Client client) {
    LockoutSettings now = settings.get();
    Failures failed = failures.get(new Key(user, client.host()));
    if (failed == null || now.attempts() == 0 || failed.count() < now.attempts()) {
      return;
    }
    Duration left = Duration.between(clock.instant(), failed.last().plus(now.time()));
    if (left.isPositive()) {
      throw new SqlException(
          SqlError.ACCOUNT_BLOCKED,
          "Access denied for user '%s'@'%s'. Account is blocked for %d second(s) (%d second(s)"
                  .formatted(user, client.host(), now.time().toSeconds(), left.toSeconds() + 1)
              + " remaining) due to "
              + failed.count()
              + " consecutive failed logins.");
    }
    failures.remove(new Key(user, client.host()));
  }

  synchronized void failed(String user, Client client) {
    failures.merge(
        new Key(user, client.host()),
        new Failures(1, clock.instant()),
        (before, now) -> new Failures(before.count() + 1, now.last()));
  }

  synchronized void succeeded(String user, Client client) {
    failures.remove(new Key(user, client.host()));
  }
}
