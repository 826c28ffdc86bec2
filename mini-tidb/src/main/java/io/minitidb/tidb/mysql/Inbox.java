package io.minitidb.tidb.mysql;

import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What the event loop has read of a connection and the connection's thread has not taken yet, and
/// whose turn it is to answer. It is read only a few packets ahead, so that a client cannot make us
/// queue; but it is, so that a client that goes is noticed while its statement runs.
///
/// While the thread waits for a command and there is none, the event loop may take the turn, answer
/// by itself, and give it back: what costs less than waking a thread is answered without one. One
/// of the two has the turn at any time, and what one did the other sees.
final class Inbox {
  private static final int AHEAD = 2;

  /// More small packets than one piece of the stream holds, unless it was compressed to do harm.
  private static final int MOST = 1 << 15;

  private enum Turn {
    THREAD,
    /// The thread waits for a command.
    NOBODY,
    LOOP
  }

  // All of this is only ever held for a few instructions, by the event loop as well.
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Optional<Packet>> packets = new ArrayDeque<>(AHEAD);
  private Turn turn = Turn.THREAD;
  private long since;
  private long patience;
  private boolean wanted;
  private boolean closed;
  private boolean overflown;
  private volatile boolean enough;

  /// Adds what was read; for the event loop, which has the turn no longer.
  void add(Packet packet) {
    lock.lock();
    try {
      if (closed) {
        packet.payload().release();
      } else if (packets.size() < MOST) {
        put(Optional.of(packet));
      } else {
        packet.payload().release();
        if (!overflown) {
          overflown = true;
          put(Optional.of(Packet.faulty(packet.sequence(), Fault.TOO_MANY)));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Nothing more will come.
  void end() {
    lock.lock();
    try {
      put(Optional.empty());
    } finally {
      lock.unlock();
    }
  }

  private void put(Optional<Packet> packet) {
    packets.add(packet);
    turn = Turn.THREAD;
    changed.signal();
  }

  /// Takes the turn for the event loop, if the thread waits for a command and there is none. Then
  /// either [#giveBack(long)] or [#add(Packet)] comes next.
  boolean claim() {
    lock.lock();
    try {
      boolean free = turn == Turn.NOBODY;
      turn = free ? Turn.LOOP : turn;
      return free;
    } finally {
      lock.unlock();
    }
  }

  /// The event loop has answered; the thread waits on.
  ///
  /// @param nanos how long for, from now on
  void giveBack(long nanos) {
    lock.lock();
    try {
      turn = Turn.NOBODY;
      since = System.nanoTime();
      if (wanted || nanos != patience) {
        patience = nanos;
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Reads on, unless there is enough for a while.
  void readOn(ChannelHandlerContext context) {
    if (size() < AHEAD) {
      context.read();
      return;
    }
    enough = true;
    readAgain(context); // the thread may have taken all of them before it could see that
  }

  private int size() {
    lock.lock();
    try {
      return packets.size();
    } finally {
      lock.unlock();
    }
  }

  /// Returns whether it is the client that is waited for.
  boolean reads() {
    return !enough;
  }

  private void readAgain(ChannelHandlerContext context) {
    if (enough && size() == 0) {
      enough = false;
      context.read();
    }
  }

  /// Waits for the next packet; empty when the client is gone.
  ///
  /// @throws TimeoutException when nothing comes for so long
  Optional<Packet> take(ChannelHandlerContext context, long nanos)
      throws InterruptedException, TimeoutException {
    return take(context, nanos, Turn.THREAD);
  }

  /// Waits for the next command, as [#take(ChannelHandlerContext, long)] does. Meanwhile the event
  /// loop may answer others.
  ///
  /// @throws TimeoutException when nothing comes for so long, nor for as long as the event loop
  ///   said last
  Optional<Packet> command(ChannelHandlerContext context, long nanos)
      throws InterruptedException, TimeoutException {
    return take(context, nanos, Turn.NOBODY);
  }

  private Optional<Packet> take(ChannelHandlerContext context, long nanos, Turn meanwhile)
      throws InterruptedException, TimeoutException {
    readAgain(context);
    lock.lockInterruptibly();
    try {
      since = System.nanoTime();
      patience = nanos;
      turn = packets.isEmpty() ? meanwhile : Turn.THREAD;
      while (packets.isEmpty()) {
        long left = patience - (System.nanoTime() - since);
        if (left > 0) {
          changed.awaitNanos(left);
        } else if (!awaitAnswer()) {
          throw new TimeoutException();
        }
      }
      return packets.remove();
    } finally {
      awaitAnswer();
      turn = Turn.THREAD;
      lock.unlock();
    }
  }

  /// Waits while the event loop answers, which is soon done; returns whether it did.
  private boolean awaitAnswer() {
    boolean answering = turn == Turn.LOOP;
    while (turn == Turn.LOOP) {
      wanted = true;
      changed.awaitUninterruptibly();
    }
    wanted = false;
    return answering;
  }

  /// Throws away what nobody will take, also what comes from now on.
  void release() {
    lock.lock();
    try {
      closed = true;
      packets.forEach(left -> left.ifPresent(packet -> packet.payload().release()));
      packets.clear();
    } finally {
      lock.unlock();
    }
  }
}
