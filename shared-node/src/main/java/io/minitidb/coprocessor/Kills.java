package io.minitidb.coprocessor;

import io.minitidb.memtable.User;

/// Ends connections of this node, or what they run.
@FunctionalInterface
public interface Kills {

  /// @param connection its id, unique in the cluster
  /// @param queryOnly whether the connection lives on
  /// @throws io.minitidb.cop.expr.EvalException 1094 when there is no such connection, 1227 when
  ///   the user may not end it
  void kill(long connection, boolean queryOnly, User user);
}
