package io.minitidb.tidb.session;

import io.minitidb.cop.expr.EvalException;
import io.minitidb.cop.expr.NamedLocks;
import io.minitidb.tidb.error.SqlError;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The locks of GET_LOCK on this server: names that at most one session has at a time. Sessions of
/// other servers know nothing of them. Thread-safe; only [NamedLocks#get] waits.
final class UserLocks {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();
  private final Map<String, Held> held = new HashMap<>();
  private final Map<Long, String> waiting = new HashMap<>();

  private record Held(long session, int times) {}

  /// Returns the locks as a session sees them.
  NamedLocks of(long session) {
    return new OfSession(session);
  }

  private final class OfSession implements NamedLocks {
    private final long session;

    OfSession(long session) {
      this.session = session;
    }

    @Override
    public boolean get(String name, long nanos) throws InterruptedException {
      String key = name.toLowerCase(Locale.ROOT);
      lock.lockInterruptibly();
      try {
        long left = nanos;
        while (isOthers(key)) {
          if (left <= 0) {
            return false;
          }
          if (closesCircle(key)) {
            throw deadlock();
          }
          waiting.put(session, key);
          left = released.awaitNanos(left);
        }
        held.merge(key, new Held(session, 1), (had, one) -> new Held(session, had.times() + 1));
        return true;
      } finally {
        waiting.remove(session);
        lock.unlock();
      }
    }

    private static EvalException deadlock() {
      return new EvalException(
          SqlError.USER_LOCK_DEADLOCK.code(),
          "Deadlock found when trying to get user-level lock; try rolling back"
              + " transaction/releasing locks and restarting lock acquisition.");
    }

    /// Whether who has the lock waits, perhaps by others, for this session. Nobody else can be in a
    /// circle: who takes a lock does not wait, and who begins to wait looks here.
    private boolean closesCircle(String key) {
      Held by = held.get(key);
      while (by != null && by.session() != session) {
        String next = waiting.get(by.session());
        by = next == null ? null : held.get(next);
      }
      return by != null;
    }

    private boolean isOthers(String key) {
      Held by = held.get(key);
      return by != null && by.session() != session;
    }

    @Override
    public boolean release(String name) {
      String key = name.toLowerCase(Locale.ROOT);
      lock.lock();
      try {
        Held by = held.get(key);
        if (by == null || by.session() != session) {
          return false;
        }
        if (by.times() > 1) {
          held.put(key, new Held(session, by.times() - 1));
        } else {
          held.remove(key);
          released.signalAll();
        }
        return true;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public long releaseAll() {
      lock.lock();
      try {
        long times =
            held.values().stream()
                .filter(each -> each.session() == session)
                .mapToLong(Held::times)
                .sum();
        if (times > 0) {
          held.values().removeIf(each -> each.session() == session);
          released.signalAll();
        }
        return times;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public Optional<Long> holder(String name) {
      lock.lock();
      try {
        return Optional.ofNullable(held.get(name.toLowerCase(Locale.ROOT))).map(Held::session);
      } finally {
        lock.unlock();
      }
    }
  }
}
