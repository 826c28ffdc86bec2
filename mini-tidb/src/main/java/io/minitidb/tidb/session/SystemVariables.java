package io.minitidb.tidb.session;

import static io.minitidb.tidb.session.Scope.BOTH;
import static io.minitidb.tidb.session.Variable.fact;
import static io.minitidb.tidb.session.Variable.onOff;
import static io.minitidb.tidb.session.Variable.whole;

import io.minitidb.config.ConfigException;
import io.minitidb.config.ConfigItem;
import io.minitidb.profile.Profiler;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Every system variable with its default and what may be done to it. Those that clients set and
/// nothing reads are remembered and given back, because each driver has its own.
public final class SystemVariables {
  /// How long, in milliseconds, a statement waits for each node.
  public static final String CLUSTER_TIMEOUT = "tidb_cluster_node_timeout";

  /// Seconds over which the tables of profiles sample when no condition says.
  public static final String PROFILE_SECONDS = "tidb_profile_seconds";

  /// Whether a node that fails makes the statement fail, instead of a warning.
  public static final String CLUSTER_STRICT = "tidb_cluster_strict";

  /// Whether nodes filter, aggregate, sort and cut their own rows.
  public static final String CLUSTER_PUSHDOWN = "tidb_cluster_pushdown";

  /// Bytes that a statement may take from nodes and keep in its operators.
  public static final String MEM_QUOTA = "tidb_mem_quota_query";

  public static final String MAX_ALLOWED_PACKET = "max_allowed_packet";
  public static final String WAIT_TIMEOUT = "wait_timeout";
  public static final String INTERACTIVE_TIMEOUT = "interactive_timeout";
  public static final String NET_WRITE_TIMEOUT = "net_write_timeout";
  public static final String NET_READ_TIMEOUT = "net_read_timeout";

  /// By which accounts check passwords that were made without a word about it.
  public static final String DEFAULT_PLUGIN = "default_authentication_plugin";

  /// The most rows of a SELECT without LIMIT.
  public static final String SELECT_LIMIT = "sql_select_limit";

  static final String MAX_ERROR_COUNT = "max_error_count";
  static final String SQL_NOTES = "sql_notes";

  /// What planning reads; a plan is kept for other sessions with the same values.
  public static final List<String> PLANNING =
      List.of("group_concat_max_len", "cte_max_recursion_depth", "sql_mode");

  private static final Map<String, Variable> ALL = new TreeMap<>();

  static {
    Stream.of(ClientVariables.all(), ServerVariables.ALL, statements())
        .flatMap(List::stream)
        .forEach(variable -> ALL.put(variable.name(), variable));
  }

  private static final Map<String, Variable> BY_NAME = new HashMap<>(ALL);
  private static final Map<String, String> DEFAULTS = new HashMap<>();

  static {
    ALL.values().forEach(variable -> DEFAULTS.put(variable.name(), variable.initial()));
  }

  private SystemVariables() {}

  /// What statements over the cluster may take, for each session.
  private static List<Variable> statements() {
    return List.of(
        whole(
            BOTH,
            MEM_QUOTA,
            1L << 30,
            -1,
            Long.MAX_VALUE,
            "bytes",
            "What a statement may take from nodes and keep in its operators; -1 is no limit."),
        whole(
            BOTH,
            CLUSTER_TIMEOUT,
            2000,
            1,
            86_400_000,
            "ms",
            "How long a statement waits for each node."),
        whole(
            BOTH,
            PROFILE_SECONDS,
            Profiler.DEFAULT_SECONDS,
            1,
            Profiler.MAX_SECONDS,
            "s",
            "How long the tables of profiles sample when no condition says."),
        onOff(
            BOTH,
            CLUSTER_STRICT,
            false,
            "Whether a node that fails makes the statement fail, instead of a warning."),
        onOff(
            BOTH,
            CLUSTER_PUSHDOWN,
            true,
            "Whether nodes filter, aggregate, sort and cut their own rows."),
        fact("tidb_server_memory_limit", Long.toString(Runtime.getRuntime().maxMemory())));
  }

  /// Returns a variable by its name in any case.
  public static Optional<Variable> find(String name) {
    Variable exact = BY_NAME.get(name);
    return exact == null
        ? Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)))
        : Optional.of(exact);
  }

  /// As [#find(String)].
  ///
  /// @throws SqlException 1193 for an unknown variable
  public static Variable known(String name) {
    return find(name)
        .orElseThrow(() ->
            new SqlException(SqlError.UNKNOWN_VARIABLE, "Unknown system variable '" + name + "'"));
  }

  /// Returns all variables in the order of their names.
  public static Collection<Variable> all() {
    return ALL.values();
  }

  /// Returns the default of each variable.
  static Map<String, String> defaults() {
    return Collections.unmodifiableMap(DEFAULTS);
  }

  /// Checks what the configuration says of variables.
  ///
  /// @throws ConfigException for a value that no session may begin with
  public static void check(Map<String, String> configured) {
    configured.forEach((name, value) -> {
      try {
        known(name).take(value);
      } catch (SqlException e) {
        throw new ConfigException(Variable.SECTION + name + ": " + e.text(), e);
      }
    });
  }

  /// Returns the variables that SET GLOBAL can change, as items of the configuration.
  public static List<ConfigItem> items() {
    return ALL.values().stream()
        .filter(variable -> variable.scope().isConfigured())
        .map(Variable::item)
        .toList();
  }
}
