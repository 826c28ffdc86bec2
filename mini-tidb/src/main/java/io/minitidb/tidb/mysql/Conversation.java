package io.minitidb.tidb.mysql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.session.Counters;
import io.minitidb.tidb.session.Counters.Event;
import io.minitidb.tidb.session.ServerVariables;
import io.minitidb.tidb.users.Client;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// What is said on one connection from the greeting to its end. The event loop greets, lets in whom
/// it can, and answers what is quick, see [#answers(Packet, boolean)]; from the first packet on
/// that takes longer, the connection has a thread of its own, see [#run()], and the event loop
/// answers only while that thread waits.
final class Conversation {
  private final ChannelHandlerContext context;
  private final Inbox inbox;
  private final Services services;
  private final Counters counters;
  private final long id;
  private final PacketWriter out;
  private final Authenticator authenticator;
  private final Entrance entrance;
  private long heard = System.nanoTime();
  private volatile @Nullable Guest guest;
  private volatile boolean loggedIn;

  /// Whether the connection ends because of something that was said.
  private volatile boolean left;

  Conversation(
      ChannelHandlerContext context,
      Inbox inbox,
      PacketDecoder packets,
      Services services,
      Counters counters) {
    this.context = context;
    this.inbox = inbox;
    this.services = services;
    this.counters = counters;
    this.id = services.sessions().newId();
    this.out = new PacketWriter(context.channel(), counters);
    InetAddress address = ((InetSocketAddress) context.channel().remoteAddress()).getAddress();
    Client client = new Client(NetUtil.toAddressString(address), address.isLoopbackAddress());
    this.authenticator = new Authenticator(context, inbox, out, services.transport().key());
    this.entrance =
        new Entrance(context, packets, services, counters, id, out, client, authenticator);
  }

  boolean isLoggedIn() {
    return loggedIn;
  }

  /// Says the first word, on the event loop; the login has to be over within connect_timeout.
  ///
  /// @param present how many clients there are with this one
  /// @return false when they are too many, which the client is told
  boolean greet(int present) {
    counters.count(Event.CONNECTIONS);
    boolean welcome = present <= services.most();
    if (welcome) {
      authenticator.within(services.server().number(ServerVariables.CONNECT_TIMEOUT));
      out.greeting(id, authenticator.nonce(), services.capabilities());
    } else {
      counters.count(Event.CONNECTION_ERRORS_MAX_CONNECTIONS);
      left = true;
      out.error(new SqlException(SqlError.TOO_MANY_CONNECTIONS, "Too many connections"), false);
    }
    out.flush();
    return welcome;
  }

  /// Takes the client's first packet on the event loop when that takes no time to speak of and
  /// needs nobody else, and releases it.
  ///
  /// @return whether it has; else the packet is the thread's to take, and comes next to the inbox
  boolean enters(Packet packet) {
    if (!entrance.isOpen()) {
      return false;
    }
    try {
      enter(packet);
    } catch (SqlException e) {
      refuse(e);
      context.close();
    }
    return true;
  }

  /// Whether a client has begun to log in whom only a thread can talk to.
  boolean needsThread() {
    return entrance.talks();
  }

  private void enter(Packet packet) {
    entrance.first(packet).ifPresent(this::seat);
  }

  private void seat(Guest entered) {
    guest = entered;
    heard = System.nanoTime();
    loggedIn = true;
  }

  /// Answers a command on the event loop when that takes no time to speak of and needs nobody else,
  /// and releases it.
  ///
  /// @param thread whether the connection has one
  /// @return whether it has; else the packet is the thread's to answer, and comes next to the inbox
  boolean answers(Packet packet, boolean thread) {
    Guest now = guest;
    if (now == null
        || packet.first() != 0
        || packet.fault().isPresent()
        || !context.channel().isWritable()
        || thread && !inbox.claim()
        || !now.connection().isQuick(packet.payload())) {
      return false;
    }
    try {
      out.answering(packet.sequence());
      if (now.connection().command(packet.payload(), context.channel())
          == Connection.Outcome.QUIT) {
        leave();
      }
    } finally {
      packet.payload().release();
      heard = System.nanoTime();
      if (thread) {
        inbox.giveBack(now.patience());
      }
    }
    return true;
  }

  /// Returns for how many nanoseconds from now on a client without a thread may say nothing; for
  /// the event loop.
  long patience() {
    Guest now = guest;
    return now == null
        ? authenticator.patience()
        : Math.max(0, now.patience() - (System.nanoTime() - heard));
  }

  /// The client of a connection without a thread has said nothing for too long.
  void giveUp() {
    if (guest != null) {
      sayGoodbye();
    }
    context.close();
  }

  /// A connection that never had a thread has ended.
  void end() {
    Guest last = guest;
    if (last != null) {
      gone();
      last.close();
    } else if (!left) {
      counters.count(Event.ABORTED_CONNECTS);
    }
    services.status().left(id);
    release();
  }

  /// Throws away what was not sent.
  void release() {
    out.release();
  }

  /// Goes on from the first packet that the event loop did not answer.
  void run() throws InterruptedException, TimeoutException {
    try {
      if (guest == null && !talk()) {
        counters.count(Event.ABORTED_CONNECTS);
        return;
      }
      Optional<HandshakeResponse> next = serve();
      while (next.isPresent()) {
        seat(entrance.change(next.get()));
        next = serve();
      }
    } catch (SqlException e) {
      refuse(e);
    } finally {
      services.status().left(id);
    }
  }

  /// Returns false when the client went before it said who it is.
  private boolean talk() throws InterruptedException, TimeoutException {
    if (!entrance.talks()) {
      Optional<Packet> answer = authenticator.take();
      if (answer.isEmpty()) {
        return false;
      }
      enter(answer.get());
    }
    if (guest == null) {
      seat(entrance.talk());
    }
    return true;
  }

  /// Returns who is to come next on the same connection.
  private Optional<HandshakeResponse> serve() throws InterruptedException, TimeoutException {
    try (Guest now = Objects.requireNonNull(guest)) {
      return commands(now);
    } finally {
      guest = null;
    }
  }

  private Optional<HandshakeResponse> commands(Guest now)
      throws InterruptedException, TimeoutException {
    while (true) {
      Optional<Packet> packet = command(now);
      if (packet.isEmpty()) {
        gone();
        return Optional.empty();
      }
      out.answering(packet.get().sequence());
      packet.get().checked(0);
      try {
        switch (now.connection().command(packet.get().payload(), context.channel())) {
          case GO_ON -> {}
          case CHANGE_USER -> {
            return Optional.of(HandshakeResponse.change(packet.get().payload(), now.response()));
          }
          case QUIT -> {
            leave();
            return Optional.empty();
          }
        }
      } finally {
        packet.get().payload().release();
      }
    }
  }

  private Optional<Packet> command(Guest now) throws InterruptedException, TimeoutException {
    try {
      return inbox.command(context, now.patience());
    } catch (TimeoutException e) {
      sayGoodbye();
      throw e;
    } catch (InterruptedException e) {
      gone();
      throw e;
    }
  }

  private void gone() {
    if (!left) {
      counters.count(Event.ABORTED_CLIENTS);
    }
  }

  /// As if it answered the client's next command, which then reads why.
  private void sayGoodbye() {
    left = true;
    counters.count(Event.ABORTED_CLIENTS);
    out.answering(0);
    out.error(
        new SqlException(
            SqlError.IDLE_CONNECTION,
            "The client was disconnected by the server because of inactivity. See"
                + " wait_timeout and interactive_timeout for configuring this behavior."));
    out.flush();
  }

  /// Some clients wait for the server to close first.
  private void leave() {
    left = true;
    context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  private void refuse(SqlException e) {
    left = true;
    counters.count(Event.ABORTED_CONNECTS);
    out.error(e);
    out.flush();
  }
}
