package io.minitidb.tidb.mysql;

import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.SessionRegistry;
import io.minitidb.tidb.users.Login;
import java.time.Duration;

/// Who was let in, until he leaves or comes as somebody else.
///
/// @param response what he said when he came
/// @param connection answers his commands
record Guest(
    HandshakeResponse response,
    Login login,
    Session session,
    Connection connection,
    SessionRegistry sessions)
    implements AutoCloseable {

  /// Returns for how many nanoseconds he may say nothing.
  long patience() {
    Duration idle = session.settings().idle();
    return idle.isZero() ? Long.MAX_VALUE : idle.toNanos();
  }

  @Override
  public void close() {
    sessions.close(session);
    login.close();
  }
}
