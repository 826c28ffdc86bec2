package io.minitidb.tidb.sql;

import io.minitidb.memtable.MemTables;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.result.Result;
import io.minitidb.tidb.session.Literal;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.statement.StatementRecorder;
import io.minitidb.tidb.statement.StatementRun;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Answers statements. Thread-safe; a session runs one statement at a time.
public final class SqlEngine {
  private static final Set<String> QUERIES = Set.of("select", "with", "values", "table", "(");
  private static final Set<String> PREPARING = Set.of("prepare", "execute", "deallocate");

  private final QueryPlanner planner;
  private final Queries queries;
  private final ReadTexts texts = new ReadTexts();
  private final MemTables tables;
  private final StatementRecorder recorder;
  private final StatementAnswers answers;
  private final QuickStatements quick;

  public SqlEngine(MemTables tables, ExecEnvironment environment) {
    this.planner = new QueryPlanner(tables);
    this.queries = new Queries(planner, environment);
    this.tables = tables;
    this.recorder = environment.statements();
    this.answers = new StatementAnswers(this, queries, tables, environment);
    this.quick = new QuickStatements(queries, answers, texts);
  }

  /// Prepares for the first statements in the background.
  public void warmUp() {
    WarmUp.start(planner, queries);
  }

  /// Begins the record of a statement. What happens until [#ended(Session)] belongs to it.
  ///
  /// @param prepared whether it is an execution of a prepared statement
  public StatementRun starts(Session session, String sql, boolean prepared) {
    return session.starts(recorder, sql, prepared, System.nanoTime());
  }

  /// As [#starts(Session, String, boolean)], for a statement that is read already.
  ///
  /// @param begin when that began, on the scale of [System#nanoTime()]
  public StatementRun starts(Session session, String sql, long begin) {
    return session.starts(recorder, sql, false, begin);
  }

  /// The client has its answer: completes the record of the session's statement, if it has one.
  public void ended(Session session) {
    session.ended(recorder);
  }

  /// Returns the statements of a text, at least one.
  public List<String> statements(Session session, String text) {
    return StatementSplitter.split(text, session.settings().sqlMode());
  }

  /// Runs one statement.
  ///
  /// @throws SqlException with MySQL's code for everything that is wrong with it
  public Result execute(Session session, String sql) {
    long begin = System.nanoTime();
    ReadText text = read(session, sql);
    return answers.run(session, text, System.nanoTime() - begin);
  }

  /// Reads a statement, and returns its answer when it can be given at once: without a node, a disk
  /// or etcd, and with little to compute. Empty for all others, and for those that are wrong;
  /// nothing was done of them.
  ///
  /// @param sql one statement
  public Optional<QuickAnswer> quick(Session session, String sql) {
    return quick.of(session, sql);
  }

  /// A statement that cannot be read takes the warnings of the one before it away, like any other.
  private ReadText read(Session session, String sql) {
    try {
      return texts.of(sql, session.settings().sqlMode());
    } catch (SqlException e) {
      session.warnings().clear();
      throw e;
    }
  }

  /// Checks a statement and says what it will answer, without running it. The warnings of the one
  /// before are gone then, unless it asks for them.
  ///
  /// @throws SqlException for what is wrong with it whatever its values are, 1295 when it can't be
  ///   prepared
  public Prepared prepare(Session session, String sql) {
    Prepared prepared;
    try {
      prepared = Prepared.of(sql, session.settings().sqlMode());
    } catch (SqlException e) {
      session.warnings().clear();
      throw e;
    }
    forget(session, prepared);
    String first = prepared.tokens().getFirst().lower();
    if (prepared.tokens().getFirst().kind() == Token.Kind.END) {
      throw new SqlException(SqlError.EMPTY_QUERY, "Query was empty");
    }
    if (PREPARING.contains(first)) {
      throw new SqlException(
          SqlError.NOT_PREPARABLE,
          "This command is not supported in the prepared statement protocol yet");
    }
    return QUERIES.contains(first) ? queries.prepare(session, prepared) : prepared;
  }

  private static void forget(Session session, Prepared prepared) {
    if (!ShowStatements.isDiagnostic(new TokenReader(prepared.sql(), prepared.tokens()))) {
      session.warnings().clear();
    }
  }

  /// Runs a prepared statement with values in the places of its marks.
  ///
  /// @throws SqlException as [#execute(Session, String)], 1210 for too many or too few values
  public Result execute(Session session, Prepared prepared, List<Literal> values) {
    if (!QUERIES.contains(prepared.tokens().getFirst().lower())) {
      return execute(session, prepared.text(values, session.settings().sqlMode()));
    }
    forget(session, prepared);
    session.counters().statement(prepared.tokens().getFirst().lower());
    session
        .run()
        .ifPresent(run ->
            run.parsed(StatementType.of(new TokenReader(prepared.sql(), prepared.tokens())), 0));
    return queries.query(session, prepared.sql(), prepared.bound(values));
  }

  /// Makes `database` the session's current one.
  ///
  /// @throws SqlException 1049 when there is none of that name
  public void use(Session session, String database) {
    session.use(TableName.checkDatabase(database, tables));
  }
}
