package io.minitidb.cop.expr;

import java.util.Optional;

/// Locks by names in any case, as one session sees them.
public interface NamedLocks {

  /// No session, no locks.
  NamedLocks NONE =
      new NamedLocks() {
        @Override
        public boolean get(String name, long nanos) {
          return false;
        }

        @Override
        public boolean release(String name) {
          return false;
        }

        @Override
        public long releaseAll() {
          return 0;
        }

        @Override
        public Optional<Long> holder(String name) {
          return Optional.empty();
        }
      };

  /// Waits for a lock, and takes it once more when the session has it already.
  ///
  /// @return whether it has it; false when that takes too long
  boolean get(String name, long nanos) throws InterruptedException;

  /// Gives a lock back once; returns whether the session had it.
  boolean release(String name);

  /// Gives all locks back, and returns how many that were, each as often as it was taken.
  long releaseAll();

  /// Returns the connection that has a lock.
  Optional<Long> holder(String name);
}
