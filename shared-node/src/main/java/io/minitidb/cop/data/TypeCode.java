package io.minitidb.cop.data;

import java.util.Locale;

/// MySQL's column types as far as our tables use them, with the number that the protocol and tipb
/// give them.
public enum TypeCode {
  TINYINT(1, Kind.INT),
  SMALLINT(2, Kind.INT),
  INT(3, Kind.INT),
  DOUBLE(5, Kind.REAL),
  NULL(6, Kind.STRING),
  TIMESTAMP(7, Kind.TIME),
  BIGINT(8, Kind.INT),
  DATE(10, Kind.TIME),
  TIME(11, Kind.DURATION),
  DATETIME(12, Kind.TIME),
  YEAR(13, Kind.INT),
  VARCHAR(15, Kind.STRING),
  JSON(245, Kind.JSON),
  DECIMAL(246, Kind.DECIMAL),
  LONGTEXT(251, Kind.STRING),
  TEXT(252, Kind.STRING),
  CHAR(254, Kind.STRING);

  private final int number;
  private final Kind kind;

  TypeCode(int number, Kind kind) {
    this.number = number;
    this.kind = kind;
  }

  public int number() {
    return number;
  }

  public Kind kind() {
    return kind;
  }

  /// Returns the lower-case SQL name, as DATA_TYPE shows it.
  public String sqlName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @throws IllegalArgumentException for a number that we have no type for
  public static TypeCode of(int number) {
    for (TypeCode code : values()) {
      if (code.number == number) {
        return code;
      }
    }
    return switch (number) {
      case 253 -> VARCHAR;
      case 9 -> INT;
      case 249, 250 -> TEXT;
      default -> throw new IllegalArgumentException("unknown MySQL type " + number);
    };
  }
}
