package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.Executor;
import io.minitidb.node.NodeInfo;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.exec.Analysis;
import io.minitidb.tidb.exec.Limits;
import io.minitidb.tidb.plan.Pushdown;
import io.minitidb.tidb.result.Result;
import io.minitidb.tidb.session.Literal;
import io.minitidb.tidb.session.ServerVariables;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.StatementSettings;
import io.minitidb.tidb.statement.StatementRun;
import io.minitidb.tidb.topology.Topology;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/// Plans queries, or finds their plans, and has them executed. Thread-safe.
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
          SqlError.UNKNOWN_TABLE.code(),
          SqlError.AMBIGUOUS_COLUMN.code(),
          SqlError.NOT_UNIQUE_TABLE.code(),
          SqlError.DUPLICATE_COLUMN.code(),
          SqlError.NOT_FULLY_GROUPED.code(),
          SqlError.MIXED_GROUPING.code(),
          SqlError.GROUP_FUNCTION.code(),
          SqlError.COLUMN_COUNT.code(),
          SqlError.OPERAND_COLUMNS.code(),
          SqlError.PARAMETER_COUNT.code(),
          SqlError.NO_SUCH_FUNCTION.code());

  private final QueryPlanner planner;
  private final PlanCache plans = new PlanCache();
  private final Execution execution;

  Queries(QueryPlanner planner, ExecEnvironment environment) {
    this.planner = planner;
    this.execution = new Execution(environment);
    ServerVariables server = environment.sessions().globals().server();
    server.follow(() -> plans.keep(server.number(ServerVariables.PLAN_CACHE)));
  }

  Topology topology() {
    return execution.topology();
  }

  private static PlanCache.Key key(Session session, StatementShape shape) {
    StatementSettings settings = session.settings();
    return new PlanCache.Key(
        shape.text(), session.database(), settings.pushdown(), settings.planning());
  }

  private PlanCache.Found plan(Session session, String sql, List<Token> tokens) {
    return plan(session, sql, tokens, Optional.empty());
  }

  private PlanCache.Found plan(
      Session session, String sql, List<Token> tokens, Optional<StatementShape> known) {
    long begin = System.nanoTime();
    StatementFacts facts = facts(session);
    StatementShape shape = known.orElseGet(() -> StatementShape.of(tokens, facts.variables()));
    PlanCache.Found found =
        plans.find(
            key(session, shape),
            shape,
            () -> planner.plan(sql, tokens, shape.parameters(), facts, pushdown(session)));
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
    return query(session, sql, form, most(session, form));
  }

  /// As [#query(Session, String, List)], of a SELECT.
  Result query(Session session, ReadText text) {
    SelectForm form = text.form().orElseGet(() -> SelectForm.of(text.sql(), text.tokens()));
    return query(
        session,
        text.sql(),
        form,
        plan(session, text.sql(), form.tokens(), text.shape()),
        most(session, form));
  }

  private static OptionalLong most(Session session, SelectForm form) {
    return form.limited() ? OptionalLong.empty() : session.settings().selectLimit();
  }

  /// As [#query(Session, ReadText)], of a query that only computes a little and whose plan is
  /// there; empty for others, of which nothing was done.
  Optional<Supplier<Result>> quick(Session session, ReadText text) {
    if (text.form().isEmpty()) {
      return Optional.empty();
    }
    SelectForm form = text.form().get();
    if (!form.isPlain() || text.shape().isEmpty() && text.hasVariableOfStatement()) {
      return Optional.empty();
    }
    long begin = System.nanoTime();
    StatementShape shape =
        text.shape()
            .orElseGet(
                () -> StatementShape.of(form.tokens(), SessionFacts.of(session).variables()));
    return plans
        .quick(key(session, shape), shape)
        .map(found -> {
          long nanos = System.nanoTime() - begin;
          return () -> {
            session.planned(true);
            session.run().ifPresent(run -> note(run, found, nanos));
            return query(session, text.sql(), form, found, most(session, form));
          };
        });
  }

  private Result query(Session session, String sql, SelectForm form, OptionalLong most) {
    return query(session, sql, form, plan(session, sql, form.tokens()), most);
  }

  private Result query(
      Session session, String sql, SelectForm form, PlanCache.Found found, OptionalLong most) {
    List<Result.Column> columns = found.columns(sql, () -> columns(found, sql, form));
    form.checkInto(columns.size());
    if (!session.settings().autocommit() && found.kept().readsTable()) {
      session.transaction().begin();
    }
    Executor rows =
        found.kept().rows().isPresent()
            ? execution.known(session, found.kept().rows().get(), most)
            : execution.open(
                session, found, Execution.limits(session, sql), Optional.empty(), most);
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
    Limits limits = Execution.limits(session, sql);
    Analysis analysis = new Analysis(limits.quota());
    List<Batch> batches = new ArrayList<>();
    try (Executor rows =
        execution.open(session, found, limits, Optional.of(analysis), OptionalLong.empty())) {
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
      columns.add(new Result.Column(labels.get(i), types.get(i), found.planned().origins().get(i)));
    }
    return columns;
  }

  /// Plans a query with its literals in the plan: a kept plan would show those of another
  /// statement.
  PlanCache.Found planAnew(Session session, String sql) {
    QueryPlanner.Planned planned =
        planner.plan(sql, Lexer.tokens(sql), Map.of(), facts(session), pushdown(session));
    return PlanCache.Found.once(planned);
  }

  /// Runs a plan to its end, throwing its rows away.
  Analysis analyze(Session session, String sql, PlanCache.Found found) {
    Limits limits = Execution.limits(session, sql);
    Analysis analysis = new Analysis(limits.quota());
    try (Executor rows =
        execution.open(session, found, limits, Optional.of(analysis), OptionalLong.empty())) {
      while (rows.next().isPresent()) {}
    }
    return analysis;
  }

  private static Pushdown pushdown(Session session) {
    return new Pushdown(session.settings().pushdown());
  }
}
