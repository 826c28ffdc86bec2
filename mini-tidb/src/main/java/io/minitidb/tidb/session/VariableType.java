package io.minitidb.tidb.session;

import io.minitidb.config.ConfigItem;
import io.minitidb.config.ValueType;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/// What values a system variable takes.
public sealed interface VariableType {

  /// A value in its normal form.
  ///
  /// @param clamped whether another one was asked for, which is out of range
  record Taken(String value, boolean clamped) {
    static Taken of(String value) {
      return new Taken(value, false);
    }
  }

  /// Returns the normal form of a value.
  ///
  /// @param variable its name, for errors
  /// @throws SqlException 1231 or 1232 for a value that is none of this type, 1298 for a time zone
  ///   that is unknown
  Taken take(String variable, String value);

  /// Returns the same type in the words of the configuration.
  ///
  /// @param unit of a number
  ConfigItem item(String key, String unit, String initial, String about);

  /// `ON` or `OFF`; SELECT shows 1 or 0.
  record Switch() implements VariableType {
    @Override
    public Taken take(String variable, String value) {
      return switch (value.toLowerCase(Locale.ROOT)) {
        case "1", "on", "true" -> Taken.of("ON");
        case "0", "off", "false" -> Taken.of("OFF");
        default -> throw wrongValue(variable, value);
      };
    }

    @Override
    public ConfigItem item(String key, String unit, String initial, String about) {
      return new ConfigItem(key, ValueType.SWITCH, "", "", List.of(), "", initial, true, about);
    }
  }

  /// A whole number; one that is out of range becomes the nearest one that is not.
  record Whole(long min, long max) implements VariableType {
    @Override
    public Taken take(String variable, String value) {
      if (!value.matches("[+-]?\\d{1,64}")) {
        throw new SqlException(
            SqlError.WRONG_TYPE, "Incorrect argument type to variable '" + variable + "'");
      }
      BigInteger wanted = new BigInteger(value);
      BigInteger taken = wanted.max(BigInteger.valueOf(min)).min(BigInteger.valueOf(max));
      return new Taken(taken.toString(), !taken.equals(wanted));
    }

    @Override
    public ConfigItem item(String key, String unit, String initial, String about) {
      return new ConfigItem(
          key,
          ValueType.INTEGER,
          Long.toString(min),
          max == Long.MAX_VALUE ? "" : Long.toString(max),
          List.of(),
          unit,
          initial,
          true,
          about);
    }
  }

  /// One of a few words, in any case or by its number, which begins with 0.
  record Words(List<String> words) implements VariableType {
    @Override
    public Taken take(String variable, String value) {
      for (int i = 0; i < words.size(); i++) {
        if (words.get(i).equalsIgnoreCase(value) || Integer.toString(i).equals(value)) {
          return Taken.of(words.get(i));
        }
      }
      throw wrongValue(variable, value);
    }

    @Override
    public ConfigItem item(String key, String unit, String initial, String about) {
      return new ConfigItem(key, ValueType.CHOICE, "", "", words, "", initial, true, about);
    }
  }

  /// `SYSTEM`, an offset, or the name of a zone in any case.
  record Zone() implements VariableType {
    @Override
    public Taken take(String variable, String value) {
      return Taken.of(TimeZones.normal(value));
    }

    @Override
    public ConfigItem item(String key, String unit, String initial, String about) {
      return text(key, initial, about);
    }
  }

  /// Words of sql_mode.
  record Modes() implements VariableType {
    @Override
    public Taken take(String variable, String value) {
      return Taken.of(SqlModeNames.normal(variable, value));
    }

    @Override
    public ConfigItem item(String key, String unit, String initial, String about) {
      return text(key, initial, about);
    }
  }

  /// The name of a character set; where NULL is allowed, it is the empty text.
  record CharsetName(boolean nullable) implements VariableType {
    @Override
    public Taken take(String variable, String value) {
      if (nullable && (value.isEmpty() || value.equals("NULL"))) {
        return Taken.of("");
      }
      if (value.equals("NULL")) {
        throw wrongValue(variable, value);
      }
      return Taken.of(Charsets.known(value));
    }

    @Override
    public ConfigItem item(String key, String unit, String initial, String about) {
      return text(key, initial, about);
    }
  }

  /// The name of a collation.
  record CollationName() implements VariableType {
    @Override
    public Taken take(String variable, String value) {
      return Taken.of(Charsets.collation(value).sqlName());
    }

    @Override
    public ConfigItem item(String key, String unit, String initial, String about) {
      return text(key, initial, about);
    }
  }

  /// How many of something, where 2^64 - 1 is no limit.
  record Count() implements VariableType {
    /// No limit.
    static final String ALL = "18446744073709551615";

    @Override
    public Taken take(String variable, String value) {
      Taken taken = new Whole(0, Long.MAX_VALUE).take(variable, value);
      return value.equals(ALL) || value.equals(Long.toString(Long.MAX_VALUE))
          ? Taken.of(ALL)
          : taken.clamped() && !value.startsWith("-") ? new Taken(ALL, true) : taken;
    }

    @Override
    public ConfigItem item(String key, String unit, String initial, String about) {
      return text(key, initial, about);
    }
  }

  /// Any text.
  record Text() implements VariableType {
    @Override
    public Taken take(String variable, String value) {
      return Taken.of(value);
    }

    @Override
    public ConfigItem item(String key, String unit, String initial, String about) {
      return text(key, initial, about);
    }
  }

  private static ConfigItem text(String key, String initial, String about) {
    return new ConfigItem(key, ValueType.TEXT, "", "", List.of(), "", initial, true, about);
  }

  /// Returns error 1231.
  static SqlException wrongValue(String variable, String value) {
    return new SqlException(
        SqlError.WRONG_VALUE,
        "Variable '" + variable + "' can't be set to the value of '" + value + "'");
  }
}
