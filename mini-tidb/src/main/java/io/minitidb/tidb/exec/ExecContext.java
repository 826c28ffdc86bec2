package io.minitidb.tidb.exec;

import io.minitidb.cop.expr.EvalContext;
import io.minitidb.coprocessor.Coprocessor;
import io.minitidb.memtable.User;
import io.minitidb.tidb.topology.Topology;
import java.time.Duration;
import java.util.function.BiConsumer;

/// One execution of one statement: who asks, what the cluster is at this moment, how long nodes may
/// take, where warnings go.
///
/// @param eval carries time zone, instant and the warnings of expressions
/// @param topology stays the same for the whole statement
/// @param nodeTimeout how long each node may take
/// @param strict whether a node that fails makes the statement fail
/// @param warn takes the code and the message of a warning
public record ExecContext(
    User user,
    EvalContext eval,
    Topology topology,
    NodeClients clients,
    Coprocessor local,
    String localInstance,
    Duration nodeTimeout,
    boolean strict,
    BiConsumer<Integer, String> warn) {}
