package io.minitidb.tidb.session;

import io.minitidb.memtable.Sessions;
import io.minitidb.memtable.User;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/// All connections of this mini-tidb. Connection ids hold the server's id, so that they are unique
/// in the cluster: bit 0 is 0, then 20 bits of a local number, then 11 bits of the server.
public final class SessionRegistry implements Sessions {
  private static final int LOCAL_BITS = 20;

  private final long serverId;
  private final AtomicLong next = new AtomicLong();
  private final Map<Long, Session> sessions = new ConcurrentSkipListMap<>();
  private final ServerVariables variables = new ServerVariables();

  public SessionRegistry(long serverId) {
    this.serverId = serverId;
  }

  /// Returns the variables that all sessions share.
  public ServerVariables variables() {
    return variables;
  }

  /// Returns an id that no open connection has.
  public long newId() {
    long id;
    do {
      long local = next.incrementAndGet() & ((1 << LOCAL_BITS) - 1);
      id = serverId << (LOCAL_BITS + 1) | local << 1;
    } while (sessions.containsKey(id));
    return id;
  }

  public Session open(long id, User user) {
    Session session = new Session(id, user, variables);
    sessions.put(id, session);
    return session;
  }

  public void close(Session session) {
    sessions.remove(session.id());
  }

  /// Returns an open connection of this server.
  public Optional<Session> find(long id) {
    return Optional.ofNullable(sessions.get(id));
  }

  public int count() {
    return sessions.size();
  }

  @Override
  public List<Sessions.Connection> all() {
    return sessions.values().stream().map(Session::snapshot).toList();
  }
}
