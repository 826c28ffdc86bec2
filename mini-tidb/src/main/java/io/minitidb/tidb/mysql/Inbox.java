package io.minitidb.tidb.mysql;

import io.netty.channel.ChannelHandlerContext;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What the event loop has read of a connection and the connection's thread has not taken yet. It
/// is read only a few packets ahead, so that a client cannot make us queue; but it is, so that a
/// client that goes is noticed while its statement runs.
final class Inbox {
  private static final int AHEAD = 2;

  /// More small packets than one piece of the stream holds, unless it was compressed to do harm.
  private static final int MOST = 1 << 15;

  private final LinkedBlockingQueue<Optional<Packet>> packets = new LinkedBlockingQueue<>();
  private volatile boolean enough;
  private volatile boolean closed;
  private boolean overflown;

  /// Adds what was read.
  void add(Packet packet) {
    if (packets.size() < MOST) {
      packets.add(Optional.of(packet));
      if (closed) {
        release();
      }
    } else {
      packet.payload().release();
      if (!overflown) {
        overflown = true;
        packets.add(Optional.of(Packet.faulty(packet.sequence(), Fault.TOO_MANY)));
      }
    }
  }

  /// Nothing more will come.
  void end() {
    packets.add(Optional.empty());
  }

  /// Reads on, unless there is enough for a while.
  void readOn(ChannelHandlerContext context) {
    if (packets.size() < AHEAD) {
      context.read();
      return;
    }
    enough = true;
    readAgain(context); // the thread may have taken all of them before it could see that
  }

  /// Returns whether it is the client that is waited for.
  boolean reads() {
    return !enough;
  }

  private void readAgain(ChannelHandlerContext context) {
    if (enough && packets.isEmpty()) {
      enough = false;
      context.read();
    }
  }

  /// Waits for the next packet; empty when the client is gone.
  ///
  /// @throws TimeoutException when nothing comes for so long
  Optional<Packet> take(ChannelHandlerContext context, long nanos)
      throws InterruptedException, TimeoutException {
    readAgain(context);
    Optional<Packet> next = packets.poll(nanos, TimeUnit.NANOSECONDS);
    if (next == null) {
      throw new TimeoutException();
    }
    return next;
  }

  /// Throws away what nobody will take, also what comes from now on.
  void release() {
    closed = true;
    for (Optional<Packet> left = packets.poll(); left != null; left = packets.poll()) {
      left.ifPresent(packet -> packet.payload().release());
    }
  }
}
