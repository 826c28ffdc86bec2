package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.exec.BatchesExecutor;
import io.minitidb.cop.exec.Executor;
import io.minitidb.cop.exec.LimitExecutor;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.EvalException;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.exec.Analysis;
import io.minitidb.tidb.exec.CallTimes;
import io.minitidb.tidb.exec.ExecContext;
import io.minitidb.tidb.exec.Limits;
import io.minitidb.tidb.exec.MemoryQuota;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.StatementSettings;
import io.minitidb.tidb.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Opens plans for a session: with its limits, over the nodes that are there now. What is missing
/// becomes the session's warnings.
record Execution(ExecEnvironment environment) {

  Topology topology() {
    return environment.topology().get();
  }

  /// Returns what the session and the hints of the statement allow.
  static Limits limits(Session session, String sql) {
    StatementSettings settings = session.settings();
    OptionalLong hint = StatementHints.maxExecutionTime(sql);
    return Limits.of(
            settings.nodeTimeout(),
            settings.strict(),
            new MemoryQuota(settings.memory()),
            hint.isPresent() ? Duration.ofMillis(hint.getAsLong()) : settings.executionTime())
        .profiling(settings.profileSeconds());
  }

  /// @param most how many rows it may have
  Executor open(
      Session session,
      PlanCache.Found found,
      Limits limits,
      Optional<Analysis> analysis,
      OptionalLong most) {
    EvalContext eval =
        new EvalContext(
            session.settings().zone(),
            Instant.now(),
            new EvalContext.SessionInfo(
                session.user().name() + "@" + session.user().host(),
                session.account().toString(),
                session.id(),
                session.database(),
                session.foundRows(),
                session.lastInsertId(),
                session.locks()),
            limits.quota(),
            found.values());
    Topology topology = topology(session);
    ExecContext context =
        new ExecContext(
            session.user(),
            eval,
            topology,
            environment.clients(),
            environment.local(),
            environment.localInstance(),
            limits,
            (code, message) -> session.warnings().add("Warning", code, message),
            analysis,
            session.run().map(run -> run.opened(limits.quota())).orElseGet(CallTimes::new));
    try {
      Executor rows = found.planned().plan().open(context);
      return new StatementRows(limited(rows, most), eval::warnings, session);
    } catch (EvalException e) {
      throw new SqlException(e.code(), String.valueOf(e.getMessage()), e);
    }
  }

  /// Opens rows that stand in the plan itself.
  Executor known(Session session, List<Batch> batches, OptionalLong most) {
    topology(session);
    return new StatementRows(limited(new BatchesExecutor(batches), most), List::of, session);
  }

  private static Executor limited(Executor rows, OptionalLong most) {
    return most.isPresent() ? new LimitExecutor(rows, 0, most.getAsLong()) : rows;
  }

  private Topology topology(Session session) {
    Topology topology = environment.topology().get();
    topology
        .staleness(Instant.now())
        .ifPresent(age ->
            session
                .warnings()
                .add(
                    "Warning",
                    SqlError.PD_TIMEOUT.code(),
                    "etcd or PD cannot be reached; the nodes are those known "
                        + age.toSeconds()
                        + " s ago"));
    return topology;
  }
}
