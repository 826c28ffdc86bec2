package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.Executor;
import io.minitidb.cop.exec.LimitExecutor;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.EvalException;
import io.minitidb.node.NodeInfo;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.exec.Analysis;
import io.minitidb.tidb.exec.CallTimes;
import io.minitidb.tidb.exec.ExecContext;
import io.minitidb.tidb.exec.Limits;
import io.minitidb.tidb.exec.MemoryQuota;
import io.minitidb.tidb.plan.Pushdown;
import io.minitidb.tidb.result.Result;
import io.minitidb.tidb.session.Literal;
import io.minitidb.tidb.session.ServerVariables;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.SystemVariables;
import io.minitidb.tidb.statement.StatementRun;
import io.minitidb.tidb.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Plans queries, or finds their plans, and opens them for one execution. Thread-safe.
final class Queries {
  private static final List<Literal> SAMPLES = List.of(Literal.number("1"), Literal.string("1"));

  /// Errors about names and syntax: no value of a parameter mends them.
  private static final Set<Integer> ALWAYS =
      Set.of(
          SqlError.SYNTAX.code(),
          SqlError.NO_SUCH_TABLE.code(),
          SqlError.BAD_COLUMN.code(),
          SqlError.BAD_DATABASE.code(),
          SqlError.NO_DATABASE.code(),
          SqlError.NO_SUCH_FUNCTION.code());

  private final QueryPlanner planner;
  private final PlanCache plans = new PlanCache();
  private final ExecEnvironment environment;

  Queries(QueryPlanner planner, ExecEnvironment environment) {
    this.planner = planner;
    this.environment = environment;
    ServerVariables server = environment.sessions().globals().server();
    server.follow(() -> plans.keep(server.number(ServerVariables.PLAN_CACHE)));
  }

  Topology topology() {
    return environment.topology().get();
  }

  private PlanCache.Found plan(Session session, String sql, List<Token> tokens) {
    long begin = System.nanoTime();
    StatementFacts facts = facts(session);
    StatementShape shape = StatementShape.of(tokens, facts.variables());
    Pushdown pushdown = pushdown(session);
    PlanCache.Key key =
        new PlanCache.Key(
            shape.text(),
            session.database(),
            pushdown.enabled(),
            SystemVariables.PLANNING.stream().map(session::variable).toList());
    PlanCache.Found found =
        plans.find(
            key, shape, () -> planner.plan(sql, tokens, shape.parameters(), facts, pushdown));
    session.planned(found.cached());
    session.run().ifPresent(run -> note(run, found, System.nanoTime() - begin));
    return found;
  }

  private StatementFacts facts(Session session) {
    StatementFacts facts = SessionFacts.of(session);
    return new StatementFacts(
        facts.database(), new ClusterVariables(session, this, facts.variables()));
  }

  /// Plans with made-up values to learn the columns. That some values do not fit is seen with the
  /// real ones; what no value can mend is said now.
  Prepared prepare(Session session, Prepared prepared) {
    SqlException failure = null;
    for (Literal sample : SAMPLES) {
      try {
        List<Token> tokens = prepared.bound(Collections.nCopies(prepared.marks().size(), sample));
        SelectForm form = SelectForm.of(prepared.sql(), tokens);
        List<Result.Column> columns =
            columns(plan(session, prepared.sql(), form.tokens()), prepared.sql(), form);
        return form.into().isEmpty() ? prepared.answering(columns) : prepared;
      } catch (SqlException e) {
        failure = e;
      }
    }
    if (failure != null && (prepared.marks().isEmpty() || ALWAYS.contains(failure.code()))) {
      throw failure;
    }
    return prepared;
  }

  private static void note(StatementRun run, PlanCache.Found found, long nanos) {
    QueryPlanner.Planned planned = found.planned();
    QueryPlanner.Took took = planned.took();
    if (found.cached()) {
      run.planned(planned.text(), true, 0, 0, nanos);
    } else {
      run.planned(
          planned.text(),
          false,
          took.parsing(),
          took.rewriting(),
          nanos - took.parsing() - took.rewriting());
    }
  }

  /// Opens a query of ours, such as SHOW is.
  Result own(Session session, String sql, List<Token> tokens) {
    return query(session, sql, SelectForm.of(sql, tokens), OptionalLong.empty());
  }

  /// Opens a query; its rows are computed when they are read. Only INTO reads them at once.
  Result query(Session session, String sql, List<Token> tokens) {
    SelectForm form = SelectForm.of(sql, tokens);
    return query(session, sql, form, form.limited() ? OptionalLong.empty() : session.selectLimit());
  }

  private Result query(Session session, String sql, SelectForm form, OptionalLong most) {
    PlanCache.Found found = plan(session, sql, form.tokens());
    List<Result.Column> columns = columns(found, sql, form);
    form.checkInto(columns.size());
    Executor rows = open(session, found, limits(session, sql), Optional.empty(), most);
    if (form.counted().isPresent()) {
      rows = new ShownRows(rows, form.counted().get());
    }
    if (!form.assigned().isEmpty()) {
      rows = new AssigningRows(rows, session, form.assigned());
    }
    return form.into().isEmpty()
        ? new Result.Rows(columns, rows)
        : IntoVariables.run(session, rows, form.into());
  }

  /// Reads all rows of a query of our own.
  ///
  /// @param silent takes the nodes whose rows are missing
  List<Batch> all(Session session, String sql, List<NodeInfo> silent) {
    PlanCache.Found found = planAnew(session, sql);
    Limits limits = limits(session, sql);
    Analysis analysis = new Analysis(limits.quota());
    List<Batch> batches = new ArrayList<>();
    try (Executor rows =
        open(session, found, limits, Optional.of(analysis), OptionalLong.empty())) {
      for (Optional<Batch> next = rows.next(); next.isPresent(); next = rows.next()) {
        batches.add(next.get());
      }
    }
    silent.addAll(analysis.silent());
    return batches;
  }

  private static List<Result.Column> columns(PlanCache.Found found, String sql, SelectForm form) {
    List<Type> types = found.planned().plan().types();
    List<String> labels =
        form.labels(
            found.planned().labels().stream().map(label -> label.of(sql, form.tokens())).toList());
    List<Result.Column> columns = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      columns.add(new Result.Column(labels.get(i), types.get(i)));
    }
    return columns;
  }

  private static Limits limits(Session session, String sql) {
    long milliseconds =
        StatementHints.maxExecutionTime(sql).orElse(session.number("max_execution_time"));
    return Limits.of(
            session.nodeTimeout(),
            session.flag(SystemVariables.CLUSTER_STRICT),
            new MemoryQuota(session.number(SystemVariables.MEM_QUOTA)),
            Duration.ofMillis(milliseconds))
        .profiling((int) session.number(SystemVariables.PROFILE_SECONDS));
  }

  /// @param most how many rows it may have
  private Executor open(
      Session session,
      PlanCache.Found found,
      Limits limits,
      Optional<Analysis> analysis,
      OptionalLong most) {
    EvalContext eval =
        new EvalContext(
            session.zone(),
            Instant.now(),
            new EvalContext.SessionInfo(
                session.user().name() + "@" + session.user().host(),
                session.account().toString(),
                session.id(),
                session.database(),
                session.foundRows()),
            limits.quota(),
            found.values());
    Topology topology = environment.topology().get();
    topology
        .staleness(Instant.now())
        .ifPresent(age ->
            session.warn(
                "Warning",
                SqlError.PD_TIMEOUT.code(),
                "etcd or PD cannot be reached; the nodes are those known "
                    + age.toSeconds()
                    + " s ago"));
    ExecContext context =
        new ExecContext(
            session.user(),
            eval,
            topology,
            environment.clients(),
            environment.local(),
            environment.localInstance(),
            limits,
            (code, message) -> session.warn("Warning", code, message),
            analysis,
            session.run().map(run -> run.opened(limits.quota())).orElseGet(CallTimes::new));
    try {
      Executor rows = found.planned().plan().open(context);
      return new StatementRows(
          most.isPresent() ? new LimitExecutor(rows, 0, most.getAsLong()) : rows, eval, session);
    } catch (EvalException e) {
      throw new SqlException(e.code(), String.valueOf(e.getMessage()), e);
    }
  }

  /// Plans a query with its literals in the plan: a kept plan would show those of another
  /// statement.
  PlanCache.Found planAnew(Session session, String sql) {
    QueryPlanner.Planned planned =
        planner.plan(sql, Lexer.tokens(sql), Map.of(), facts(session), pushdown(session));
    return new PlanCache.Found(planned, false, List.of());
  }

  /// Runs a plan to its end, throwing its rows away.
  Analysis analyze(Session session, String sql, PlanCache.Found found) {
    Limits limits = limits(session, sql);
    Analysis analysis = new Analysis(limits.quota());
    try (Executor rows =
        open(session, found, limits, Optional.of(analysis), OptionalLong.empty())) {
      while (rows.next().isPresent()) {}
    }
    return analysis;
  }

  private static Pushdown pushdown(Session session) {
    return new Pushdown(session.flag(SystemVariables.CLUSTER_PUSHDOWN));
  }
}
