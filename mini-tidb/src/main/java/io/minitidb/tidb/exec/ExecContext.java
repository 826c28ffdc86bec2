package io.minitidb.tidb.exec;

import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Executor;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.EvalException;
import io.minitidb.coprocessor.Coprocessor;
import io.minitidb.memtable.User;
import io.minitidb.tidb.topology.Topology;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;

/// One execution of one statement: who asks, what the cluster is at this moment, what it may take,
/// where warnings go.
///
/// @param eval carries time zone, instant, quota and the warnings of expressions
/// @param topology stays the same for the whole statement
/// @param warn takes the code and the message of a warning
/// @param analysis counts what happens, when somebody wants to know
/// @param calls takes what each call to a node took
public record ExecContext(
    User user,
    EvalContext eval,
    Topology topology,
    NodeClients clients,
    Coprocessor local,
    String localInstance,
    Limits limits,
    BiConsumer<Integer, String> warn,
    Optional<Analysis> analysis,
    CallTimes calls) {

  /// Returns this with as much more patience as the tables of `dag` need.
  ///
  /// @throws EvalException when the conditions ask for what a table cannot do
  public ExecContext patientFor(Dag dag) {
    Duration more = local.waits(dag, user, eval, limits.profileSeconds());
    return more.isZero()
        ? this
        : new ExecContext(
            user,
            eval,
            topology,
            clients,
            local,
            localInstance,
            limits.plus(more),
            warn,
            analysis,
            calls);
  }

  /// Returns the executor of `operator` so that it can be interrupted between batches, and is
  /// counted when that is wanted.
  public Executor watched(Object operator, Executor executor) {
    Executor watched = new InterruptibleExecutor(executor, limits);
    return analysis.isPresent() ? analysis.get().count(operator, watched) : watched;
  }
}
