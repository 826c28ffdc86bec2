package io.minitidb.log;

import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.logfile.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// One line of a log, as it lies in the file. The same object shows one line after the other.
public final class LogLine {
  /// A longer message is cut to so many bytes.
  static final int LONGEST = 1 << 20;

  /// Clocks are changed at full quarters of an hour.
  private static final long QUARTER = 900;

  private static final Map<LogLevel, byte[]> LEVELS =
      Arrays.stream(LogLevel.values())
          .collect(
              Collectors.toMap(
                  level -> level,
                  level -> level.name().getBytes(StandardCharsets.US_ASCII),
                  (one, other) -> one,
                  () -> new EnumMap<>(LogLevel.class)));

  private final ZoneRules zone;
  private final byte[] text = new byte[23];
  private byte[] bytes = new byte[0];
  private int from;
  private int to;
  private long more;
  private long time;
  private LogLevel level = LogLevel.UNKNOWN;
  private long quarter = Long.MIN_VALUE;
  private int offset;

  LogLine(ZoneId zone) {
    this.zone = zone.getRules();
  }

  /// @param lineMore how many bytes of the line are not there
  void show(
      byte[] lineBytes,
      int lineFrom,
      int lineTo,
      long lineMore,
      long lineTime,
      LogLevel lineLevel) {
    bytes = lineBytes;
    from = lineFrom;
    to = lineTo;
    more = lineMore;
    time = lineTime;
    level = lineLevel;
  }

  public void appendLevel(VectorBuilder out) {
    byte[] name = Objects.requireNonNull(LEVELS.get(level));
    out.appendBytes(name, 0, name.length);
  }

  /// Appends what follows the level; of a line without time and level, all of it.
  public void appendMessage(VectorBuilder out) {
    int end = to;
    if (end - from > LONGEST) {
      end = from + LONGEST;
      while ((bytes[end] & 0xC0) == 0x80) {
        end--; // not within a character
      }
    }
    long missing = more + to - end;
    if (missing == 0 && isAscii(end)) {
      out.appendBytes(bytes, from, end - from);
      return;
    }
    String kept = new String(bytes, from, end - from, StandardCharsets.UTF_8);
    out.appendString(missing == 0 ? kept : kept + " ... (" + missing + " bytes more)");
  }

  private boolean isAscii(int end) {
    int all = 0;
    for (int i = from; i < end; i++) {
      all |= bytes[i];
    }
    return all >= 0;
  }

  /// Appends `yyyy/MM/dd HH:mm:ss.SSS` as clocks showed it in the session's zone; NULL for a line
  /// before the first time.
  public void appendTime(VectorBuilder out) {
    if (time == RecordFormat.NO_TIME) {
      out.appendNull();
      return;
    }
    long seconds = Math.floorDiv(time, 1_000_000);
    if (Math.floorDiv(seconds, QUARTER) != quarter) {
      quarter = Math.floorDiv(seconds, QUARTER);
      offset = zone.getOffset(Instant.ofEpochSecond(seconds)).getTotalSeconds();
    }
    long local = seconds + offset;
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(local, 86_400));
    int second = Math.floorMod(local, 86_400);
    put(0, 4, date.getYear(), '/');
    put(5, 2, date.getMonthValue(), '/');
    put(8, 2, date.getDayOfMonth(), ' ');
    put(11, 2, second / 3600, ':');
    put(14, 2, second / 60 % 60, ':');
    put(17, 2, second % 60, '.');
    put(20, 3, Math.floorMod(time, 1_000_000) / 1000, '.');
    out.appendBytes(text, 0, text.length);
  }

  private void put(int at, int digits, int value, char behind) {
    int rest = value;
    for (int i = at + digits - 1; i >= at; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    if (at + digits < text.length) {
      text[at + digits] = (byte) behind;
    }
  }
}
