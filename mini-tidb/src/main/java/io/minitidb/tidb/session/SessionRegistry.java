package io.minitidb.tidb.session;

import io.minitidb.cop.expr.EvalException;
import io.minitidb.coprocessor.Kills;
import io.minitidb.memtable.AccessDenied;
import io.minitidb.memtable.Privilege;
import io.minitidb.memtable.Sessions;
import io.minitidb.memtable.User;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.users.Login;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// All connections of this mini-tidb. Connection ids hold the server's id, so that they are unique
/// in the cluster; see [ConnectionId].
public final class SessionRegistry implements Sessions, Kills {
  private final long serverId;
  private final AtomicLong next = new AtomicLong();
  private final AtomicInteger mostAtOnce = new AtomicInteger();
  private final Map<Long, Session> sessions = new ConcurrentSkipListMap<>();
  private final GlobalVariables globals;
  private final Counters counters = new Counters();
  private final UserLocks locks = new UserLocks();

  /// @param serverId this mini-tidb's number in the cluster
  /// @param globals what sessions begin with
  public SessionRegistry(long serverId, GlobalVariables globals) {
    this.serverId = serverId;
    this.globals = globals;
  }

  public GlobalVariables globals() {
    return globals;
  }

  /// Returns what happened on all connections together.
  public Counters counters() {
    return counters;
  }

  /// Returns an id that no open connection has.
  public long newId() {
    long id;
    do {
      id = ConnectionId.of(serverId, next.incrementAndGet()).value();
    } while (sessions.containsKey(id));
    return id;
  }

  /// Opens a session without a client of its own.
  public Session open(long id, User user) {
    return open(id, Login.of(user), new Counters(counters));
  }

  /// @param login who it acts for; closed by its opener
  /// @param connection counts what happens on the session's connection
  public Session open(long id, Login login, Counters connection) {
    Session session = new Session(id, login, globals, connection, locks.of(id));
    sessions.put(id, session);
    mostAtOnce.accumulateAndGet(sessions.size(), Math::max);
    return session;
  }

  /// Returns how many connections there were at most at one time.
  public int mostAtOnce() {
    return mostAtOnce.get();
  }

  public void close(Session session) {
    sessions.remove(session.id());
    session.locks().releaseAll();
  }

  /// Returns an open connection of this server.
  public Optional<Session> find(long id) {
    return Optional.ofNullable(sessions.get(id));
  }

  /// Returns whether connections with such an id are this server's.
  public boolean owns(ConnectionId id) {
    return id.serverId() == serverId;
  }

  /// The owner of a connection may always end it.
  @Override
  public void kill(long connection, boolean queryOnly, User user) {
    Session victim =
        find(connection)
            .orElseThrow(() ->
                new EvalException(
                    SqlError.NO_SUCH_THREAD.code(), "Unknown thread id: " + connection));
    if (!user.name().equals(victim.user().name())
        && !user.may(Privilege.SUPER)
        && !user.may(Privilege.CONNECTION_ADMIN)) {
      throw AccessDenied.needs(Privilege.SUPER, Privilege.CONNECTION_ADMIN);
    }
    if (queryOnly) {
      victim.thread().interrupt();
    } else {
      victim.kill();
    }
  }

  public int count() {
    return sessions.size();
  }

  @Override
  public List<Sessions.Connection> all() {
    return sessions.values().stream().map(Session::snapshot).toList();
  }
}
