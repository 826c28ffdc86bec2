package io.minitidb.cop.exec;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.expr.EvalContext;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the frame of each row of a sorted input.
final class FrameBounds {
  private final WindowSpec.Frame frame;
  private final boolean descending;
  private final @Nullable BigDecimal[] keys;

  FrameBounds(WindowSpec spec, Batch rows, EvalContext context) {
    this.frame = spec.frame();
    boolean byValue = !frame.rows() && (isShift(frame.from()) || isShift(frame.to()));
    this.descending = byValue && spec.order().getFirst().descending();
    this.keys = new @Nullable BigDecimal[byValue ? rows.rows() : 0];
    if (byValue) {
      Vector key = spec.order().getFirst().expr().eval(rows, context);
      for (int row = 0; row < keys.length; row++) {
        keys[row] = key.isNull(row) ? null : number(key, row);
      }
    }
  }

  private static boolean isShift(Optional<BigDecimal> bound) {
    return bound.isPresent() && bound.get().signum() != 0;
  }

  private static BigDecimal number(Vector key, int row) {
    long bits = key.type().kind().width() == 8 ? key.getLong(row) : 0;
    return switch (key.type().kind()) {
      case INT ->
          key.type().unsigned()
              ? new BigDecimal(Long.toUnsignedString(bits))
              : BigDecimal.valueOf(bits);
      case REAL -> new BigDecimal(key.getDouble(row));
      case DECIMAL -> key.getDecimal(row);
      case DURATION -> BigDecimal.valueOf(bits / 1000);
      case TIME ->
          BigDecimal.valueOf(CoreTime.toLocal(bits).toEpochSecond(ZoneOffset.UTC))
              .movePointRight(6)
              .add(BigDecimal.valueOf(CoreTime.micros(bits)));
      case STRING, JSON ->
          throw new IllegalArgumentException("a RANGE frame needs a number or a time to add to");
    };
  }

  /// Returns the first row of the frame of `row`.
  int from(Partition place, int row) {
    if (frame.from().isEmpty()) {
      return place.from();
    }
    BigDecimal offset = frame.from().get();
    if (frame.rows()) {
      return clamped(place, row, offset, 0);
    }
    return offset.signum() == 0 ? place.peersFrom(row) : byValue(place, row, offset, false);
  }

  /// Returns the row behind the frame of `row`; not above the first one when the frame is empty.
  int end(Partition place, int row) {
    if (frame.to().isEmpty()) {
      return place.end();
    }
    BigDecimal offset = frame.to().get();
    if (frame.rows()) {
      return clamped(place, row, offset, 1);
    }
    return offset.signum() == 0 ? place.peersEnd(row) : byValue(place, row, offset, true);
  }

  private static int clamped(Partition place, int row, BigDecimal offset, int more) {
    BigDecimal far = BigDecimal.valueOf(place.rows() + 1L);
    long shift = offset.min(far).max(far.negate()).longValue();
    return Math.clamp(row + shift + more, place.from(), place.end());
  }

  /// Returns the first row whose key is not before the shifted key of `row`, or with `behind` the
  /// first one whose key is behind it. A NULL has the NULLs as its frame.
  private int byValue(Partition place, int row, BigDecimal offset, boolean behind) {
    BigDecimal key = keys[row];
    if (key == null) {
      return behind ? place.peersEnd(row) : place.peersFrom(row);
    }
    BigDecimal wanted = descending ? key.subtract(offset) : key.add(offset);
    int low = place.from();
    int high = place.end();
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = order(keys[middle], wanted);
      if (order < 0 || behind && order == 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// NULL is the smallest value.
  private int order(@Nullable BigDecimal key, BigDecimal wanted) {
    int order = key == null ? -1 : key.compareTo(wanted);
    return descending ? -order : order;
  }
}
