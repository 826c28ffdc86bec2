package io.minitidb.cop.expr;

import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.TypeCode;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// ADDTIME, SUBTIME and TIMEDIFF, whose arguments are moments or lengths of time; of a text its
/// shape decides.
final class TimeSums {
  static final List<Function> ALL = all();

  private TimeSums() {}

  /// A moment, or a length of time.
  private sealed interface Value {
    record Moment(LocalDateTime at) implements Value {}

    record Length(long nanos) implements Value {}
  }

  private static List<Function> all() {
    List<Function> all = new ArrayList<>();
    int sig = 100230;
    for (Kind kind : List.of(Kind.TIME, Kind.DURATION, Kind.STRING)) {
      all.add(new Function(sig++, "addtime", kind, sum(1)));
      all.add(new Function(sig++, "subtime", kind, sum(-1)));
      all.add(new Function(sig++, "timediff", kind, TimeSums::difference));
    }
    return all;
  }

  private static @Nullable Value value(Vector vector, int row, EvalContext context) {
    if (vector.isNull(row)) {
      return null;
    }
    return switch (vector.type().kind()) {
      case DURATION -> new Value.Length(vector.getLong(row));
      case TIME -> moment(Times.at(vector, row, context));
      default -> {
        String text = Values.text(vector, row);
        if (TimeText.isDatetime(text)) {
          yield moment(Times.parse(text, context));
        }
        TimeText.Duration duration = TimeText.duration(text);
        if (duration == null || !duration.whole() || duration.clipped()) {
          context.warn(1292, "Truncated incorrect time value: '" + text + "'");
        }
        yield duration == null ? null : new Value.Length(duration.nanos());
      }
    };
  }

  private static @Nullable Value moment(@Nullable LocalDateTime time) {
    return time == null ? null : new Value.Moment(time);
  }

  private static Function.Body sum(int sign) {
    return (call, args, rows, out, context) -> {
      for (int row = 0; row < rows; row++) {
        Value value = value(args[0], row, context);
        if (value == null || !(value(args[1], row, context) instanceof Value.Length length)) {
          out.appendNull();
          continue;
        }
        switch (value) {
          case Value.Moment moment ->
              append(plus(moment.at(), sign * length.nanos()), out, context);
          case Value.Length other -> append(other.nanos() + sign * length.nanos(), out, context);
        }
      }
    };
  }

  private static @Nullable LocalDateTime plus(LocalDateTime time, long nanos) {
    return DateArithmetic.plus(time, nanos / 1000, ChronoUnit.MICROS);
  }

  private static void append(@Nullable LocalDateTime time, VectorBuilder out, EvalContext context) {
    if (time == null) {
      context.warn(1441, "Datetime function: datetime field overflow");
      out.appendNull();
    } else if (out.type().kind() == Kind.STRING) {
      boolean whole = time.truncatedTo(ChronoUnit.SECONDS).equals(time);
      Type type = new Type(TypeCode.DATETIME, false, 0, whole ? 0 : 6);
      out.appendString(CoreTime.format(CoreTime.of(time, type), type));
    } else {
      out.appendLong(CoreTime.of(time, out.type()));
    }
  }

  private static void append(long nanos, VectorBuilder out, EvalContext context) {
    long clipped = Math.clamp(nanos, -TimeText.LONGEST, TimeText.LONGEST);
    if (clipped != nanos) {
      context.warn(
          1292, "Truncated incorrect time value: '" + TimeText.formatDuration(nanos, 0) + "'");
    }
    if (out.type().kind() == Kind.STRING) {
      out.appendString(TimeText.formatDuration(clipped, clipped % 1_000_000_000L == 0 ? 0 : 6));
    } else {
      out.appendLong(clipped);
    }
  }

  /// NULL when one is a moment and the other a length of time.
  private static void difference(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      Value left = value(args[0], row, context);
      Value right = value(args[1], row, context);
      if (left instanceof Value.Moment a && right instanceof Value.Moment b) {
        append(micros(b.at(), a.at()), out, context);
      } else if (left instanceof Value.Length a && right instanceof Value.Length b) {
        append(a.nanos() - b.nanos(), out, context);
      } else {
        out.appendNull();
      }
    }
  }

  /// Returns nanoseconds; what does not fit is far beyond what a TIME holds.
  private static long micros(LocalDateTime from, LocalDateTime to) {
    long micros = ChronoUnit.MICROS.between(from, to);
    return Math.abs(micros) > Long.MAX_VALUE / 1000
        ? Long.signum(micros) * Long.MAX_VALUE
        : micros * 1000;
  }
}
