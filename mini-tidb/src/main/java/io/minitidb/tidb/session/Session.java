package io.minitidb.tidb.session;

import io.minitidb.cop.expr.NamedLocks;
import io.minitidb.memtable.Privilege;
import io.minitidb.memtable.Sessions;
import io.minitidb.memtable.User;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.statement.StatementRecord;
import io.minitidb.tidb.statement.StatementRecorder;
import io.minitidb.tidb.statement.StatementRun;
import io.minitidb.tidb.statement.StatementText;
import io.minitidb.tidb.users.AccountName;
import io.minitidb.tidb.users.Login;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// One connection's state. Statements run one after the other on the connection's own thread; other
/// threads only look at [#snapshot()].
public final class Session {
  /// A longer statement is not kept for the record of the COMMIT behind it.
  private static final int LONGEST_KEPT = 4096;

  private final long id;
  private final Login login;
  private final Counters counters;
  private final SessionValues values;
  private final Transaction transaction = new Transaction();
  private final Map<String, Literal> userVariables = new HashMap<>();
  private final PreparedTexts prepared;
  private final Warnings warnings;
  private final StatementThread thread = new StatementThread();
  private long foundRows;
  private final NamedLocks locks;
  private final AtomicLong lastInsertId = new AtomicLong();
  private boolean planCameFromCache;
  private volatile Optional<String> database = Optional.empty();
  private volatile Activity activity = new Activity("Sleep", Instant.now(), Optional.empty());
  private volatile Optional<StatementRun> run = Optional.empty();
  private Optional<StatementText> previous = Optional.empty();
  private volatile Runnable disconnect = () -> {};

  private record Activity(String command, Instant since, Optional<String> statement) {}

  /// @param login who it acts for
  /// @param globals the values that variables begin with
  /// @param counters what happens on the connection
  /// @param locks of GET_LOCK
  public Session(
      long id, Login login, GlobalVariables globals, Counters counters, NamedLocks locks) {
    this.locks = locks;
    this.id = id;
    this.login = login;
    this.values = new SessionValues(globals);
    this.warnings = new Warnings(values);
    this.prepared = new PreparedTexts(globals.server());
    this.counters = counters;
  }

  public long id() {
    return id;
  }

  /// Returns the user with what he may do now.
  public User user() {
    return login.user();
  }

  /// Returns the account that the user was taken for.
  public AccountName account() {
    return login.account();
  }

  public Counters counters() {
    return counters;
  }

  public Transaction transaction() {
    return transaction;
  }

  /// Returns how many rows the last query had.
  public long foundRows() {
    return foundRows;
  }

  public NamedLocks locks() {
    return locks;
  }

  /// Returns what LAST_INSERT_ID() gives and LAST_INSERT_ID(x) sets.
  public AtomicLong lastInsertId() {
    return lastInsertId;
  }

  public void found(long rows) {
    foundRows = rows;
  }

  public Optional<String> database() {
    return database;
  }

  public void use(String name) {
    database = Optional.of(name);
  }

  /// Says what the connection does from now on, for SHOW PROCESSLIST.
  public void begin(String command, Optional<String> statement) {
    activity = new Activity(command, Instant.now(), statement);
  }

  /// Returns the thread that runs the present statement.
  public StatementThread thread() {
    return thread;
  }

  /// Sets how the connection is cut.
  public void disconnectBy(Runnable cut) {
    disconnect = cut;
  }

  /// Cuts the connection, and so ends its statement. For any thread.
  public void kill() {
    disconnect.run();
  }

  /// Returns what other connections see of this one.
  public Sessions.Connection snapshot() {
    Activity now = activity;
    User user = user();
    return new Sessions.Connection(
        id,
        user.name(),
        user.host(),
        database,
        now.command(),
        now.since(),
        "autocommit",
        now.statement(),
        run.<Sessions.Work>map(work -> work));
  }

  /// Begins the record of a statement, which is the session's present one until
  /// [#ended(StatementRecorder)].
  ///
  /// @param begin of the statement, on the scale of [System#nanoTime()]
  public StatementRun starts(StatementRecorder recorder, String sql, boolean prepared, long begin) {
    User user = user();
    StatementRun started =
        recorder.begin(
            sql,
            settings().sqlMode(),
            new StatementRecord.Origin(
                user.name(),
                user.host(),
                id,
                database,
                previous,
                settings().charset(),
                settings().collation(),
                prepared,
                user.equals(User.INTERNAL)),
            begin);
    run = Optional.of(started);
    return started;
  }

  /// Returns the statement that runs.
  public Optional<StatementRun> run() {
    return run;
  }

  /// Completes the record of the present statement, if there is one.
  public void ended(StatementRecorder recorder) {
    if (run.isEmpty()) {
      return;
    }
    StatementRun ended = run.get();
    run = Optional.empty();
    previous = Optional.of(ended.text()).filter(text -> text.sql().length() <= LONGEST_KEPT);
    recorder.ended(ended.end(warnings.recorded(), warnings.all()));
  }

  /// Returns the system variables as this session sees them.
  public SessionValues variables() {
    return values;
  }

  /// Sets a variable for this session.
  ///
  /// @param value in its normal form; empty for what the server has now
  public void set(Variable variable, Optional<String> value) {
    boolean committed = settings().autocommit();
    value.ifPresentOrElse(text -> values.set(variable, text), () -> values.reset(variable));
    if (!committed && settings().autocommit()) {
      transaction.end(false);
    }
  }

  /// Refuses a variable that this session may not set for the whole server.
  ///
  /// @throws SqlException 1228 when only sessions have it, 1238 read only, 1227 without the
  ///   privilege
  public void checkMaySetGlobal(Variable variable) {
    SessionValues.checkGlobal(variable);
    checkAdministersVariables();
  }

  /// @throws SqlException 1227 for a user who may not set variables of the whole server
  public void checkAdministersVariables() {
    User user = user();
    if (!user.may(Privilege.SUPER) && !user.may(Privilege.SYSTEM_VARIABLES_ADMIN)) {
      throw new SqlException(
          SqlError.SPECIFIC_ACCESS_DENIED,
          "Access denied; you need (at least one of) the SUPER or SYSTEM_VARIABLES_ADMIN privilege(s) for this operation");
    }
  }

  /// Returns what statements read of the variables now.
  public StatementSettings settings() {
    return values.settings();
  }

  /// Returns the value of `@name`, NULL when it was never set.
  public Literal userVariable(String name) {
    return userVariables.getOrDefault(name.toLowerCase(Locale.ROOT), Literal.NULL);
  }

  public void setUserVariable(String name, Literal value) {
    userVariables.put(name.toLowerCase(Locale.ROOT), value);
  }

  /// Returns the statements that have a name.
  public PreparedTexts prepared() {
    return prepared;
  }

  /// Makes the session what it was after the login, but for its database.
  public void resetState() {
    values.clear();
    userVariables.clear();
    prepared.clear();
    foundRows = 0;
    lastInsertId.set(0);
    locks.releaseAll();
    transaction.end(false);
    warnings.clear();
  }

  /// Notes whether the plan of the statement was there already, for `@@last_plan_from_cache`.
  public void planned(boolean fromCache) {
    planCameFromCache = fromCache;
  }

  public boolean planCameFromCache() {
    return planCameFromCache;
  }

  /// Returns the warnings of the last statement.
  public Warnings warnings() {
    return warnings;
  }
}
