package io.minitidb.cop.expr;

import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/// Dates and times as the bodies of functions take them: null for NULL and, with warning 1292, for
/// what no calendar has.
final class Times {
  private Times() {}

  /// Returns the moment, or null for the zero date and others that no calendar has.
  static @Nullable LocalDateTime local(long bits) {
    try {
      return CoreTime.toLocal(bits);
    } catch (DateTimeException e) {
      return null;
    }
  }

  static @Nullable LocalDateTime at(Vector times, int row, EvalContext context) {
    if (times.isNull(row)) {
      return null;
    }
    LocalDateTime time = local(times.getLong(row));
    if (time == null) {
      incorrect(Values.text(times, row), context);
    }
    return time;
  }

  /// Reads a text; one that only begins with a time gives that and a warning.
  static @Nullable LocalDateTime parse(String text, EvalContext context) {
    TimeText.Prefix prefix = TimeText.prefix(text);
    if (prefix == null) {
      incorrect(text, context);
      return null;
    }
    if (!prefix.whole()) {
      context.warn(1292, "Truncated incorrect datetime value: '" + text + "'");
    }
    return prefix.time();
  }

  static void incorrect(String text, EvalContext context) {
    context.warn(1292, "Incorrect datetime value: '" + text + "'");
  }

  static void append(VectorBuilder out, @Nullable Long value) {
    if (value == null) {
      out.appendNull();
    } else {
      out.appendLong(value);
    }
  }
}
