package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.SessionRegistry;

/// `KILL [TIDB] [CONNECTION | QUERY] id`, for connections of this mini-tidb.
record KillStatement(SessionRegistry sessions) {

  /// Answers what follows the word KILL.
  ///
  /// @throws SqlException 1094 when there is no such connection
  void run(TokenReader reader) {
    reader.accept("tidb");
    boolean query = reader.accept("query");
    if (!query) {
      reader.accept("connection");
    }
    Token number = reader.next();
    if (number.kind() != Token.Kind.NUMBER || !number.text().matches("\\d{1,18}")) {
      throw Syntax.error(reader.sql(), number.start(), "expected the id of a connection");
    }
    reader.end();
    Session victim =
        sessions
            .find(Long.parseLong(number.text()))
            .orElseThrow(() ->
                new SqlException(SqlError.NO_SUCH_THREAD, "Unknown thread id: " + number.text()));
    if (query) {
      victim.killQuery();
    } else {
      victim.kill();
    }
  }
}
