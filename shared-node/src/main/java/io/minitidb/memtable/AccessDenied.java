package io.minitidb.memtable;

import io.minitidb.cop.expr.EvalException;
import java.util.Arrays;
import java.util.stream.Collectors;

/// What a user may not. The check of what a table needs: at the root before a node is asked, and
/// again on each node.
public final class AccessDenied {
  /// MySQL's ER_SPECIFIC_ACCESS_DENIED_ERROR.
  private static final int SPECIFIC_ACCESS_DENIED = 1227;

  private AccessDenied() {}

  /// @throws EvalException 1227 when `user` may not read `table`
  public static void check(User user, TableInfo table) {
    table
        .needs()
        .filter(needed -> !user.may(needed))
        .ifPresent(needed -> {
          throw needs(needed);
        });
  }

  /// Returns error 1227, which names what would be enough.
  public static EvalException needs(Privilege... enough) {
    return new EvalException(
        SPECIFIC_ACCESS_DENIED,
        "Access denied; you need (at least one of) the "
            + Arrays.stream(enough).map(Privilege::words).collect(Collectors.joining(" or "))
            + " privilege(s) for this operation");
  }
}
