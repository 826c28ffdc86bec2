package io.minitidb.tidb.explain;

import io.minitidb.cop.exec.Dag;
import io.minitidb.memtable.TableInfo;
import io.minitidb.memtable.TimeConditions;
import io.minitidb.memtable.TimeRanges;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// Which moments of a table are read, because of the conditions on its time column:
/// `start_time:..., end_time:...` as TiDB prints them, in the session's zone.
final class ReadTimes {
  private ReadTimes() {}

  /// @param dag bound to the statement
  /// @return empty when everything is read
  static String text(TableInfo table, Dag dag, ZoneId zone) {
    return text(
        TimeConditions.of(table, dag, zone),
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT).withZone(zone));
  }

  private static String text(TimeRanges times, DateTimeFormatter format) {
    if (times.isEmpty()) {
      return ", skip_request:true";
    }
    return bound("start_time", times.first(), Long.MIN_VALUE, format)
        + bound("end_time", times.last(), Long.MAX_VALUE, format);
  }

  private static String bound(String name, long micros, long none, DateTimeFormatter format) {
    return micros == none
        ? ""
        : ", " + name + ":" + format.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
  }
}
