package io.minitidb.tidb.sql;

import io.minitidb.coprocessor.Coprocessor;
import io.minitidb.tidb.exec.NodeClients;
import io.minitidb.tidb.topology.CurrentTopology;

/// What every execution on this mini-tidb shares.
///
/// @param local answers this node's own share
/// @param localInstance this node's INSTANCE
public record ExecEnvironment(
    CurrentTopology topology, NodeClients clients, Coprocessor local, String localInstance) {}
