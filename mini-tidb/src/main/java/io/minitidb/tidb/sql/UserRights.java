package io.minitidb.tidb.sql;

import io.minitidb.cop.expr.EvalException;
import io.minitidb.memtable.AccessDenied;
import io.minitidb.memtable.Privilege;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.session.Session;
import java.util.Arrays;
import java.util.Collection;

/// What a session's user may do to accounts.
final class UserRights {
  private UserRights() {}

  /// @throws SqlException 1227 unless the user has one of `enough`
  static void needsOneOf(Session session, Privilege... enough) {
    if (Arrays.stream(enough).noneMatch(session.user()::may)) {
      EvalException denied = AccessDenied.needs(enough);
      throw new SqlException(denied.code(), String.valueOf(denied.getMessage()), denied);
    }
  }

  /// Nobody gives away, takes away, or gets by another's account what he has not himself.
  ///
  /// @throws SqlException 1227 naming the first that the user lacks
  static void needsAll(Session session, Collection<Privilege> privileges) {
    privileges.stream().sorted().forEach(each -> needsOneOf(session, each));
  }
}
