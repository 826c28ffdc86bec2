package io.minitidb.cop.expr;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// What an evaluation needs beside its rows: the session's time zone, the statement's instant, who
/// asks, and where warnings go. Thread-confined.
public final class EvalContext {
  private static final int MAX_WARNINGS = 64;

  private final ZoneId zone;
  private final Instant now;
  private final SessionInfo session;
  private final MemoryTracker memory;
  private final List<Expr.Constant> parameters;
  private final List<Warning> warnings = new ArrayList<>();
  private final IdentityHashMap<Expr.Call, Object> states = new IdentityHashMap<>();
  private int warningCount;
  private final long[][] words = new long[2][0];

  /// An evaluation on a node, which knows no session.
  public EvalContext(ZoneId zone, Instant now) {
    this(zone, now, SessionInfo.NONE);
  }

  public EvalContext(ZoneId zone, Instant now, SessionInfo session) {
    this(zone, now, session, MemoryTracker.UNBOUNDED, List.of());
  }

  /// @param memory where operators note what they hold
  /// @param parameters the statement's own values for the parameters of a kept plan
  public EvalContext(
      ZoneId zone,
      Instant now,
      SessionInfo session,
      MemoryTracker memory,
      List<Expr.Constant> parameters) {
    this.parameters = parameters;
    this.zone = zone;
    this.now = now;
    this.session = session;
    this.memory = memory;
  }

  /// What functions tell about the session: `user()`, `current_user()`, `connection_id()`,
  /// `database()`, `found_rows()`, `last_insert_id()`.
  ///
  /// @param user `name@host` as the client gave it and where it comes from
  /// @param account `name@host` of the account that it was taken for
  /// @param foundRows how many rows the statement before had
  /// @param lastInsertId the session's own, which `last_insert_id(x)` sets
  /// @param locks those of `get_lock()`
  public record SessionInfo(
      String user,
      String account,
      long connectionId,
      Optional<String> database,
      long foundRows,
      AtomicLong lastInsertId,
      NamedLocks locks) {
    public static final SessionInfo NONE =
        new SessionInfo("", "", 0, Optional.empty(), 0, new AtomicLong(), NamedLocks.NONE);
  }

  /// A MySQL warning: code and message as SHOW WARNINGS prints them.
  public record Warning(int code, String message) {}

  public ZoneId zone() {
    return zone;
  }

  public Instant now() {
    return now;
  }

  public MemoryTracker memory() {
    return memory;
  }

  /// Returns always the same list for statements of the same values, if they follow each other.
  public List<Expr.Constant> parameters() {
    return parameters;
  }

  public SessionInfo session() {
    return session;
  }

  /// Returns array 0 or 1 of those that a loop over a batch may fill, with room for `rows` values.
  /// Arguments must have been evaluated before: their loops use the same arrays.
  long[] words(int number, int rows) {
    if (words[number].length < rows) {
      words[number] = new long[rows];
    }
    return words[number];
  }

  /// Returns what a function keeps from one batch to the next, such as where a series stands.
  ///
  /// @param call the call that it belongs to
  <T> T state(Expr.Call call, Class<T> type, Supplier<T> initial) {
    return type.cast(states.computeIfAbsent(call, _ -> initial.get()));
  }

  /// Keeps the first 64 warnings and counts the others.
  public void warn(int code, String message) {
    warningCount++;
    if (warnings.size() < MAX_WARNINGS) {
      warnings.add(new Warning(code, message));
    }
  }

  public List<Warning> warnings() {
    return List.copyOf(warnings);
  }

  /// Returns how many warnings there were, also those not kept.
  public int warningCount() {
    return warningCount;
  }
}
