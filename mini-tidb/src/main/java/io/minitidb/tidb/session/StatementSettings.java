package io.minitidb.tidb.session;

import io.minitidb.tidb.digest.SqlMode;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.OptionalLong;

/// What each statement reads of its session's variables, worked out once until one of them is set.
///
/// @param sqlMode what SQL means to the session
/// @param selectLimit how many rows a SELECT without LIMIT may have; empty for all
/// @param nodeTimeout how long a statement waits for each node
/// @param strict whether a node that fails makes the statement fail
/// @param memory bytes that a statement may hold
/// @param executionTime how long a statement may take; zero for ever
/// @param profileSeconds over which profiles are taken when no condition says
/// @param pushdown whether nodes do a part of the work
/// @param planning what planning reads beside that, see [SystemVariables#PLANNING]
/// @param idle how long the client may be silent; zero for ever
public record StatementSettings(
    SqlMode sqlMode,
    ZoneId zone,
    OptionalLong selectLimit,
    Duration nodeTimeout,
    boolean strict,
    long memory,
    Duration executionTime,
    int profileSeconds,
    boolean pushdown,
    List<String> planning,
    boolean autocommit,
    String charset,
    String collation,
    Duration idle) {

  static StatementSettings of(SessionValues values) {
    return new StatementSettings(
        SqlModeNames.mode(values.value("sql_mode")),
        TimeZones.of(values.value("time_zone")),
        selectLimit(values.value(SystemVariables.SELECT_LIMIT)),
        Duration.ofMillis(number(values, SystemVariables.CLUSTER_TIMEOUT)),
        flag(values, SystemVariables.CLUSTER_STRICT),
        number(values, SystemVariables.MEM_QUOTA),
        Duration.ofMillis(number(values, "max_execution_time")),
        (int) number(values, SystemVariables.PROFILE_SECONDS),
        flag(values, SystemVariables.CLUSTER_PUSHDOWN),
        SystemVariables.PLANNING.stream().map(values::value).toList(),
        flag(values, "autocommit"),
        values.value("character_set_connection"),
        values.value("collation_connection"),
        Duration.ofSeconds(number(values, SystemVariables.WAIT_TIMEOUT)));
  }

  private static OptionalLong selectLimit(String limit) {
    return limit.equals(VariableType.Count.ALL)
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(limit));
  }

  private static boolean flag(SessionValues values, String name) {
    return values.value(name).equals("ON");
  }

  private static long number(SessionValues values, String name) {
    return Long.parseLong(values.value(name));
  }
}
