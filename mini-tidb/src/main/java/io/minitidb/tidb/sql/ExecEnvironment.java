package io.minitidb.tidb.sql;

import io.minitidb.coprocessor.Coprocessor;
import io.minitidb.tidb.exec.NodeClients;
import io.minitidb.tidb.session.SessionRegistry;
import io.minitidb.tidb.topology.CurrentTopology;

/// What every execution on this mini-tidb shares.
///
/// @param sessions the connections of this mini-tidb
/// @param local answers this node's own share
/// @param localInstance this node's INSTANCE
public record ExecEnvironment(
    CurrentTopology topology,
    SessionRegistry sessions,
    NodeClients clients,
    Coprocessor local,
    String localInstance) {}
