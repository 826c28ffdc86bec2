package io.minitidb.tidb.statement;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.TypeCode;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.TableInfo;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The columns of TiDB's STATEMENTS_SUMMARY and its relatives; times in nanoseconds. A system table
/// has no keys, transactions, locks or retries: such columns are 0, as for a SELECT in TiDB.
/// Process time is what nodes say they worked, wait time what their calls took beside that.
final class SummaryColumns {
  private static final Type COUNT = Type.UNSIGNED_BIGINT;
  private static final Type WIDE = Type.bigint(22).asUnsigned();
  private static final Type SMALL = new Type(TypeCode.INT, true, 11, 0);
  private static final Type FLAG = new Type(TypeCode.TINYINT, false, 1, 0);
  private static final Type REAL = Type.DOUBLE.asUnsigned();

  static final List<Column<SummaryRow>> ALL =
      List.of(
          Column.<SummaryRow>time(
                  "SUMMARY_BEGIN_TIME", Type.timestamp(0), row -> row.window().begin())
              .notNull(),
          Column.<SummaryRow>time("SUMMARY_END_TIME", Type.timestamp(0), row -> row.window().end())
              .notNull(),
          text("STMT_TYPE", Type.varchar(64), Sample::type).notNull(),
          named("SCHEMA_NAME", Type.varchar(64), Sample::schema),
          named("DIGEST", Type.varchar(64), sample -> sample.digest().hex()),
          text("DIGEST_TEXT", Type.TEXT, sample -> sample.digest().text()).notNull(),
          named("TABLE_NAMES", Type.TEXT, Sample::tables),
          named("INDEX_NAMES", Type.TEXT, sample -> ""),
          named("SAMPLE_USER", Type.varchar(64), Sample::user),
          sum("EXEC_COUNT", COUNT, t -> t.executions),
          sum("SUM_ERRORS", SMALL, t -> t.errors),
          sum("SUM_WARNINGS", SMALL, t -> t.warnings),
          sum("SUM_LATENCY", COUNT, t -> t.sumLatency),
          sum("MAX_LATENCY", COUNT, t -> t.maxLatency),
          sum("MIN_LATENCY", COUNT, t -> t.minLatency),
          sum("AVG_LATENCY", COUNT, t -> t.average(t.sumLatency)),
          sum("AVG_PARSE_LATENCY", COUNT, t -> t.average(t.sumParse)),
          sum("MAX_PARSE_LATENCY", COUNT, t -> t.maxParse),
          sum("AVG_COMPILE_LATENCY", COUNT, t -> t.average(t.sumCompile)),
          sum("MAX_COMPILE_LATENCY", COUNT, t -> t.maxCompile),
          sum("SUM_COP_TASK_NUM", COUNT, t -> t.calls),
          sum("MAX_COP_PROCESS_TIME", COUNT, t -> t.maxCallWork),
          node("MAX_COP_PROCESS_ADDRESS", t -> t.maxCallWorkInstance),
          sum("MAX_COP_WAIT_TIME", COUNT, t -> t.maxCallWait),
          node("MAX_COP_WAIT_ADDRESS", t -> t.maxCallWaitInstance),
          sum("AVG_PROCESS_TIME", COUNT, t -> t.average(t.sumWork)),
          sum("MAX_PROCESS_TIME", COUNT, t -> t.maxWork),
          sum("AVG_WAIT_TIME", COUNT, t -> t.average(t.sumWait)),
          sum("MAX_WAIT_TIME", COUNT, t -> t.maxWait),
          none("AVG_BACKOFF_TIME", COUNT),
          none("MAX_BACKOFF_TIME", COUNT),
          none("AVG_TOTAL_KEYS", COUNT),
          none("MAX_TOTAL_KEYS", COUNT),
          none("AVG_PROCESSED_KEYS", COUNT),
          none("MAX_PROCESSED_KEYS", COUNT),
          none("AVG_ROCKSDB_DELETE_SKIPPED_COUNT", REAL),
          none("MAX_ROCKSDB_DELETE_SKIPPED_COUNT", SMALL),
          none("AVG_ROCKSDB_KEY_SKIPPED_COUNT", REAL),
          none("MAX_ROCKSDB_KEY_SKIPPED_COUNT", SMALL),
          none("AVG_ROCKSDB_BLOCK_CACHE_HIT_COUNT", REAL),
          none("MAX_ROCKSDB_BLOCK_CACHE_HIT_COUNT", SMALL),
          none("AVG_ROCKSDB_BLOCK_READ_COUNT", REAL),
          none("MAX_ROCKSDB_BLOCK_READ_COUNT", SMALL),
          none("AVG_ROCKSDB_BLOCK_READ_BYTE", REAL),
          none("MAX_ROCKSDB_BLOCK_READ_BYTE", SMALL),
          none("AVG_PREWRITE_TIME", COUNT),
          none("MAX_PREWRITE_TIME", COUNT),
          none("AVG_COMMIT_TIME", COUNT),
          none("MAX_COMMIT_TIME", COUNT),
          none("AVG_GET_COMMIT_TS_TIME", COUNT),
          none("MAX_GET_COMMIT_TS_TIME", COUNT),
          none("AVG_COMMIT_BACKOFF_TIME", COUNT),
          none("MAX_COMMIT_BACKOFF_TIME", COUNT),
          none("AVG_RESOLVE_LOCK_TIME", COUNT),
          none("MAX_RESOLVE_LOCK_TIME", COUNT),
          none("AVG_LOCAL_LATCH_WAIT_TIME", COUNT),
          none("MAX_LOCAL_LATCH_WAIT_TIME", COUNT),
          none("AVG_WRITE_KEYS", REAL),
          none("MAX_WRITE_KEYS", COUNT),
          none("AVG_WRITE_SIZE", REAL),
          none("MAX_WRITE_SIZE", COUNT),
          none("AVG_PREWRITE_REGIONS", REAL),
          none("MAX_PREWRITE_REGIONS", SMALL),
          none("AVG_TXN_RETRY", REAL),
          none("MAX_TXN_RETRY", SMALL),
          none("SUM_EXEC_RETRY", COUNT),
          none("SUM_EXEC_RETRY_TIME", COUNT),
          none("SUM_BACKOFF_TIMES", COUNT),
          named("BACKOFF_TYPES", Type.varchar(1024), sample -> ""),
          sum("AVG_MEM", COUNT, t -> t.average(t.sumMemory)),
          sum("MAX_MEM", COUNT, t -> t.maxMemory),
          none("AVG_DISK", COUNT),
          none("MAX_DISK", COUNT),
          sum("AVG_KV_TIME", WIDE, t -> t.average(t.sumWork + t.sumWait)),
          none("AVG_PD_TIME", WIDE),
          none("AVG_BACKOFF_TOTAL_TIME", WIDE),
          sum("AVG_WRITE_SQL_RESP_TIME", WIDE, t -> t.average(t.sumResponse)),
          none("AVG_TIDB_CPU_TIME", WIDE),
          none("AVG_TIKV_CPU_TIME", WIDE),
          sum("MAX_RESULT_ROWS", Type.bigint(22), t -> t.maxRows),
          sum("MIN_RESULT_ROWS", Type.bigint(22), t -> t.minRows),
          sum("AVG_RESULT_ROWS", Type.bigint(22), t -> t.average(t.sumRows)),
          flag("PREPARED", Sample::prepared),
          new Column<>(
              "AVG_AFFECTED_ROWS",
              REAL,
              false,
              TableInfo.Role.DATA,
              (row, context, out) ->
                  out.appendDouble(
                      (double) row.totals().sumAffected / Math.max(1, row.totals().executions))),
          Column.<SummaryRow>time("FIRST_SEEN", Type.timestamp(0), row -> row.totals().first)
              .notNull(),
          Column.<SummaryRow>time("LAST_SEEN", Type.timestamp(0), row -> row.totals().last)
              .notNull(),
          sum("PLAN_IN_CACHE", FLAG, t -> t.lastPlanFromCache ? 1 : 0),
          sum("PLAN_CACHE_HITS", Type.BIGINT, t -> t.planCacheHits),
          none("PLAN_IN_BINDING", FLAG),
          text("QUERY_SAMPLE_TEXT", Type.TEXT, Sample::sql),
          text("PREV_SAMPLE_TEXT", Type.TEXT, Sample::previous),
          text("PLAN_DIGEST", Type.varchar(64), Sample::planDigest),
          text("PLAN", Type.TEXT, Sample::plan),
          text("BINARY_PLAN", Type.TEXT, sample -> ""),
          text("CHARSET", Type.varchar(64), Sample::charset),
          text("COLLATION", Type.varchar(64), Sample::collation),
          text("PLAN_HINT", Type.varchar(64), sample -> ""),
          none("MAX_REQUEST_UNIT_READ", REAL),
          none("AVG_REQUEST_UNIT_READ", REAL),
          none("MAX_REQUEST_UNIT_WRITE", REAL),
          none("AVG_REQUEST_UNIT_WRITE", REAL),
          none("MAX_QUEUED_RC_TIME", WIDE),
          none("AVG_QUEUED_RC_TIME", WIDE),
          text("RESOURCE_GROUP", Type.varchar(64), sample -> "default"),
          none("PLAN_CACHE_UNQUALIFIED", Type.BIGINT),
          text("PLAN_CACHE_UNQUALIFIED_LAST_REASON", Type.TEXT, sample -> ""));

  /// The columns of performance_schema's `events_statements_summary_by_digest`.
  static final List<Column<SummaryRow>> EVENTS =
      List.of(
          named("SCHEMA_NAME", Type.varchar(64), Sample::schema),
          named("DIGEST", Type.varchar(64), sample -> sample.digest().hex()),
          text("DIGEST_TEXT", Type.LONGTEXT, sample -> sample.digest().text()),
          sum("EXEC_COUNT", COUNT, t -> t.executions),
          sum("SUM_LATENCY", COUNT, t -> t.sumLatency),
          sum("MAX_LATENCY", COUNT, t -> t.maxLatency),
          sum("MIN_LATENCY", COUNT, t -> t.minLatency),
          sum("AVG_LATENCY", COUNT, t -> t.average(t.sumLatency)),
          sum("SUM_ROWS_AFFECTED", COUNT, t -> t.sumAffected),
          Column.<SummaryRow>time("FIRST_SEEN", Type.timestamp(6), row -> row.totals().first)
              .notNull(),
          Column.<SummaryRow>time("LAST_SEEN", Type.timestamp(6), row -> row.totals().last)
              .notNull(),
          text("QUERY_SAMPLE_TEXT", Type.LONGTEXT, Sample::sql));

  private SummaryColumns() {}

  private static Column<SummaryRow> sum(String name, Type type, ToLongFunction<Totals> value) {
    return Column.bigint(name, type, row -> value.applyAsLong(row.totals()));
  }

  /// What never happens here.
  private static Column<SummaryRow> none(String name, Type type) {
    return new Column<>(
        name,
        type,
        false,
        TableInfo.Role.DATA,
        (row, context, out) -> {
          if (type.code() == TypeCode.DOUBLE) {
            out.appendDouble(0);
          } else {
            out.appendLong(0);
          }
        });
  }

  private static Column<SummaryRow> flag(String name, Function<Sample, Boolean> value) {
    return Column.bigint(name, FLAG, row -> row.of().map(value).orElse(false) ? 1 : 0);
  }

  /// Text that is empty for what was evicted.
  private static Column<SummaryRow> text(String name, Type type, Function<Sample, String> value) {
    return Column.text(name, type, row -> row.of().map(value).orElse(""));
  }

  /// Text that is NULL when it is empty.
  private static Column<SummaryRow> named(String name, Type type, Function<Sample, String> value) {
    return Column.text(name, type, row -> emptyToNull(row.of().map(value).orElse("")));
  }

  private static Column<SummaryRow> node(String name, Function<Totals, String> value) {
    return Column.text(name, 256, row -> emptyToNull(value.apply(row.totals())));
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
