package io.minitidb.tidb.mysql;

import io.minitidb.tidb.session.ServerVariables;
import io.minitidb.tidb.session.SessionRegistry;
import io.minitidb.tidb.sql.SqlEngine;
import io.minitidb.tidb.users.Logins;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/// What all connections of a server share.
///
/// @param engine comes when the cluster's tables are there
/// @param present how many clients are connected, whether they have logged in or not
record Services(
    CompletableFuture<SqlEngine> engine,
    SessionRegistry sessions,
    Logins logins,
    ServerStatus status,
    Transport transport,
    AtomicInteger present) {

  /// As many connections as there is memory for: an idle one with TLS takes some 14 KiB, by the
  /// JDK's TLS of the heap, and a heap that is full ends the process.
  private static final long ROOM = Runtime.getRuntime().maxMemory() / (24 << 10);

  /// Returns how many clients there may be at a time.
  long most() {
    long limit = server().number(ServerVariables.MAX_CONNECTIONS);
    return limit == 0 ? ROOM : limit;
  }

  ServerVariables server() {
    return sessions.globals().server();
  }

  /// Returns what is offered to clients.
  int capabilities() {
    return Capabilities.SERVER | (transport.tls().isPresent() ? Capabilities.SSL : 0);
  }
}
