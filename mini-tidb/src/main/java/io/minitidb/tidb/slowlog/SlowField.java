package io.minitidb.tidb.slowlog;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.TypeCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The columns of `slow_query` in their order, and with it the keys of the slow log that are read.
public enum SlowField {
  TIME("Time", Types.TIME),
  TXN_START_TS("Txn_start_ts", Types.COUNT),
  USER("User", Types.NAME),
  HOST("Host", Types.NAME),
  CONN_ID("Conn_ID", Types.COUNT),
  SESSION_ALIAS("Session_alias", Types.NAME),
  EXEC_RETRY_COUNT("Exec_retry_count", Types.COUNT),
  EXEC_RETRY_TIME("Exec_retry_time", Types.SECONDS),
  QUERY_TIME("Query_time", Types.SECONDS),
  PARSE_TIME("Parse_time", Types.SECONDS),
  COMPILE_TIME("Compile_time", Types.SECONDS),
  REWRITE_TIME("Rewrite_time", Types.SECONDS),
  PREPROC_SUBQUERIES("Preproc_subqueries", Types.COUNT),
  PREPROC_SUBQUERIES_TIME("Preproc_subqueries_time", Types.SECONDS),
  OPTIMIZE_TIME("Optimize_time", Types.SECONDS),
  WAIT_TS("Wait_TS", Types.SECONDS),
  PREWRITE_TIME("Prewrite_time", Types.SECONDS),
  WAIT_PREWRITE_BINLOG_TIME("Wait_prewrite_binlog_time", Types.SECONDS),
  COMMIT_TIME("Commit_time", Types.SECONDS),
  GET_COMMIT_TS_TIME("Get_commit_ts_time", Types.SECONDS),
  COMMIT_BACKOFF_TIME("Commit_backoff_time", Types.SECONDS),
  BACKOFF_TYPES("Backoff_types", Types.NAME),
  RESOLVE_LOCK_TIME("Resolve_lock_time", Types.SECONDS),
  LOCAL_LATCH_WAIT_TIME("Local_latch_wait_time", Types.SECONDS),
  WRITE_KEYS("Write_keys", Type.bigint(22)),
  WRITE_SIZE("Write_size", Type.bigint(22)),
  PREWRITE_REGION("Prewrite_region", Type.bigint(22)),
  TXN_RETRY("Txn_retry", Type.bigint(22)),
  COP_TIME("Cop_time", Types.SECONDS),
  PROCESS_TIME("Process_time", Types.SECONDS),
  WAIT_TIME("Wait_time", Types.SECONDS),
  BACKOFF_TIME("Backoff_time", Types.SECONDS),
  LOCKKEYS_TIME("LockKeys_time", Types.SECONDS),
  REQUEST_COUNT("Request_count", Types.COUNT),
  TOTAL_KEYS("Total_keys", Types.COUNT),
  PROCESS_KEYS("Process_keys", Types.COUNT),
  ROCKSDB_DELETE_SKIPPED_COUNT("Rocksdb_delete_skipped_count", Types.COUNT),
  ROCKSDB_KEY_SKIPPED_COUNT("Rocksdb_key_skipped_count", Types.COUNT),
  ROCKSDB_BLOCK_CACHE_HIT_COUNT("Rocksdb_block_cache_hit_count", Types.COUNT),
  ROCKSDB_BLOCK_READ_COUNT("Rocksdb_block_read_count", Types.COUNT),
  ROCKSDB_BLOCK_READ_BYTE("Rocksdb_block_read_byte", Types.COUNT),
  DB("DB", Types.NAME),
  INDEX_NAMES("Index_names", Type.varchar(100)),
  IS_INTERNAL("Is_internal", Types.FLAG),
  DIGEST("Digest", Types.NAME),
  STATS("Stats", Type.varchar(512)),
  COP_PROC_AVG("Cop_proc_avg", Types.SECONDS),
  COP_PROC_P90("Cop_proc_p90", Types.SECONDS),
  COP_PROC_MAX("Cop_proc_max", Types.SECONDS),
  COP_PROC_ADDR("Cop_proc_addr", Types.NAME),
  COP_WAIT_AVG("Cop_wait_avg", Types.SECONDS),
  COP_WAIT_P90("Cop_wait_p90", Types.SECONDS),
  COP_WAIT_MAX("Cop_wait_max", Types.SECONDS),
  COP_WAIT_ADDR("Cop_wait_addr", Types.NAME),
  MEM_MAX("Mem_max", Type.BIGINT),
  DISK_MAX("Disk_max", Type.BIGINT),
  KV_TOTAL("KV_total", Types.SECONDS),
  PD_TOTAL("PD_total", Types.SECONDS),
  BACKOFF_TOTAL("Backoff_total", Types.SECONDS),
  WRITE_SQL_RESPONSE_TOTAL("Write_sql_response_total", Types.SECONDS),
  RESULT_ROWS("Result_rows", Type.bigint(22)),
  WARNINGS("Warnings", Type.LONGTEXT),
  BACKOFF_DETAIL("Backoff_Detail", Type.varchar(4096)),
  PREPARED("Prepared", Types.FLAG),
  SUCC("Succ", Types.FLAG),
  IS_EXPLICIT_TXN("IsExplicitTxn", Types.FLAG),
  IS_WRITE_CACHE_TABLE("IsWriteCacheTable", Types.FLAG),
  PLAN_FROM_CACHE("Plan_from_cache", Types.FLAG),
  PLAN_FROM_BINDING("Plan_from_binding", Types.FLAG),
  HAS_MORE_RESULTS("Has_more_results", Types.FLAG),
  RESOURCE_GROUP("Resource_group", Types.NAME),
  REQUEST_UNIT_READ("Request_unit_read", Types.SECONDS),
  REQUEST_UNIT_WRITE("Request_unit_write", Types.SECONDS),
  TIME_QUEUED_BY_RC("Time_queued_by_rc", Types.SECONDS),
  TIDB_CPU_TIME("Tidb_cpu_time", Types.SECONDS),
  TIKV_CPU_TIME("Tikv_cpu_time", Types.SECONDS),
  PLAN("Plan", Type.LONGTEXT),
  PLAN_DIGEST("Plan_digest", Type.varchar(128)),
  BINARY_PLAN("Binary_plan", Type.LONGTEXT),
  PREV_STMT("Prev_stmt", Type.LONGTEXT),
  QUERY("Query", Type.LONGTEXT);

  /// Fields whose value is all that follows on the line.
  private static final Set<SlowField> LINES =
      EnumSet.of(SESSION_ALIAS, DB, INDEX_NAMES, STATS, WARNINGS, PLAN, BINARY_PLAN, PREV_STMT);

  /// Fields whose column shows something else than the bytes of the log.
  private static final Set<SlowField> COMPUTED = EnumSet.of(BACKOFF_DETAIL, PLAN, BINARY_PLAN);

  private final String column;

  @SuppressWarnings("ImmutableEnumChecker") // a record of values
  private final Type type;

  SlowField(String column, Type type) {
    this.column = column;
    this.type = type;
  }

  /// The types that many columns have.
  private static final class Types {
    static final Type TIME = Type.timestamp(6);
    static final Type COUNT = Type.UNSIGNED_BIGINT;
    static final Type SECONDS = Type.DOUBLE;
    static final Type FLAG = new Type(TypeCode.TINYINT, false, 1, 0);
    static final Type NAME = Type.varchar(64);
  }

  /// Returns the name of the column, which is that of the key.
  public String column() {
    return column;
  }

  /// Returns how many columns stand before this one.
  @SuppressWarnings("EnumOrdinal") // the order of the columns is what this enum tells
  int position() {
    return ordinal();
  }

  public Type type() {
    return type;
  }

  byte[] key() {
    return column.getBytes(StandardCharsets.US_ASCII);
  }

  boolean isLine() {
    return LINES.contains(this);
  }

  /// Returns whether a text in the column is in the log as it is.
  boolean isVerbatim() {
    return !COMPUTED.contains(this);
  }

  /// Returns the fields of these columns.
  static Set<SlowField> named(Set<String> columns) {
    List<SlowField> fields =
        Arrays.stream(values()).filter(field -> columns.contains(field.column)).toList();
    return fields.isEmpty() ? EnumSet.noneOf(SlowField.class) : EnumSet.copyOf(fields);
  }
}
