package io.minitidb.tidb.session;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// The variables that hold for the whole server: SET GLOBAL changes them for all sessions at once,
/// and no session has a value of its own. Numbers and switches only. Thread-safe.
public final class ServerVariables {
  public static final String SLOW_LOG = "tidb_enable_slow_log";

  /// In milliseconds; -1 logs nothing.
  public static final String SLOW_LOG_THRESHOLD = "tidb_slow_log_threshold";

  public static final String SLOW_LOG_PLAN = "tidb_record_plan_in_slow_log";

  /// In characters; 0 is no limit.
  public static final String QUERY_LOG_MAX_LEN = "tidb_query_log_max_len";

  public static final String SUMMARY = "tidb_enable_stmt_summary";
  public static final String SUMMARY_INTERNAL = "tidb_stmt_summary_internal_query";

  /// In seconds.
  public static final String SUMMARY_INTERVAL = "tidb_stmt_summary_refresh_interval";

  public static final String SUMMARY_HISTORY = "tidb_stmt_summary_history_size";
  public static final String SUMMARY_STATEMENTS = "tidb_stmt_summary_max_stmt_count";
  public static final String SUMMARY_SQL_LENGTH = "tidb_stmt_summary_max_sql_length";

  /// One variable; a switch is 1 or 0.
  ///
  /// @param min least value; a smaller one is set to it with a warning
  record Definition(String name, boolean isSwitch, long initial, long min, long max) {}

  static final List<Definition> ALL =
      List.of(
          onOff(SLOW_LOG, true),
          number(SLOW_LOG_THRESHOLD, 300, -1, Long.MAX_VALUE),
          onOff(SLOW_LOG_PLAN, true),
          number(QUERY_LOG_MAX_LEN, 4096, 0, 1 << 30),
          onOff(SUMMARY, true),
          onOff(SUMMARY_INTERNAL, false),
          number(SUMMARY_INTERVAL, 1800, 1, Integer.MAX_VALUE),
          number(SUMMARY_HISTORY, 24, 0, 255),
          number(SUMMARY_STATEMENTS, 3000, 1, 32767),
          number(SUMMARY_SQL_LENGTH, 4096, 0, Integer.MAX_VALUE));

  private static final Map<String, Definition> BY_NAME = new TreeMap<>();

  static {
    ALL.forEach(definition -> BY_NAME.put(definition.name(), definition));
  }

  private final Map<String, Long> values = new ConcurrentHashMap<>();
  private final List<Runnable> followers = new CopyOnWriteArrayList<>();

  public ServerVariables() {
    ALL.forEach(definition -> values.put(definition.name(), definition.initial()));
  }

  private static Definition onOff(String name, boolean initial) {
    return new Definition(name, true, initial ? 1 : 0, 0, 1);
  }

  private static Definition number(String name, long initial, long min, long max) {
    return new Definition(name, false, initial, min, max);
  }

  static boolean has(String name) {
    return BY_NAME.containsKey(name.toLowerCase(Locale.ROOT));
  }

  /// Returns the value of a number.
  public long number(String name) {
    return Optional.ofNullable(values.get(name.toLowerCase(Locale.ROOT))).orElseThrow();
  }

  public boolean flag(String name) {
    return number(name) != 0;
  }

  /// Runs `follower` now and after each change, on the thread that changes.
  public void follow(Runnable follower) {
    followers.add(follower);
    follower.run();
  }

  /// Sets a variable that [#has(String)].
  ///
  /// @return whether the value was out of range and the nearest one was taken
  /// @throws SqlException 1231 for a switch, 1232 for a number that the value is not
  boolean set(String name, String value) {
    Definition definition =
        Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT))).orElseThrow();
    long wanted = definition.isSwitch() ? onOrOff(definition, value) : integer(definition, value);
    long taken = Math.clamp(wanted, definition.min(), definition.max());
    values.put(definition.name(), taken);
    followers.forEach(Runnable::run);
    return taken != wanted;
  }

  /// Sets a variable back to its default.
  void reset(String name) {
    Definition definition =
        Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT))).orElseThrow();
    set(name, Long.toString(definition.initial()));
  }

  private static long onOrOff(Definition definition, String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "1", "on", "true" -> 1;
      case "0", "off", "false" -> 0;
      default ->
          throw new SqlException(
              SqlError.WRONG_VALUE,
              "Variable '" + definition.name() + "' can't be set to the value of '" + value + "'");
    };
  }

  private static long integer(Definition definition, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      if (value.matches("[+-]?\\d+")) {
        return value.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
      }
      throw new SqlException(
          SqlError.WRONG_TYPE, "Incorrect argument type to variable '" + definition.name() + "'");
    }
  }
}
