package io.minitidb.tidb.mysql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.session.Counters;
import io.minitidb.tidb.session.Counters.Event;
import io.minitidb.tidb.session.ServerVariables;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.SystemVariables;
import io.minitidb.tidb.users.Attempt;
import io.minitidb.tidb.users.Client;
import io.minitidb.tidb.users.Login;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// What is said on one connection from the greeting to its end, on the connection's own thread but
/// for the greeting and quick answers, see [#answers(Packet)].
final class Conversation {
  private final ChannelHandlerContext context;
  private final Inbox inbox;
  private final PacketDecoder packets;
  private final Services services;
  private final Counters counters;
  private final long id;
  private final PacketWriter out;
  private final Client client;
  private final Authenticator authenticator;
  private volatile boolean loggedIn;
  private volatile @Nullable Answering answering;

  /// Who answers commands, and for whom.
  private record Answering(Connection connection, Session session) {}

  Conversation(
      ChannelHandlerContext context,
      Inbox inbox,
      PacketDecoder packets,
      Services services,
      Counters counters) {
    this.context = context;
    this.inbox = inbox;
    this.packets = packets;
    this.services = services;
    this.counters = counters;
    this.id = services.sessions().newId();
    this.out = new PacketWriter(context.channel(), counters);
    this.authenticator = new Authenticator(context, inbox, out, services.transport().key());
    InetAddress address = ((InetSocketAddress) context.channel().remoteAddress()).getAddress();
    this.client = new Client(NetUtil.toAddressString(address), address.isLoopbackAddress());
  }

  boolean isLoggedIn() {
    return loggedIn;
  }

  void release() {
    out.release();
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
      out.error(new SqlException(SqlError.TOO_MANY_CONNECTIONS, "Too many connections"), false);
    }
    out.flush();
    return welcome;
  }

  /// Goes on from the client's first packet.
  void run() throws InterruptedException, TimeoutException {
    try {
      enter(services.server());
    } catch (SqlException e) {
      counters.count(Event.ABORTED_CONNECTS);
      out.error(e);
      out.flush();
    } finally {
      services.status().left(id);
    }
  }

  private void enter(ServerVariables server) throws InterruptedException, TimeoutException {
    Optional<Packet> answer = authenticator.first();
    if (answer.isEmpty()) {
      counters.count(Event.ABORTED_CONNECTS);
      return;
    }
    Optional<HandshakeResponse> response;
    try {
      response = Optional.of(HandshakeResponse.parse(answer.get().payload()));
    } finally {
      answer.get().payload().release();
    }
    if (server.flag(ServerVariables.SECURE_TRANSPORT) && !isSecure()) {
      throw new SqlException(
          SqlError.INSECURE_TRANSPORT,
          "Connections using insecure transport are prohibited while"
              + " --require_secure_transport=ON.");
    }
    while (response.isPresent()) {
      response = serve(response.get());
    }
  }

  /// Lets a user in and serves him; returns who is to come after him on the same connection.
  private Optional<HandshakeResponse> serve(HandshakeResponse response)
      throws InterruptedException, TimeoutException {
    Attempt attempt = services.logins().begin(response.user(), client, isSecure());
    try (Login login = authenticator.authenticate(attempt, response, isSecure(), loggedIn)) {
      Session session = services.sessions().open(id, login, counters);
      try {
        return serve(session, response);
      } finally {
        services.sessions().close(session);
      }
    }
  }

  private Optional<HandshakeResponse> serve(Session session, HandshakeResponse response)
      throws InterruptedException, TimeoutException {
    if (!response.database().isEmpty()) {
      services.engine().get().use(session, response.database());
    }
    session.disconnectBy(context::close);
    follow(session, response);
    // The client's first frame may come as soon as it has its answer, which is not compressed yet.
    Runnable compressed = loggedIn ? () -> {} : compress(response);
    out.ok(0, 0);
    out.flush();
    compressed.run();
    loggedIn = true;
    Connection connection =
        new Connection(session, services, out, response.capabilities() & services.capabilities());
    return commands(connection, session, response);
  }

  private void follow(Session session, HandshakeResponse response) {
    if (response.has(Capabilities.INTERACTIVE)) {
      session.set(
          SystemVariables.WAIT_TIMEOUT, session.variable(SystemVariables.INTERACTIVE_TIMEOUT));
    }
    packets.allow((int) session.number(SystemVariables.MAX_ALLOWED_PACKET));
    out.patience(() -> session.number(SystemVariables.NET_WRITE_TIMEOUT));
    out.status(() -> StatusFlags.of(session));
    if (response.has(Capabilities.SESSION_TRACK & services.capabilities())) {
      out.track(new SessionTracker(session));
    }
    services.status().entered(session.id(), facts(response));
  }

  private ConnectionFacts facts(HandshakeResponse response) {
    Optional<SSLSession> session = tls().map(handler -> handler.engine().getSession());
    return new ConnectionFacts(
        session.map(SSLSession::getCipherSuite).orElse(""),
        session.map(SSLSession::getProtocol).orElse(""),
        response.attributes());
  }

  /// Behind the end of the login both sides compress, when both can: what is read from now on, and
  /// once the returned action has run, what is written.
  private Runnable compress(HandshakeResponse response) {
    Compression compression;
    // Who can do both expects zlib.
    if (response.has(Capabilities.COMPRESS & services.capabilities())) {
      compression = new Compression.Zlib();
    } else if (response.has(Capabilities.ZSTD & services.capabilities())) {
      compression = new Compression.Zstandard(response.level());
    } else {
      return () -> {};
    }
    Compressor compressor = new Compressor(compression);
    FrameDecoder decoder = new FrameDecoder(compression);
    context
        .pipeline()
        .addBefore(
            context.pipeline().context(PacketDecoder.class).name(), FrameDecoder.NAME, decoder);
    return () -> out.compress(compressor, decoder::sequence);
  }

  /// Answers a command on the event loop when that takes no time to speak of and needs nobody else,
  /// and releases it.
  ///
  /// @return whether it has; else the packet is the thread's to answer, and comes next to the inbox
  boolean answers(Packet packet) {
    Answering now = answering;
    if (now == null
        || packet.first() != 0
        || packet.fault().isPresent()
        || !context.channel().isWritable()
        || !inbox.claim()) {
      return false;
    }
    if (!now.connection().isQuick(packet.payload())) {
      return false;
    }
    try {
      out.answering(packet.sequence());
      now.connection().command(packet.payload(), context.channel());
    } finally {
      packet.payload().release();
      inbox.giveBack(patience(now.session()));
    }
    return true;
  }

  private Optional<HandshakeResponse> commands(
      Connection connection, Session session, HandshakeResponse response)
      throws InterruptedException, TimeoutException {
    answering = new Answering(connection, session);
    try {
      return answered(connection, session, response);
    } finally {
      answering = null;
    }
  }

  private Optional<HandshakeResponse> answered(
      Connection connection, Session session, HandshakeResponse response)
      throws InterruptedException, TimeoutException {
    while (true) {
      Optional<Packet> packet = command(session);
      if (packet.isEmpty()) {
        counters.count(Event.ABORTED_CLIENTS);
        return Optional.empty();
      }
      out.answering(packet.get().sequence());
      packet.get().checked(0);
      try {
        switch (connection.command(packet.get().payload(), context.channel())) {
          case GO_ON -> {}
          case CHANGE_USER -> {
            authenticator.within(services.server().number(ServerVariables.CONNECT_TIMEOUT));
            return Optional.of(HandshakeResponse.change(packet.get().payload(), response));
          }
          case QUIT -> {
            // Some clients wait for the server to close first.
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            return Optional.empty();
          }
        }
      } finally {
        packet.get().payload().release();
      }
    }
  }

  private Optional<Packet> command(Session session) throws InterruptedException, TimeoutException {
    try {
      return inbox.command(context, patience(session));
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
  }

  private static long patience(Session session) {
    Duration idle = session.settings().idle();
    return idle.isZero() ? Long.MAX_VALUE : idle.toNanos();
  }

  private Optional<SslHandler> tls() {
    return Optional.ofNullable(context.pipeline().get(SslHandler.class));
  }

  private boolean isSecure() {
    return tls().isPresent();
  }
}
