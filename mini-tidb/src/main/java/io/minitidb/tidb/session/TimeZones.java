package io.minitidb.tidb.session;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The time zones of MySQL: `SYSTEM`, an offset from `-13:59` to `+14:00`, or a name, which may be
/// written in any case.
final class TimeZones {
  private static final Pattern OFFSET = Pattern.compile("([+-])(\\d{1,2}):([0-5]\\d)");
  private static final int MOST_MINUTES = 14 * 60;

  private TimeZones() {}

  /// Names are only needed for zones that are written in another case.
  private static final class Names {
    private static final Map<String, String> ALL = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static {
      ZoneId.getAvailableZoneIds().forEach(name -> ALL.put(name, name));
    }
  }

  /// Returns the name of a zone as it is kept; an offset as it was written.
  ///
  /// @throws SqlException 1298 for a zone that is none
  static String normal(String name) {
    if (name.equalsIgnoreCase("SYSTEM")) {
      return "SYSTEM";
    }
    Matcher offset = OFFSET.matcher(name);
    if (offset.matches()) {
      int minutes = minutes(offset);
      if (minutes > -MOST_MINUTES && minutes <= MOST_MINUTES) {
        return name;
      }
    }
    String known = Names.ALL.get(name);
    if (known == null) {
      throw new SqlException(
          SqlError.BAD_TIME_ZONE, "Unknown or incorrect time zone: '" + name + "'");
    }
    return known;
  }

  private static int minutes(Matcher offset) {
    int minutes = 60 * Integer.parseInt(offset.group(2)) + Integer.parseInt(offset.group(3));
    return offset.group(1).equals("-") ? -minutes : minutes;
  }

  /// @param name in its normal form
  static ZoneId of(String name) {
    if (name.equals("SYSTEM")) {
      return ZoneId.systemDefault();
    }
    Matcher offset = OFFSET.matcher(name);
    return offset.matches() ? ZoneOffset.ofTotalSeconds(60 * minutes(offset)) : ZoneId.of(name);
  }
}
