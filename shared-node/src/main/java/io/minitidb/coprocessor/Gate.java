package io.minitidb.coprocessor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Lets so many requests work at a time. The others wait in a line of bounded length, until it is
/// their turn or their deadline has passed. Thread-safe.
final class Gate {
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Waiter> line = new ArrayDeque<>();
  private int places = Integer.MAX_VALUE;
  private int length;
  private int working;

  private static final class Waiter {
    private final Condition turn;
    private boolean admitted;

    Waiter(Condition turn) {
      this.turn = turn;
    }
  }

  /// Changes how many may work and how many more may wait; those that work or wait already stay.
  void resize(int newPlaces, int newLength) {
    lock.lock();
    try {
      places = newPlaces;
      length = newLength;
      admit();
    } finally {
      lock.unlock();
    }
  }

  /// Waits for a place at the end of the line.
  ///
  /// @param end on the scale of [System#nanoTime()]
  /// @throws RefusedException when the line is full, or the moment passed without a place
  void enter(long end) {
    lock.lock();
    try {
      if (working < places && line.isEmpty()) {
        working++;
        return;
      }
      if (line.size() >= length) {
        throw new RefusedException(busy("no more may wait (coprocessor.max-waiting)"));
      }
      Waiter waiter = new Waiter(lock.newCondition());
      line.addLast(waiter);
      await(waiter, end);
    } finally {
      lock.unlock();
    }
  }

  /// Waits for a place before all others: for one who had a place before.
  ///
  /// @throws RefusedException as [#enter]
  void reenter(long end) {
    lock.lock();
    try {
      if (working < places) {
        working++;
        return;
      }
      Waiter waiter = new Waiter(lock.newCondition());
      line.addFirst(waiter);
      await(waiter, end);
    } finally {
      lock.unlock();
    }
  }

  private void await(Waiter waiter, long end) {
    try {
      while (!waiter.admitted) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          throw new RefusedException(busy("the deadline passed in the line"));
        }
        waiter.turn.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      if (!waiter.admitted) {
        throw new RefusedException("interrupted while waiting for its turn");
      }
    } finally {
      if (!waiter.admitted) {
        line.remove(waiter);
      }
    }
  }

  private String busy(String why) {
    return "busy: "
        + working
        + " requests are at work (coprocessor.max-concurrency), "
        + line.size()
        + " wait, "
        + why;
  }

  /// Gives a place back.
  void leave() {
    lock.lock();
    try {
      working--;
      admit();
    } finally {
      lock.unlock();
    }
  }

  private void admit() {
    while (working < places && !line.isEmpty()) {
      Waiter first = line.removeFirst();
      first.admitted = true;
      first.turn.signal();
      working++;
    }
  }
}
