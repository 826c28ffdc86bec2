package io.minitidb.tidb.mysql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.session.Counters;
import io.minitidb.tidb.session.Counters.Event;
import io.minitidb.tidb.session.ServerVariables;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.SessionRegistry;
import io.minitidb.tidb.session.SystemVariables;
import io.minitidb.tidb.sql.SqlEngine;
import io.minitidb.tidb.users.Client;
import io.minitidb.tidb.users.Login;
import io.minitidb.tidb.users.Logins;
import io.minitidb.tidb.users.NativePassword;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
  private final Logins logins;
  private final ServerStatus status;
  private final Counters counters;
  private final LinkedBlockingQueue<Optional<Packet>> packets = new LinkedBlockingQueue<>();
  private @Nullable Thread thread;
  private volatile boolean enough;
  private volatile boolean loggedIn;

  ConnectionHandler(
      Supplier<SqlEngine> engine, SessionRegistry sessions, Logins logins, ServerStatus status) {
    super(false);
    this.engine = engine;
    this.sessions = sessions;
    this.logins = logins;
    this.status = status;
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

  /// A client that sends no more is gone. Only who has not logged in yet may still want to read why
  /// he is not let in.
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      packets.add(Optional.empty());
      if (loggedIn) {
        end();
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    packets.add(Optional.empty());
    end();
  }

  /// Whatever the statement waits for, nobody will read its answer.
  private void end() {
    if (thread != null) {
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
    } catch (TimeoutException e) {
      log.debug("a client was silent for too long");
    } catch (RuntimeException e) {
      log.warn("a connection failed", e);
    } finally {
      context.close();
      out.release();
      packets.forEach(packet -> packet.ifPresent(left -> left.payload().release()));
    }
  }

  /// Waits for the next packet; empty when the client is gone.
  ///
  /// @param seconds 0 waits for ever
  /// @throws TimeoutException when the client sends nothing for so long
  private Optional<Packet> read(ChannelHandlerContext context, long seconds)
      throws InterruptedException, TimeoutException {
    readAgain(context);
    Optional<Packet> next = packets.poll(seconds == 0 ? Long.MAX_VALUE : seconds, TimeUnit.SECONDS);
    if (next == null) {
      throw new TimeoutException();
    }
    return next;
  }

  private void readAgain(ChannelHandlerContext context) {
    if (enough && packets.isEmpty()) {
      enough = false;
      context.read();
    }
  }

  private void serve(ChannelHandlerContext context, PacketWriter out)
      throws InterruptedException, TimeoutException {
    counters.count(Event.CONNECTIONS);
    ServerVariables server = sessions.globals().server();
    long most = server.number(ServerVariables.MAX_CONNECTIONS);
    if (most > 0 && sessions.count() >= most) {
      counters.count(Event.CONNECTION_ERRORS_MAX_CONNECTIONS);
      out.error(new SqlException(SqlError.TOO_MANY_CONNECTIONS, "Too many connections"));
      out.flush();
      return;
    }
    long id = sessions.newId();
    byte[] nonce = nonce();
    out.greeting(id, nonce);
    out.flush();
    Optional<Packet> answer = read(context, server.number(ServerVariables.CONNECT_TIMEOUT));
    if (answer.isEmpty()) {
      counters.count(Event.ABORTED_CONNECTS);
      return;
    }
    try {
      out.answering(answer.get().sequence());
      HandshakeResponse response = HandshakeResponse.parse(answer.get().payload());
      try (Login login = login(context, out, response, nonce)) {
        serve(context, out, sessions.open(id, login, counters), response);
      }
    } catch (SqlException e) {
      counters.count(Event.ABORTED_CONNECTS);
      out.error(e);
      out.flush();
    } finally {
      answer.get().payload().release();
    }
  }

  private void serve(
      ChannelHandlerContext context, PacketWriter out, Session session, HandshakeResponse response)
      throws InterruptedException, TimeoutException {
    try {
      if (!response.database().isEmpty()) {
        engine.get().use(session, response.database());
      }
      session.disconnectBy(context::close);
      loggedIn = true;
      follow(session, response.capabilities(), out);
      out.ok(0, 0);
      out.flush();
      Connection connection =
          new Connection(session, engine.get(), out, response.capabilities(), status);
      commands(context, connection, session, out);
    } finally {
      sessions.close(session);
    }
  }

  private static void follow(Session session, int capabilities, PacketWriter out) {
    if ((capabilities & Capabilities.INTERACTIVE) != 0) {
      session.set(
          SystemVariables.WAIT_TIMEOUT, session.variable(SystemVariables.INTERACTIVE_TIMEOUT));
    }
    out.patience(() -> session.number(SystemVariables.NET_WRITE_TIMEOUT));
  }

  private void commands(
      ChannelHandlerContext context, Connection connection, Session session, PacketWriter out)
      throws InterruptedException, TimeoutException {
    while (true) {
      Optional<Packet> packet;
      try {
        packet = read(context, session.number(SystemVariables.WAIT_TIMEOUT));
      } catch (TimeoutException e) {
        counters.count(Event.ABORTED_CLIENTS);
        // As if it answered the client's next command, which then reads why.
        out.answering(0);
        out.error(
            new SqlException(
                SqlError.IDLE_CONNECTION,
                "The client was disconnected by the server because of inactivity. See"
                    + " wait_timeout and interactive_timeout for configuring this behavior."));
        out.flush();
        throw e;
      }
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

  private Login login(
      ChannelHandlerContext context, PacketWriter out, HandshakeResponse response, byte[] nonce)
      throws InterruptedException, TimeoutException {
    InetAddress address = ((InetSocketAddress) context.channel().remoteAddress()).getAddress();
    Client client = new Client(NetUtil.toAddressString(address), address.isLoopbackAddress());
    Logins.Proof proof =
        response.needsSwitch()
            ? switched(context, out)
            : new Logins.Proof(nonce, HandshakeResponse.proof(response.auth()));
    return logins.login(response.user(), client, proof);
  }

  /// Asks for a proof by the plugin that accounts have, whether there is an account or not: nobody
  /// learns which names exist.
  private Logins.Proof switched(ChannelHandlerContext context, PacketWriter out)
      throws InterruptedException, TimeoutException {
    byte[] nonce = nonce();
    out.authSwitch(NativePassword.PLUGIN, nonce);
    out.flush();
    Packet packet =
        read(context, sessions.globals().server().number(ServerVariables.CONNECT_TIMEOUT))
            .orElseThrow(() -> new SqlException(SqlError.HANDSHAKE, "Bad handshake"));
    try {
      out.answering(packet.sequence());
      byte[] reply = Wire.readBytes(packet.payload(), packet.payload().readableBytes());
      return new Logins.Proof(nonce, HandshakeResponse.proof(reply));
    } finally {
      packet.payload().release();
    }
  }
}
