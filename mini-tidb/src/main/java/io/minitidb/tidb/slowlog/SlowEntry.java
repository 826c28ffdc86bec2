package io.minitidb.tidb.slowlog;

import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.logfile.Heads;
import io.minitidb.memtable.ScanContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// One entry of the slow log, as it lies in the file, with the places of its wanted fields. The
/// same object shows one entry after the other.
public final class SlowEntry {
  /// Fields that are found otherwise than by their names.
  private static final Set<SlowField> UNNAMED =
      EnumSet.of(
          SlowField.TIME,
          SlowField.USER,
          SlowField.HOST,
          SlowField.QUERY,
          SlowField.BACKOFF_DETAIL);

  private static final String USER_AND_HOST = "User@Host";
  private static final String OLD_USER = "User";
  private static final byte[] BACKOFF = "# Cop_backoff_".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] USE = "use ".getBytes(StandardCharsets.US_ASCII);

  private final KeyTable<Key> keys;
  private final int[] from = new int[SlowField.values().length];
  private final int[] to = new int[SlowField.values().length];
  private byte[] bytes = new byte[0];
  private int start;
  private int end;
  private long time;

  /// What a key of the log stands for.
  private sealed interface Key {
    /// A field whose value ends where the next key begins.
    record Word(SlowField field) implements Key {}

    /// A field whose value is the rest of the line.
    record Line(SlowField field) implements Key {}

    /// User and host together, on a line of their own.
    record Users() implements Key {}
  }

  SlowEntry(Set<SlowField> wanted) {
    Map<String, Key> known = new HashMap<>();
    known.put(USER_AND_HOST, new Key.Users());
    known.put(OLD_USER, new Key.Users());
    for (SlowField field : SlowField.values()) {
      // A line must be known even if nobody wants it: there may be anything in it.
      if (field.isLine()) {
        known.put(field.column(), new Key.Line(field));
      } else if (wanted.contains(field) && !UNNAMED.contains(field)) {
        known.put(field.column(), new Key.Word(field));
      }
    }
    keys = new KeyTable<>(known, Key.class);
  }

  /// @param entryFrom where the entry begins, with its time
  /// @param entryTo behind its last byte
  void show(byte[] entryBytes, int entryFrom, int entryTo, long entryTime) {
    bytes = entryBytes;
    start = entryFrom;
    end = entryTo;
    time = entryTime;
    Arrays.fill(from, -1);
    int at = endOfLine(start) + 1;
    while (at + 2 < end && bytes[at] == '#') {
      int stop = endOfLine(at);
      fields(at + 2, stop);
      at = stop + 1;
    }
    query(at);
  }

  private int endOfLine(int at) {
    int feed = Heads.indexOf(bytes, at, end, (byte) '\n');
    return feed < 0 ? end : feed;
  }

  /// A value ends where the next key begins: a word that ends with a colon.
  private void fields(int begin, int stop) {
    int at = begin;
    while (at < stop) {
      int colon = Heads.indexOf(bytes, at, stop, (byte) ':');
      if (colon < 0 || colon + 1 < stop && bytes[colon + 1] != ' ') {
        return;
      }
      int value = Math.min(stop, colon + 2);
      switch (keys.get(bytes, at, colon)) {
        case Key.Line line -> {
          set(line.field(), value, stop);
          return;
        }
        case Key.Users users -> {
          user(value, stop);
          return;
        }
        case Key.Word word -> {
          int next = nextKey(value, stop);
          set(word.field(), value, next < stop ? next - 1 : stop);
          at = next;
        }
        case null -> at = nextKey(value, stop);
      }
    }
  }

  private int nextKey(int value, int stop) {
    int word = value;
    while (true) {
      int blank = Heads.indexOf(bytes, word, stop, (byte) ' ');
      int wordEnd = blank < 0 ? stop : blank;
      if (word > value && wordEnd > word && bytes[wordEnd - 1] == ':') {
        return word;
      }
      if (blank < 0) {
        return stop;
      }
      word = blank + 1;
    }
  }

  private void set(SlowField field, int valueFrom, int valueTo) {
    from[field.position()] = valueFrom;
    to[field.position()] = valueTo;
  }

  /// Either `root[root] @ localhost [127.0.0.1]` or, in old logs, `root@127.0.0.1`.
  private void user(int valueFrom, int valueTo) {
    int sign = Heads.indexOf(bytes, valueFrom, valueTo, (byte) '@');
    int middle = sign < 0 ? valueTo : sign;
    bracketed(SlowField.USER, valueFrom, middle);
    bracketed(SlowField.HOST, Math.min(valueTo, middle + 1), valueTo);
  }

  private void bracketed(SlowField field, int valueFrom, int valueTo) {
    int open = Heads.indexOf(bytes, valueFrom, valueTo, (byte) '[');
    int close = open < 0 ? -1 : Heads.indexOf(bytes, open, valueTo, (byte) ']');
    if (close > open) {
      set(field, open + 1, close);
    } else {
      set(field, valueFrom, valueTo);
    }
  }

  /// What follows the lines with keys, without the `use` of the database before it.
  private void query(int begin) {
    int stop = end;
    while (stop > begin && bytes[stop - 1] == '\n') {
      stop--;
    }
    int second = endOfLine(begin) + 1;
    boolean use =
        second < stop
            && Arrays.equals(bytes, begin, Math.min(stop, begin + USE.length), USE, 0, USE.length);
    set(SlowField.QUERY, use ? second : Math.min(begin, stop), stop);
  }

  /// Returns whether the statement is there to its end.
  boolean isComplete() {
    int last = to[SlowField.QUERY.position()];
    return last > from[SlowField.QUERY.position()] && bytes[last - 1] == ';';
  }

  String text(SlowField field) {
    int at = from[field.position()];
    return at < 0 ? "" : new String(bytes, at, to[field.position()] - at, StandardCharsets.UTF_8);
  }

  /// Appends the value of `field`; what is not in the log is 0, an empty text or false.
  public void append(SlowField field, ScanContext context, VectorBuilder out) {
    int at = from[field.position()];
    int stop = to[field.position()];
    switch (field) {
      case TIME ->
          out.appendLong(
              CoreTime.of(
                  Instant.EPOCH.plus(time, ChronoUnit.MICROS), context.zone(), field.type()));
      case PLAN, BINARY_PLAN -> out.appendString(PlanText.decoded(text(field)));
      case BACKOFF_DETAIL -> out.appendString(backoffDetail());
      default -> {
        switch (field.type().kind()) {
          case REAL -> out.appendDouble(at < 0 ? 0 : real(field, at, stop, context));
          case INT -> out.appendLong(at < 0 ? 0 : whole(field, context));
          default -> appendText(field, at, stop, out);
        }
      }
    }
  }

  private void appendText(SlowField field, int at, int stop, VectorBuilder out) {
    int all = 0;
    for (int i = Math.max(0, at); i < stop && at >= 0; i++) {
      all |= bytes[i];
    }
    if (at >= 0 && all >= 0) {
      out.appendBytes(bytes, at, stop - at);
    } else {
      out.appendString(text(field));
    }
  }

  private double real(SlowField field, int at, int stop, ScanContext context) {
    long digits = 0;
    int fraction = -1;
    for (int i = at; i < stop && stop - at <= 16; i++) {
      if (bytes[i] >= '0' && bytes[i] <= '9') {
        digits = 10 * digits + bytes[i] - '0';
        fraction += fraction < 0 ? 0 : 1;
      } else if (bytes[i] == '.' && fraction < 0) {
        fraction = 0;
      } else {
        return otherReal(field, context);
      }
    }
    // Both are exact, so the quotient is the double that is nearest to the text.
    return stop - at > 16 || stop == at
        ? otherReal(field, context)
        : digits / Math.pow(10, Math.max(0, fraction));
  }

  private double otherReal(SlowField field, ScanContext context) {
    try {
      return Double.parseDouble(text(field));
    } catch (NumberFormatException e) {
      complain(field, "not a number", context);
      return 0;
    }
  }

  private long whole(SlowField field, ScanContext context) {
    String text = text(field);
    if (field.type().length() == 1) {
      return flag(field, text, context);
    }
    try {
      return field.type().unsigned() ? Long.parseUnsignedLong(text) : Long.parseLong(text);
    } catch (NumberFormatException e) {
      complain(field, "not an integer", context);
      return 0;
    }
  }

  private long flag(SlowField field, String text, ScanContext context) {
    if (!text.equals("true") && !text.equals("false")) {
      complain(field, "neither true nor false", context);
    }
    return text.equals("true") ? 1 : 0;
  }

  private void complain(SlowField field, String error, ScanContext context) {
    int line = 1;
    for (int i = start; i < from[field.position()]; i++) {
      line += bytes[i] == '\n' ? 1 : 0;
    }
    context.warn(
        1105,
        "Parse slow log at line %d of the entry of %s, failed field is %s, failed value is %s, error is %s"
            .formatted(
                line,
                Instant.EPOCH.plus(time, ChronoUnit.MICROS),
                field.column(),
                text(field),
                error));
  }

  /// Returns the lines about waiting, one behind the other.
  private String backoffDetail() {
    StringBuilder detail = new StringBuilder();
    for (int at = start; at < end && bytes[at] == '#'; ) {
      int stop = endOfLine(at);
      if (stop - at > BACKOFF.length
          && Arrays.equals(bytes, at, at + BACKOFF.length, BACKOFF, 0, BACKOFF.length)) {
        detail
            .append(detail.isEmpty() ? "" : " ")
            .append(new String(bytes, at + 2, stop - at - 2, StandardCharsets.UTF_8));
      }
      at = stop + 1;
    }
    return detail.toString();
  }
}
