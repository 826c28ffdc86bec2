package io.minitidb.tidb.session;

import io.minitidb.cop.expr.NamedLocks;
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
          left = released.awaitNanos(left);
        }
        held.merge(key, new Held(session, 1), (had, one) -> new Held(session, had.times() + 1));
        return true;
      } finally {
        lock.unlock();
      }
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
