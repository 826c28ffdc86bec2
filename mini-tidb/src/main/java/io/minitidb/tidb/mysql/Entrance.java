package io.minitidb.tidb.mysql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.session.Counters;
import io.minitidb.tidb.session.ServerVariables;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.SystemVariables;
import io.minitidb.tidb.users.Attempt;
import io.minitidb.tidb.users.Client;
import io.minitidb.tidb.users.Login;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// How a client comes in: from its answer to the greeting to the OK that ends the login. Most
/// answers are proof enough, and letting such a client in waits for nobody; only a longer talk
/// needs a thread.
final class Entrance {
  private final ChannelHandlerContext context;
  private final PacketDecoder packets;
  private final Services services;
  private final Counters counters;
  private final long id;
  private final PacketWriter out;
  private final Client client;
  private final Authenticator authenticator;
  private @Nullable Begun begun;
  private boolean entered;

  /// A client whose answer was no proof yet.
  private record Begun(HandshakeResponse response, Attempt attempt, Attempt.Step step) {}

  Entrance(
      ChannelHandlerContext context,
      PacketDecoder packets,
      Services services,
      Counters counters,
      long id,
      PacketWriter out,
      Client client,
      Authenticator authenticator) {
    this.context = context;
    this.packets = packets;
    this.services = services;
    this.counters = counters;
    this.id = id;
    this.out = out;
    this.client = client;
    this.authenticator = authenticator;
  }

  /// Whether letting a client in waits for nobody: before the cluster's tables are there, it does.
  boolean isOpen() {
    return services.engine().isDone();
  }

  /// Takes the client's answer to the greeting, and releases it.
  ///
  /// @return empty for a client that has to be talked to, see [#talk()]
  /// @throws SqlException why it is not let in
  Optional<Guest> first(Packet answer) {
    HandshakeResponse response = authenticator.response(answer);
    if (services.server().flag(ServerVariables.SECURE_TRANSPORT) && !isSecure()) {
      throw new SqlException(
          SqlError.INSECURE_TRANSPORT,
          "Connections using insecure transport are prohibited while"
              + " --require_secure_transport=ON.");
    }
    Begun now = begin(response);
    if (now.step().talks()) {
      begun = now;
      return Optional.empty();
    }
    return Optional.of(welcome(response, authenticator.enter(now.attempt(), now.step())));
  }

  /// Returns whether [#talk()] is to come next.
  boolean talks() {
    return begun != null && !entered;
  }

  /// Goes on with a client that [#first(Packet)] did not let in.
  ///
  /// @throws SqlException why it is not let in
  Guest talk() throws InterruptedException, TimeoutException {
    return talk(Objects.requireNonNull(begun));
  }

  /// Lets the one in who comes next on the same connection.
  ///
  /// @throws SqlException why he is not let in
  Guest change(HandshakeResponse response) throws InterruptedException, TimeoutException {
    authenticator.within(services.server().number(ServerVariables.CONNECT_TIMEOUT));
    return talk(begin(response));
  }

  private Begun begin(HandshakeResponse response) {
    Attempt attempt = services.logins().begin(response.user(), client, isSecure());
    return new Begun(response, attempt, authenticator.begin(attempt, response));
  }

  private Guest talk(Begun by) throws InterruptedException, TimeoutException {
    Login login =
        authenticator.authenticate(by.attempt(), by.step(), by.response(), isSecure(), entered);
    return welcome(by.response(), login);
  }

  private Guest welcome(HandshakeResponse response, Login login) {
    Session session = services.sessions().open(id, login, counters);
    Connection connection =
        new Connection(session, services, out, response.capabilities() & services.capabilities());
    Guest guest = new Guest(response, login, session, connection, services.sessions());
    try {
      seat(session, response);
    } catch (RuntimeException e) {
      guest.close();
      throw e;
    }
    return guest;
  }

  private void seat(Session session, HandshakeResponse response) {
    if (!response.database().isEmpty()) {
      services.engine().join().use(session, response.database());
    }
    session.disconnectBy(context::close);
    follow(session, response);
    // The client's first frame may come as soon as it has its answer, which is not compressed yet.
    Runnable compressed = entered ? () -> {} : compress(response);
    out.ok(0, 0);
    out.flush();
    compressed.run();
    entered = true;
  }

  private void follow(Session session, HandshakeResponse response) {
    if (response.has(Capabilities.INTERACTIVE)) {
      session
          .variables()
          .set(
              SystemVariables.WAIT_TIMEOUT,
              session.variables().value(SystemVariables.INTERACTIVE_TIMEOUT));
    }
    packets.allow((int) session.variables().number(SystemVariables.MAX_ALLOWED_PACKET));
    out.patience(() -> session.variables().number(SystemVariables.NET_WRITE_TIMEOUT));
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

  private Optional<SslHandler> tls() {
    return Optional.ofNullable(context.pipeline().get(SslHandler.class));
  }

  private boolean isSecure() {
    return tls().isPresent();
  }
}
