package io.minitidb.tidb.sql;

import io.minitidb.coprocessor.Coprocessor;
import io.minitidb.tidb.change.ConfigChanges;
import io.minitidb.tidb.digest.Digests;
import io.minitidb.tidb.exec.NodeClients;
import io.minitidb.tidb.session.GlobalChanges;
import io.minitidb.tidb.session.SessionRegistry;
import io.minitidb.tidb.statement.StatementRecorder;
import io.minitidb.tidb.topology.CurrentTopology;
import io.minitidb.tidb.users.Users;
import java.util.List;
import java.util.Optional;

/// What every execution on this mini-tidb shares.
///
/// @param sessions the connections of this mini-tidb
/// @param local answers this node's own share
/// @param localInstance this node's INSTANCE
/// @param statements takes what each statement leaves behind
/// @param users who may do what
/// @param globalChanges does what SET GLOBAL wants
/// @param changes changes the configuration of nodes; empty for a mini-tidb of no cluster
public record ExecEnvironment(
    CurrentTopology topology,
    SessionRegistry sessions,
    NodeClients clients,
    Coprocessor local,
    String localInstance,
    StatementRecorder statements,
    Users users,
    GlobalChanges globalChanges,
    Optional<ConfigChanges> changes) {

  /// An environment whose statements leave no record and change nothing.
  public ExecEnvironment(
      CurrentTopology topology,
      SessionRegistry sessions,
      NodeClients clients,
      Coprocessor local,
      String localInstance) {
    this(
        topology,
        sessions,
        clients,
        local,
        localInstance,
        new StatementRecorder(new Digests((sql, mode) -> sql), List.of()),
        Users.inMemory(),
        GlobalChanges.REFUSED,
        Optional.empty());
  }
}
