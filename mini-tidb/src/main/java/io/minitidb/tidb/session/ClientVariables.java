package io.minitidb.tidb.session;

import static io.minitidb.tidb.session.Scope.BEGINNING;
import static io.minitidb.tidb.session.Scope.BOTH;
import static io.minitidb.tidb.session.Scope.GLOBAL;
import static io.minitidb.tidb.session.Scope.READ_ONLY;
import static io.minitidb.tidb.session.Scope.SESSION;
import static io.minitidb.tidb.session.Variable.fact;
import static io.minitidb.tidb.session.Variable.onOff;
import static io.minitidb.tidb.session.Variable.text;
import static io.minitidb.tidb.session.Variable.whole;
import static io.minitidb.tidb.session.Variable.words;
import static io.minitidb.tidb.session.Variable.zone;

import io.minitidb.node.Version;
import io.minitidb.tidb.users.Credential;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/// The variables that MySQL has. Of most of them clients only want that they are there.
final class ClientVariables {
  private static final long YEAR = 31_536_000;
  private static final long UNSIGNED = 4_294_967_295L;
  private static final String MODES =
      "ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,"
          + "NO_AUTO_CREATE_USER,NO_ENGINE_SUBSTITUTION";
  private static final List<String> LEVELS =
      List.of("READ-UNCOMMITTED", "READ-COMMITTED", "REPEATABLE-READ", "SERIALIZABLE");

  private ClientVariables() {}

  static List<Variable> all() {
    return Stream.of(read(), facts(), texts(), switches(), numbers())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Variable> read() {
    return List.of(
        new Variable(
            "sql_mode",
            BOTH,
            new VariableType.Modes(),
            MODES,
            "",
            "What SQL means. Heeded are ANSI_QUOTES, NO_BACKSLASH_ESCAPES, ONLY_FULL_GROUP_BY and"
                + " PIPES_AS_CONCAT."),
        new Variable(
            SystemVariables.SELECT_LIMIT,
            BOTH,
            new VariableType.Count(),
            VariableType.Count.ALL,
            "rows",
            "The most rows of a SELECT without a LIMIT of its own."),
        whole(
            BOTH,
            SystemVariables.MAX_ERROR_COUNT,
            64,
            0,
            65535,
            "",
            "How many warnings of a statement SHOW WARNINGS has; all are counted."),
        onOff(BOTH, SystemVariables.SQL_NOTES, true, "Whether notes are warnings."),
        zone(BOTH, "time_zone", "SYSTEM", "The zone in which times are shown and read."),
        whole(
            BOTH,
            "max_execution_time",
            0,
            0,
            UNSIGNED,
            "ms",
            "How long a query may take; 0 is for ever."),
        whole(
            BOTH,
            "group_concat_max_len",
            1024,
            4,
            Long.MAX_VALUE,
            "bytes",
            "The longest result of GROUP_CONCAT; a longer one is cut with a warning."),
        whole(
            BOTH,
            "cte_max_recursion_depth",
            1000,
            0,
            UNSIGNED,
            "",
            "How often a recursive query may go round."),
        whole(
            BEGINNING,
            SystemVariables.MAX_ALLOWED_PACKET,
            64 << 20,
            1024,
            1 << 30,
            "bytes",
            "The longest statement that a connection may send."),
        whole(
            BOTH,
            SystemVariables.WAIT_TIMEOUT,
            28800,
            0,
            YEAR,
            "s",
            "A connection that sends nothing for so long is closed; 0 never."),
        whole(
            BOTH,
            SystemVariables.INTERACTIVE_TIMEOUT,
            28800,
            0,
            YEAR,
            "s",
            "What wait_timeout begins with for clients that people type into."),
        whole(
            BOTH,
            SystemVariables.NET_WRITE_TIMEOUT,
            60,
            1,
            YEAR,
            "s",
            "A client that takes nothing of its answer for so long is cut off."),
        whole(
            BOTH,
            SystemVariables.NET_READ_TIMEOUT,
            30,
            1,
            YEAR,
            "s",
            "A client that stops in the middle of a packet for so long is cut off."),
        words(
            GLOBAL,
            SystemVariables.DEFAULT_PLUGIN,
            Credential.PLUGINS.getFirst(),
            Credential.PLUGINS,
            "By which plugin accounts check passwords when CREATE USER does not say."),
        onOff(
            GLOBAL,
            ServerVariables.SECURE_TRANSPORT,
            false,
            "Whether clients without TLS are refused."),
        whole(
            GLOBAL,
            ServerVariables.CONNECT_TIMEOUT,
            10,
            2,
            YEAR,
            "s",
            "How long a client may take to log in."),
        whole(
            GLOBAL,
            ServerVariables.MAX_CONNECTIONS,
            0,
            0,
            100_000,
            "",
            "Most connections at a time; 0 is as many as there is memory for, one for each 24 KiB of"
                + " the heap."),
        whole(
            GLOBAL,
            ServerVariables.MAX_PREPARED,
            16382,
            0,
            1 << 20,
            "",
            "How many prepared statements a connection may have in each protocol."));
  }

  private static List<Variable> facts() {
    return List.of(
        fact("system_time_zone", ZoneId.systemDefault().getId()),
        fact("license", "Apache License 2.0"),
        fact("version", Version.MYSQL),
        fact("version_comment", "mini-tidb (Apache License 2.0), MySQL 8.0 compatible"),
        fact("version_compile_os", "Linux"),
        fact("version_compile_machine", System.getProperty("os.arch", "")),
        fact("hostname", ""),
        fact("port", "0"),
        fact("socket", ""),
        fact("datadir", ""),
        fact("server_id", "0"),
        fact("have_ssl", "DISABLED"),
        fact("have_openssl", "DISABLED"),
        fact("have_profiling", "NO"),
        fact("log_bin", "OFF"),
        fact("gtid_executed", ""),
        fact("disabled_storage_engines", ""),
        fact("event_scheduler", "OFF"),
        fact("partial_revokes", "OFF"),
        onOff(READ_ONLY, "performance_schema", false, ""),
        whole(READ_ONLY, "lower_case_table_names", 2, 0, 2, "", ""),
        whole(READ_ONLY, "protocol_version", 10, 0, UNSIGNED, "", ""));
  }

  private static List<Variable> texts() {
    Stream<Variable> charsets =
        Stream.of("client", "connection", "results", "server", "database", "system")
            .map(use ->
                new Variable(
                    "character_set_" + use,
                    BOTH,
                    new VariableType.CharsetName(use.equals("results")),
                    "utf8mb4",
                    "",
                    ""));
    Stream<Variable> collations =
        Stream.of("connection", "server", "database")
            .map(use ->
                new Variable(
                    "collation_" + use,
                    BOTH,
                    new VariableType.CollationName(),
                    "utf8mb4_bin",
                    "",
                    ""));
    Stream<Variable> others =
        Stream.of(
            words(BOTH, "transaction_isolation", "REPEATABLE-READ", LEVELS, ""),
            words(BOTH, "tx_isolation", "REPEATABLE-READ", LEVELS, ""),
            text(GLOBAL, "init_connect", "", ""),
            text(BOTH, "session_track_system_variables", "", ""),
            text(BOTH, "default_storage_engine", "InnoDB", ""),
            text(BOTH, "lc_messages", "en_US", ""),
            text(BOTH, "lc_time_names", "en_US", ""),
            text(BOTH, "optimizer_switch", "", ""),
            words(
                BOTH, "completion_type", "NO_CHAIN", List.of("NO_CHAIN", "CHAIN", "RELEASE"), ""));
    return Stream.of(charsets, collations, others).flatMap(each -> each).toList();
  }

  private static List<Variable> switches() {
    return List.of(
        onOff(BOTH, "autocommit", true, ""),
        onOff(BOTH, "foreign_key_checks", true, ""),
        onOff(BOTH, "unique_checks", true, ""),
        onOff(SESSION, "sql_log_bin", true, ""),
        onOff(BOTH, "sql_quote_show_create", true, ""),
        onOff(BOTH, "sql_safe_updates", false, ""),
        onOff(BOTH, "sql_big_selects", true, ""),
        onOff(BOTH, "sql_warnings", false, ""),
        onOff(BOTH, "sql_auto_is_null", false, ""),
        onOff(BOTH, "transaction_read_only", false, ""),
        onOff(BOTH, "tx_read_only", false, ""),
        onOff(GLOBAL, "read_only", false, ""),
        onOff(GLOBAL, "super_read_only", false, ""),
        onOff(BOTH, "session_track_schema", true, ""),
        onOff(BOTH, "big_tables", false, ""),
        onOff(BOTH, "profiling", false, ""));
  }

  private static List<Variable> numbers() {
    return List.of(
        whole(BOTH, "auto_increment_increment", 1, 1, 65535, "", ""),
        whole(BOTH, "auto_increment_offset", 1, 1, 65535, "", ""),
        whole(BOTH, "net_buffer_length", 16384, 1024, 1 << 20, "bytes", ""),
        whole(BOTH, "innodb_lock_wait_timeout", 50, 1, 1 << 30, "s", ""),
        whole(BOTH, "information_schema_stats_expiry", 86400, 0, YEAR, "s", ""),
        whole(BOTH, "lock_wait_timeout", YEAR, 1, YEAR, "s", ""),
        whole(BOTH, "net_retry_count", 10, 1, UNSIGNED, "", ""),
        whole(BOTH, "sort_buffer_size", 262144, 32768, Long.MAX_VALUE, "bytes", ""),
        whole(BOTH, "join_buffer_size", 262144, 128, Long.MAX_VALUE, "bytes", ""),
        whole(BOTH, "tmp_table_size", 16 << 20, 1024, Long.MAX_VALUE, "bytes", ""),
        whole(BOTH, "max_heap_table_size", 16 << 20, 16384, Long.MAX_VALUE, "bytes", ""),
        whole(BOTH, "default_week_format", 0, 0, 7, "", ""),
        whole(BOTH, "div_precision_increment", 4, 0, 30, "", ""));
  }
}
