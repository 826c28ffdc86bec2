package io.minitidb.cop.expr;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Vector;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The units of INTERVAL, EXTRACT, TIMESTAMPADD and TIMESTAMPDIFF. A compound unit has several
/// fields, the largest first: `DAY_SECOND` takes `'1 10:30:00'`.
public enum IntervalUnit {
  MICROSECOND(Size.MICRO),
  SECOND(Size.SECOND),
  MINUTE(Size.MINUTE),
  HOUR(Size.HOUR),
  DAY(Size.DAY),
  WEEK(7 * Size.DAY),
  MONTH(1),
  QUARTER(3),
  YEAR(12),
  SECOND_MICROSECOND(Size.SECOND, Size.MICRO),
  MINUTE_MICROSECOND(Size.MINUTE, Size.SECOND, Size.MICRO),
  MINUTE_SECOND(Size.MINUTE, Size.SECOND),
  HOUR_MICROSECOND(Size.HOUR, Size.MINUTE, Size.SECOND, Size.MICRO),
  HOUR_SECOND(Size.HOUR, Size.MINUTE, Size.SECOND),
  HOUR_MINUTE(Size.HOUR, Size.MINUTE),
  DAY_MICROSECOND(Size.DAY, Size.HOUR, Size.MINUTE, Size.SECOND, Size.MICRO),
  DAY_SECOND(Size.DAY, Size.HOUR, Size.MINUTE, Size.SECOND),
  DAY_MINUTE(Size.DAY, Size.HOUR, Size.MINUTE),
  DAY_HOUR(Size.DAY, Size.HOUR),
  YEAR_MONTH(12, 1);

  private static final Pattern DIGITS = Pattern.compile("\\d+");

  @SuppressWarnings("ImmutableEnumChecker") // never written after construction
  private final long[] sizes;

  IntervalUnit(long... sizes) {
    this.sizes = sizes;
  }

  private static final class Size {
    static final long MICRO = 1;
    static final long SECOND = 1_000_000;
    static final long MINUTE = 60 * SECOND;
    static final long HOUR = 60 * MINUTE;
    static final long DAY = 24 * HOUR;
  }

  /// A length of time in months or in microseconds.
  public record Amount(boolean months, long count) {}

  /// Returns the unit that `text` names, in any case.
  public static Optional<IntervalUnit> of(String text) {
    String name = text.strip().toUpperCase(Locale.ROOT);
    String single = name.startsWith("SQL_TSI_") ? name.substring(8) : name;
    for (IntervalUnit unit : values()) {
      if (unit.name().equals(single)) {
        return Optional.of(unit);
      }
    }
    return Optional.empty();
  }

  public boolean isCompound() {
    return sizes.length > 1;
  }

  /// Returns whether it counts months and years.
  public boolean isMonths() {
    return switch (this) {
      case MONTH, QUARTER, YEAR, YEAR_MONTH -> true;
      default -> false;
    };
  }

  /// Returns whether a date plus this is a date still.
  public boolean isOfDays() {
    return isMonths() || this == DAY || this == WEEK;
  }

  public boolean hasMicros() {
    return name().endsWith("MICROSECOND");
  }

  /// Returns months or microseconds in one of this unit, which is not compound.
  long size() {
    return sizes[0];
  }

  /// Reads an amount; returns null for text with more fields than the unit.
  ///
  /// @throws ArithmeticException when 64 bits do not hold it
  @Nullable Amount amount(Vector values, int row) {
    if (values.type().kind() == Kind.STRING) {
      return fields(values.getString(row));
    }
    BigDecimal count =
        values.type().kind() == Kind.DECIMAL ? values.getDecimal(row) : Values.integer(values, row);
    return new Amount(
        isMonths(),
        count
            .multiply(BigDecimal.valueOf(sizes[0]))
            .setScale(0, RoundingMode.HALF_UP)
            .longValueExact());
  }

  /// Fields that are missing are the largest ones.
  private @Nullable Amount fields(String text) {
    List<String> groups = new ArrayList<>();
    for (Matcher m = DIGITS.matcher(text); m.find(); ) {
      groups.add(m.group());
    }
    if (groups.size() > sizes.length) {
      return null;
    }
    long count = 0;
    for (int i = 0; i < groups.size(); i++) {
      int field = sizes.length - groups.size() + i;
      String digits = groups.get(i);
      // Microseconds behind a point are a fraction: .5 is half a second.
      if (hasMicros() && field == sizes.length - 1 && groups.size() > 1) {
        digits = (digits + "00000").substring(0, 6);
      }
      count =
          Math.addExact(
              count,
              new BigDecimal(digits).multiply(BigDecimal.valueOf(sizes[field])).longValueExact());
    }
    return new Amount(isMonths(), text.strip().startsWith("-") ? -count : count);
  }
}
