package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The words that a query of MySQL gives a meaning to, in lower case. Every other word is a name.
final class MysqlWords {
  /// Words that mean the same wherever they stand, and are no names without quotes.
  static final Set<String> SYNTAX =
      Set.of(
          ("select from where group by having order limit union all distinct except intersect as on"
                  + " using join inner left right outer cross natural and or not in is null true"
                  + " false like between exists case when then else asc desc with recursive over"
                  + " rows range window lateral")
              .split(" "));

  /// Syntax that is a whole operand: what follows is an operator or a new clause.
  static final Set<String> OPERANDS = Set.of("null", "true", "false");

  /// Stand between SELECT and its columns and change nothing here.
  static final Set<String> MODIFIERS =
      Set.of(
          "sql_no_cache",
          "sql_cache",
          "sql_calc_found_rows",
          "high_priority",
          "straight_join",
          "sql_small_result",
          "sql_big_result",
          "sql_buffer_result");

  /// Functions that need no parentheses, and the name that we have them under.
  static final Map<String, String> NILADIC =
      Map.of(
          "current_user", "current_user",
          "current_date", "curdate",
          "current_time", "curtime",
          "current_timestamp", "now",
          "localtime", "now",
          "localtimestamp", "now",
          "utc_date", "utc_date",
          "utc_time", "utc_time",
          "utc_timestamp", "utc_timestamp");

  static final Set<String> UNITS =
      Set.of(
          "microsecond",
          "second",
          "minute",
          "hour",
          "day",
          "week",
          "month",
          "quarter",
          "year",
          "second_microsecond",
          "minute_microsecond",
          "minute_second",
          "hour_microsecond",
          "hour_second",
          "hour_minute",
          "day_microsecond",
          "day_second",
          "day_minute",
          "day_hour",
          "year_month");

  /// Functions whose first argument is a unit of time or the name of a type.
  static final Set<String> UNIT_FIRST =
      Set.of("extract", "timestampadd", "timestampdiff", "get_format");

  /// Functions that take an interval, and the name that we have them under.
  static final Map<String, String> INTERVAL_CALLS =
      Map.of(
          "date_add", "date_add",
          "adddate", "date_add",
          "date_sub", "date_sub",
          "subdate", "date_sub");

  /// Those of them that count days when there is a number instead.
  static final Set<String> DAY_CALLS = Set.of("adddate", "subdate");

  static final Set<String> CHARSETS =
      Set.of(
          "_utf8mb4",
          "_utf8mb3",
          "_utf8",
          "_latin1",
          "_ascii",
          "_binary",
          "_gbk",
          "_gb18030",
          "_gb2312",
          "_big5",
          "_ucs2",
          "_utf16",
          "_utf16le",
          "_utf32",
          "_sjis",
          "_cp932",
          "_euckr");

  private MysqlWords() {}

  /// @throws SqlException 1115 for the name of no character set
  static void charset(String name) {
    if (!CHARSETS.contains("_" + name.toLowerCase(Locale.ROOT))) {
      throw new SqlException(SqlError.UNKNOWN_CHARSET, "Unknown character set: '" + name + "'");
    }
  }
}
