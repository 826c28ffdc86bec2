package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.users.Account;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What follows the accounts of CREATE USER and ALTER USER: `REQUIRE NONE | SSL`, `WITH
/// MAX_USER_CONNECTIONS n`, `ACCOUNT LOCK | UNLOCK`.
///
/// @param needsTls empty when nothing is said of it, like the others
record UserOptions(
    Optional<Boolean> needsTls, Optional<Integer> maxConnections, Optional<Boolean> locked) {
  private static final Set<String> OTHER_LIMITS =
      Set.of("max_queries_per_hour", "max_updates_per_hour", "max_connections_per_hour");
  private static final long MOST_CONNECTIONS = Integer.MAX_VALUE;

  boolean isEmpty() {
    return needsTls.isEmpty() && maxConnections.isEmpty() && locked.isEmpty();
  }

  Account applyTo(Account account) {
    Account limited = maxConnections.map(account::limited).orElse(account);
    Account secured = needsTls.map(limited::needingTls).orElse(limited);
    return locked.map(secured::locked).orElse(secured);
  }

  /// Takes the options to the end of the statement.
  ///
  /// @throws SqlException 1235 for those that have no effect here, so that nobody relies on them
  static UserOptions read(TokenReader tokens) {
    Optional<Boolean> needsTls = Optional.empty();
    if (tokens.accept("require")) {
      needsTls = Optional.of(tokens.accept("ssl"));
      if (!needsTls.get() && !tokens.accept("none")) {
        throw unsupported("REQUIRE " + tokens.peek().text());
      }
    }
    Optional<Integer> connections = Optional.empty();
    if (tokens.accept("with")) {
      do {
        Optional<Integer> limit = limit(tokens);
        connections = limit.isPresent() ? limit : connections;
      } while (tokens.peek().isName() && tokens.peek().lower().startsWith("max_"));
    }
    Optional<Boolean> locked = Optional.empty();
    if (tokens.accept("account")) {
      locked = Optional.of(tokens.accept("lock"));
      if (!locked.get()) {
        tokens.expect("unlock");
      }
    }
    if (tokens.peek().is("password")
        || tokens.peek().is("failed_login_attempts")
        || tokens.peek().is("comment")
        || tokens.peek().is("attribute")
        || tokens.peek().is("default")) {
      throw unsupported(tokens.peek().text());
    }
    tokens.end();
    return new UserOptions(needsTls, connections, locked);
  }

  private static Optional<Integer> limit(TokenReader tokens) {
    Token name = tokens.next();
    if (name.is("max_user_connections")) {
      return Optional.of((int) Math.min(tokens.number(), MOST_CONNECTIONS));
    }
    if (!OTHER_LIMITS.contains(name.lower())) {
      throw Syntax.error(tokens.sql(), name.start(), "expected a limit");
    }
    if (tokens.number() != 0) {
      throw unsupported(name.text());
    }
    return Optional.empty();
  }

  private static SqlException unsupported(String what) {
    return new SqlException(
        SqlError.NOT_SUPPORTED,
        "This version of mini-tidb doesn't yet support '" + what.toUpperCase(Locale.ROOT) + "'");
  }
}
