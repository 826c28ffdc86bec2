package io.minitidb.cop.data;

/// A MySQL type as DESC prints it.
///
/// @param length display width of integers, characters of strings, precision of decimals; 0 when
///   the type has none
/// @param decimals digits after the point of decimals, fractional seconds of times; 0 otherwise
/// @param collation how strings of the type compare; of the result of a comparison, how it compares
public record Type(TypeCode code, boolean unsigned, int length, int decimals, Collation collation) {
  public static final Type BIGINT = new Type(TypeCode.BIGINT, false, 20, 0);
  public static final Type UNSIGNED_BIGINT = new Type(TypeCode.BIGINT, true, 20, 0);
  public static final Type BOOLEAN = new Type(TypeCode.BIGINT, false, 1, 0);
  public static final Type DOUBLE = new Type(TypeCode.DOUBLE, false, 22, 0);
  public static final Type TEXT = new Type(TypeCode.TEXT, false, 65535, 0);
  public static final Type LONGTEXT = new Type(TypeCode.LONGTEXT, false, Integer.MAX_VALUE, 0);
  public static final Type JSON = new Type(TypeCode.JSON, false, 0, 0);
  public static final Type DATE = new Type(TypeCode.DATE, false, 10, 0);
  public static final Type YEAR = new Type(TypeCode.YEAR, true, 4, 0);
  public static final Type NULL = new Type(TypeCode.NULL, false, 0, 0);

  /// A type with the collation that literals have, or none.
  public Type(TypeCode code, boolean unsigned, int length, int decimals) {
    this(
        code,
        unsigned,
        length,
        decimals,
        code.kind() == Kind.STRING || code.kind() == Kind.JSON
            ? Collation.UTF8MB4_BIN
            : Collation.BINARY);
  }

  public static Type varchar(int characters) {
    return new Type(TypeCode.VARCHAR, false, characters, 0);
  }

  public static Type bigint(int width) {
    return new Type(TypeCode.BIGINT, false, width, 0);
  }

  public static Type decimal(int precision, int scale) {
    return new Type(TypeCode.DECIMAL, false, Math.min(precision, 65), Math.min(scale, 30));
  }

  /// @param fraction digits of fractional seconds, 0 to 6
  public static Type datetime(int fraction) {
    return new Type(TypeCode.DATETIME, false, 0, fraction);
  }

  /// @param fraction digits of fractional seconds, 0 to 6
  public static Type timestamp(int fraction) {
    return new Type(TypeCode.TIMESTAMP, false, 0, fraction);
  }

  /// @param fraction digits of fractional seconds, 0 to 6
  public static Type time(int fraction) {
    return new Type(TypeCode.TIME, false, 0, fraction);
  }

  public Type withLength(int characters) {
    return new Type(code, unsigned, characters, decimals, collation);
  }

  public Type withCollation(Collation other) {
    return new Type(code, unsigned, length, decimals, other);
  }

  public Kind kind() {
    return code.kind();
  }

  public Type asUnsigned() {
    return new Type(code, true, length, decimals, collation);
  }

  /// Returns the type as DESC and COLUMN_TYPE print it: `bigint(21) unsigned`, `varchar(64)`,
  /// `timestamp(6)`.
  @Override
  public String toString() {
    String name = code.sqlName();
    String text =
        switch (code) {
          case TINYINT, SMALLINT, INT, BIGINT, VARCHAR, CHAR, YEAR -> name + "(" + length + ")";
          case DECIMAL -> name + "(" + length + "," + decimals + ")";
          case TIMESTAMP, DATETIME, TIME -> decimals == 0 ? name : name + "(" + decimals + ")";
          case DOUBLE, DATE, JSON, TEXT, LONGTEXT, NULL -> name;
        };
    return unsigned && code != TypeCode.YEAR ? text + " unsigned" : text;
  }
}
