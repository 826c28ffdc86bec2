package io.minitidb.tidb.session;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The statements that PREPARE has given a name, in any case.
public final class PreparedTexts {
  private final ServerVariables server;
  private final Map<String, String> texts = new HashMap<>();

  /// @param server says how many there may be
  PreparedTexts(ServerVariables server) {
    this.server = server;
  }

  /// Keeps the text of a statement under a name, in the place of one of that name.
  ///
  /// @throws SqlException 1461 when there are too many
  public void put(String name, String sql) {
    checkMore(texts.size());
    texts.put(name.toLowerCase(Locale.ROOT), sql);
  }

  /// @throws SqlException 1461 when a session that has `count` prepared statements may have no more
  public void checkMore(int count) {
    long most = server.number(ServerVariables.MAX_PREPARED);
    if (count >= most) {
      throw new SqlException(
          SqlError.TOO_MANY_STATEMENTS,
          "Can't create more than max_prepared_stmt_count statements (current value: "
              + most
              + ")");
    }
  }

  public Optional<String> find(String name) {
    return Optional.ofNullable(texts.get(name.toLowerCase(Locale.ROOT)));
  }

  /// Forgets a statement; returns whether there was one.
  public boolean forget(String name) {
    return texts.remove(name.toLowerCase(Locale.ROOT)) != null;
  }

  void clear() {
    texts.clear();
  }
}
