package io.minitidb.tidb.session;

import io.minitidb.node.Version;
import io.minitidb.profile.Profiler;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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

  /// What planning reads; a plan is kept for other sessions with the same values.
  public static final List<String> PLANNING =
      List.of("group_concat_max_len", "cte_max_recursion_depth", "sql_mode");

  private static final Map<String, Variable> ALL = new TreeMap<>();

  /// @param number whether SELECT shows it as a number
  /// @param bool whether SHOW prints ON and OFF for 1 and 0
  public record Variable(
      String name, String initial, boolean readOnly, boolean number, boolean bool) {}

  static {
    for (String charset : "client connection results server database system".split(" ")) {
      text("character_set_" + charset, "utf8mb4");
    }
    for (String scope : "connection server database".split(" ")) {
      text("collation_" + scope, "utf8mb4_bin");
    }
    text(
        "sql_mode",
        "ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,"
            + "NO_AUTO_CREATE_USER,NO_ENGINE_SUBSTITUTION");
    text("time_zone", "SYSTEM");
    text("transaction_isolation", "REPEATABLE-READ");
    text("tx_isolation", "REPEATABLE-READ");
    text("init_connect", "");
    text("session_track_system_variables", "");
    text("default_storage_engine", "InnoDB");
    text("lc_messages", "en_US");
    text("optimizer_switch", "");
    fixed("system_time_zone", ZoneId.systemDefault().getId());
    fixed("license", "Apache License 2.0");
    fixed("version", Version.MYSQL);
    fixed("version_comment", "mini-tidb (Apache License 2.0), MySQL 8.0 compatible");
    fixed("version_compile_os", "Linux");
    fixed("version_compile_machine", System.getProperty("os.arch", ""));
    fixed("hostname", "");
    fixed("port", "0");
    fixed("socket", "");
    fixed("datadir", "");
    fixed("server_id", "0");
    fixed("have_ssl", "DISABLED");
    fixed("have_openssl", "DISABLED");
    fixed("have_profiling", "NO");
    fixed("log_bin", "OFF");
    fixed("gtid_executed", "");
    fixed("disabled_storage_engines", "");
    fixed("event_scheduler", "OFF");
    fixed("partial_revokes", "OFF");
    bool("autocommit", true);
    bool("foreign_key_checks", true);
    bool("unique_checks", true);
    bool("sql_notes", true);
    bool("sql_log_bin", true);
    bool("sql_quote_show_create", true);
    bool("sql_safe_updates", false);
    bool("sql_auto_is_null", false);
    bool("transaction_read_only", false);
    bool("tx_read_only", false);
    bool("performance_schema", false);
    bool("read_only", false);
    bool("super_read_only", false);
    bool("session_track_schema", true);
    bool("big_tables", false);
    bool("profiling", false);
    number("auto_increment_increment", 1);
    number("auto_increment_offset", 1);
    number("interactive_timeout", 28800);
    number("wait_timeout", 28800);
    number("lower_case_table_names", 2);
    number("max_allowed_packet", 67108864);
    number("net_write_timeout", 60);
    number("net_read_timeout", 30);
    number("net_buffer_length", 16384);
    number("max_execution_time", 0);
    number("max_connections", 0);
    number("group_concat_max_len", 1024);
    number("cte_max_recursion_depth", 1000);
    number("innodb_lock_wait_timeout", 50);
    number("information_schema_stats_expiry", 86400);
    number("div_precision_increment", 4);
    number("protocol_version", 10);
    text("sql_select_limit", "18446744073709551615");
    number(MEM_QUOTA, 1L << 30);
    fixed("tidb_server_memory_limit", Long.toString(Runtime.getRuntime().maxMemory()));
    number(CLUSTER_TIMEOUT, 2000);
    number(PROFILE_SECONDS, Profiler.DEFAULT_SECONDS);
    bool(CLUSTER_STRICT, false);
    bool(CLUSTER_PUSHDOWN, true);
    ServerVariables.ALL.forEach(each ->
        ALL.put(
            each.name(),
            new Variable(
                each.name(), Long.toString(each.initial()), false, true, each.isSwitch())));
  }

  private SystemVariables() {}

  private static void text(String name, String initial) {
    ALL.put(name, new Variable(name, initial, false, false, false));
  }

  private static void fixed(String name, String value) {
    ALL.put(name, new Variable(name, value, true, false, false));
  }

  private static void number(String name, long initial) {
    ALL.put(name, new Variable(name, Long.toString(initial), false, true, false));
  }

  private static void bool(String name, boolean initial) {
    ALL.put(name, new Variable(name, initial ? "1" : "0", false, true, true));
  }

  public static Optional<Variable> find(String name) {
    return Optional.ofNullable(ALL.get(name.toLowerCase(Locale.ROOT)));
  }

  /// Returns all variables in the order of their names.
  public static Collection<Variable> all() {
    return ALL.values();
  }
}
