package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.Executor;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.Values;
import io.minitidb.memtable.MemTables;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.exec.Analysis;
import io.minitidb.tidb.exec.ExecContext;
import io.minitidb.tidb.exec.Limits;
import io.minitidb.tidb.exec.MemoryQuota;
import io.minitidb.tidb.explain.Asked;
import io.minitidb.tidb.explain.Explain;
import io.minitidb.tidb.explain.ExplainFormat;
import io.minitidb.tidb.plan.Pushdown;
import io.minitidb.tidb.result.Result;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.SystemVariables;
import io.minitidb.tidb.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Answers statements. Thread-safe; a session runs one statement at a time.
public final class SqlEngine {
  private final QueryPlanner planner;
  private final PlanCache plans = new PlanCache();
  private final ExecEnvironment environment;
  private final MemTables tables;

  public SqlEngine(MemTables tables, ExecEnvironment environment) {
    this.planner = new QueryPlanner(tables);
    this.tables = tables;
    this.environment = environment;
  }

  /// Prepares for the first statements in the background.
  public void warmUp() {
    WarmUp.start(planner);
  }

  /// Runs one statement.
  ///
  /// @throws SqlException with MySQL's code for everything that is wrong with it
  public Result execute(Session session, String sql) {
    List<Token> tokens = Lexer.tokens(sql);
    TokenReader reader = new TokenReader(sql, tokens);
    if (reader.atEnd()) {
      throw new SqlException(SqlError.EMPTY_QUERY, "Query was empty");
    }
    boolean diagnostic =
        reader.peek().is("show") && (reader.peek(1).is("warnings") || reader.peek(1).is("errors"));
    if (!diagnostic) {
      session.clearWarnings();
    }
    return switch (reader.peek().lower()) {
      case "select", "with", "values", "table", "(" -> query(session, sql, tokens);
      case "show" -> {
        reader.next();
        yield shows(session).show(reader);
      }
      case "desc", "describe", "explain" -> explain(session, reader);
      case "use" -> {
        reader.next();
        use(session, reader.name());
        yield Result.Done.OK;
      }
      case "set" -> {
        reader.next();
        new SetStatement(session, text -> evaluate(session, text)).run(reader);
        yield Result.Done.OK;
      }
      case "kill" -> {
        reader.next();
        kill(reader);
        yield Result.Done.OK;
      }
      // Nothing here is stored by SQL, so a transaction has nothing to do.
      case "begin",
          "start",
          "commit",
          "rollback",
          "savepoint",
          "release",
          "lock",
          "unlock",
          "flush",
          "do" ->
          Result.Done.OK;
      case "create",
          "alter",
          "drop",
          "insert",
          "update",
          "delete",
          "replace",
          "truncate",
          "load",
          "grant",
          "revoke",
          "prepare",
          "execute",
          "deallocate",
          "analyze",
          "admin" ->
          throw new SqlException(
              SqlError.NOT_SUPPORTED,
              "This version of mini-tidb doesn't yet support '"
                  + reader.peek().text().toUpperCase(Locale.ROOT)
                  + "'");
      default -> throw Syntax.error(sql, reader.peek().start(), "");
    };
  }

  /// Makes `database` the session's current one.
  ///
  /// @throws SqlException 1049 when there is none of that name
  public void use(Session session, String database) {
    String name = database.toLowerCase(Locale.ROOT);
    if (tables.all().stream().noneMatch(table -> table.info().schema().equals(name))) {
      throw new SqlException(SqlError.BAD_DATABASE, "Unknown database '" + database + "'");
    }
    session.use(name);
  }

  /// KILL [TIDB] [CONNECTION | QUERY] id, for connections of this mini-tidb.
  private void kill(TokenReader reader) {
    reader.accept("tidb");
    boolean query = reader.accept("query");
    if (!query) {
      reader.accept("connection");
    }
    Token number = reader.next();
    if (number.kind() != Token.Kind.NUMBER || !number.text().matches("\\d{1,18}")) {
      throw Syntax.error(reader.sql(), number.start(), "expected the id of a connection");
    }
    reader.end();
    Session victim =
        environment
            .sessions()
            .find(Long.parseLong(number.text()))
            .orElseThrow(() ->
                new SqlException(SqlError.NO_SUCH_THREAD, "Unknown thread id: " + number.text()));
    if (query) {
      victim.killQuery();
    } else {
      victim.kill();
    }
  }

  private ShowStatements shows(Session session) {
    return new ShowStatements(
        session, (sql, labels) -> relabelled(query(session, sql, Lexer.tokens(sql)), labels));
  }

  private static Result relabelled(Result result, List<String> labels) {
    if (!(result instanceof Result.Rows rows)) {
      return result;
    }
    List<Result.Column> columns = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      columns.add(new Result.Column(labels.get(i), rows.columns().get(i).type()));
    }
    return new Result.Rows(columns, rows.rows());
  }

  private Result explain(Session session, TokenReader reader) {
    reader.next();
    boolean analyze = reader.accept("analyze");
    ExplainFormat format = ExplainFormat.ROW;
    if (reader.accept("format")) {
      reader.expect("=");
      format = ExplainFormat.of(reader.next().text());
    }
    if (!reader.peek().is("select")
        && !reader.peek().is("with")
        && !reader.peek().is("values")
        && !reader.peek().is("(")) {
      return shows(session).describe(reader, false);
    }
    String rest = reader.rest();
    // With the literals in it: a kept plan would show those of another statement.
    QueryPlanner.Planned planned =
        planner.plan(rest, Lexer.tokens(rest), Map.of(), facts(session), pushdown(session));
    PlanCache.Found found = new PlanCache.Found(planned, false, List.of());
    Topology topology = environment.topology().get();
    EvalContext eval = new EvalContext(session.zone(), Instant.now());
    return Explain.of(
        found.planned().plan(),
        format,
        analyze ? Optional.of(analyze(session, rest, found)) : Optional.empty(),
        gather -> Asked.by(gather, topology, eval));
  }

  /// Runs a plan to its end, throwing its rows away.
  private Analysis analyze(Session session, String sql, PlanCache.Found found) {
    Limits limits = limits(session, sql);
    Analysis analysis = new Analysis(limits.quota());
    try (Executor rows = open(session, found, limits, Optional.of(analysis))) {
      while (rows.next().isPresent()) {}
    }
    return analysis;
  }

  private static StatementFacts facts(Session session) {
    return new StatementFacts(session.database(), variable -> literal(session, variable));
  }

  private static Pushdown pushdown(Session session) {
    return new Pushdown(session.flag(SystemVariables.CLUSTER_PUSHDOWN));
  }

  private PlanCache.Found plan(Session session, String sql, List<Token> tokens) {
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
    return found;
  }

  private Result query(Session session, String sql, List<Token> tokens) {
    PlanCache.Found found = plan(session, sql, tokens);
    List<Label> labels = found.planned().labels();
    List<Type> types = found.planned().plan().types();
    List<Result.Column> columns = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      columns.add(new Result.Column(labels.get(i).of(sql, tokens), types.get(i)));
    }
    return new Result.Rows(columns, open(session, found, limits(session, sql), Optional.empty()));
  }

  private static Limits limits(Session session, String sql) {
    long milliseconds =
        StatementHints.maxExecutionTime(sql).orElse(session.number("max_execution_time"));
    return Limits.of(
        session.nodeTimeout(),
        session.flag(SystemVariables.CLUSTER_STRICT),
        new MemoryQuota(session.number(SystemVariables.MEM_QUOTA)),
        Duration.ofMillis(milliseconds));
  }

  private Executor open(
      Session session, PlanCache.Found found, Limits limits, Optional<Analysis> analysis) {
    EvalContext eval =
        new EvalContext(
            session.zone(),
            Instant.now(),
            new EvalContext.SessionInfo(
                session.user().name() + "@" + session.user().host(),
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
            analysis);
    return new StatementRows(found.planned().plan().open(context), eval, session);
  }

  private static String literal(Session session, String variable) {
    if (!variable.startsWith("@@")) {
      return session.userVariable(variable.substring(1)).map(SqlEngine::quoted).orElse("NULL");
    }
    String name = SetStatement.unscoped(variable.substring(2));
    String value =
        switch (name.toLowerCase(Locale.ROOT)) {
          case "warning_count" -> Integer.toString(session.warningCount());
          case "last_plan_from_cache" -> session.planCameFromCache() ? "1" : "0";
          default -> session.variable(name);
        };
    boolean number = SystemVariables.find(name).map(SystemVariables.Variable::number).orElse(true);
    return number ? value : quoted(value);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /// Computes an expression to text, for the right side of SET.
  private String evaluate(Session session, String expression) {
    String sql = "SELECT " + expression;
    if (!(query(session, sql, Lexer.tokens(sql)) instanceof Result.Rows result)) {
      return "";
    }
    try (Executor rows = result.rows()) {
      Optional<Batch> batch = rows.next();
      return batch.isEmpty() || batch.get().column(0).isNull(0)
          ? ""
          : Values.text(batch.get().column(0), 0);
    }
  }
}
