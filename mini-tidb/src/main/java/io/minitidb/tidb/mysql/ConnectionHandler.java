package io.minitidb.tidb.mysql;

import io.minitidb.memtable.User;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.session.Counters;
import io.minitidb.tidb.session.Counters.Event;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.SessionRegistry;
import io.minitidb.tidb.sql.SqlEngine;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client connection. The event loop only hands packets over; greeting, login and commands run
/// on a virtual thread of the connection's own. What a client sends is read only a few packets
/// ahead, so it cannot make us queue; but it is, so that a client that goes is noticed while its
/// statement runs.
final class ConnectionHandler extends SimpleChannelInboundHandler<Packet> {
  private static final Logger log = LoggerFactory.getLogger(ConnectionHandler.class);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int NONCE = 20;
  private static final int HEADER = 4;
  private static final int AHEAD = 2;

  private final Supplier<SqlEngine> engine;
  private final SessionRegistry sessions;
  private final ServerStatus status;
  private final int maxConnections;
  private final Counters counters;
  private final LinkedBlockingQueue<Optional<Packet>> packets = new LinkedBlockingQueue<>();
  private @Nullable Thread thread;
  private volatile boolean enough;

  ConnectionHandler(
      Supplier<SqlEngine> engine,
      SessionRegistry sessions,
      ServerStatus status,
      int maxConnections) {
    super(false);
    this.engine = engine;
    this.sessions = sessions;
    this.status = status;
    this.maxConnections = maxConnections;
    this.counters = new Counters(sessions.counters());
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    thread =
        Thread.ofVirtual()
            .name("mysql-" + context.channel().id().asShortText())
            .start(() -> run(context));
    context.read();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, Packet packet) {
    counters.add(Event.BYTES_RECEIVED, HEADER + packet.payload().readableBytes());
    packets.add(Optional.of(packet));
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (packets.size() < AHEAD) {
      context.read();
      return;
    }
    enough = true;
    readAgain(context); // the thread may have taken all of them before it could see that
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    packets.add(Optional.empty());
    if (thread != null) {
      // Whatever the statement waits for, nobody will read its answer.
      thread.interrupt();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.debug("closing a connection: {}", cause.toString());
    context.close();
  }

  private void run(ChannelHandlerContext context) {
    PacketWriter out = new PacketWriter(context.channel(), counters);
    try {
      serve(context, out);
    } catch (InterruptedException e) {
      log.debug("a connection ended");
    } catch (RuntimeException e) {
      log.warn("a connection failed", e);
    } finally {
      context.close();
      out.release();
      packets.forEach(packet -> packet.ifPresent(left -> left.payload().release()));
    }
  }

  private Optional<Packet> read(ChannelHandlerContext context) throws InterruptedException {
    readAgain(context);
    return packets.take();
  }

  private void readAgain(ChannelHandlerContext context) {
    if (enough && packets.isEmpty()) {
      enough = false;
      context.read();
    }
  }

  private void serve(ChannelHandlerContext context, PacketWriter out) throws InterruptedException {
    counters.count(Event.CONNECTIONS);
    if (maxConnections > 0 && sessions.count() >= maxConnections) {
      counters.count(Event.CONNECTION_ERRORS_MAX_CONNECTIONS);
      out.error(new SqlException(SqlError.TOO_MANY_CONNECTIONS, "Too many connections"));
      out.flush();
      return;
    }
    long id = sessions.newId();
    out.greeting(id, nonce());
    out.flush();
    Optional<Packet> answer = read(context);
    if (answer.isEmpty()) {
      counters.count(Event.ABORTED_CONNECTS);
      return;
    }
    Session session = null;
    try {
      out.answering(answer.get().sequence());
      HandshakeResponse response = HandshakeResponse.parse(answer.get().payload());
      session =
          login(
              id,
              response,
              ((InetSocketAddress) context.channel().remoteAddress())
                  .getAddress()
                  .getHostAddress());
      session.disconnectBy(context::close);
      out.ok(0, 0);
      out.flush();
      Connection connection =
          new Connection(session, engine.get(), out, response.capabilities(), status);
      commands(context, connection);
    } catch (SqlException e) {
      counters.count(Event.ABORTED_CONNECTS);
      out.error(e);
      out.flush();
    } finally {
      answer.get().payload().release();
      if (session != null) {
        sessions.close(session);
      }
    }
  }

  private void commands(ChannelHandlerContext context, Connection connection)
      throws InterruptedException {
    while (true) {
      Optional<Packet> packet = read(context);
      if (packet.isEmpty()) {
        counters.count(Event.ABORTED_CLIENTS);
        return;
      }
      try {
        if (!connection.command(packet.get(), context.channel())) {
          // Some clients wait for the server to close first.
          context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
          return;
        }
      } finally {
        packet.get().payload().release();
      }
    }
  }

  /// Bytes that are neither 0 nor `$` nor above 127: some drivers read them as ASCII text.
  private static byte[] nonce() {
    byte[] nonce = new byte[NONCE];
    for (int i = 0; i < NONCE; i++) {
      do {
        nonce[i] = (byte) (1 + RANDOM.nextInt(127));
      } while (nonce[i] == '$');
    }
    return nonce;
  }

  /// There is one user so far: root, without a password.
  private Session login(long id, HandshakeResponse response, String host) {
    if (!response.user().equals("root") || response.hasPassword()) {
      throw new SqlException(
          SqlError.ACCESS_DENIED,
          "Access denied for user '"
              + response.user()
              + "'@'"
              + host
              + "' (using password: "
              + (response.hasPassword() ? "YES" : "NO")
              + ")");
    }
    Session session = sessions.open(id, User.all(response.user(), host), counters);
    if (!response.database().isEmpty()) {
      try {
        engine.get().use(session, response.database());
      } catch (SqlException e) {
        sessions.close(session);
        throw e;
      }
    }
    return session;
  }
}
