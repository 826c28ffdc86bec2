package io.minitidb.tidb.session;

import io.minitidb.cop.data.Collation;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The character sets and collations that a session may name.
public final class Charsets {
  private Charsets() {}

  /// Returns the name of a character set as we write it; `utf8mb3` is `utf8`.
  ///
  /// @throws SqlException 1115
  public static String known(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String plain = lower.equals("utf8mb3") ? "utf8" : lower;
    if (Arrays.stream(Collation.values()).noneMatch(each -> of(each).equals(plain))) {
      throw new SqlException(SqlError.UNKNOWN_CHARSET, "Unknown character set: '" + name + "'");
    }
    return plain;
  }

  /// @throws SqlException 1273
  static Collation collation(String name) {
    return Collation.named(name)
        .orElseThrow(() ->
            new SqlException(SqlError.UNKNOWN_COLLATION, "Unknown collation: '" + name + "'"));
  }

  /// Returns the character set of a collation.
  static String of(Collation collation) {
    String name = collation.sqlName();
    int end = name.indexOf('_');
    return end < 0 ? name : name.substring(0, end);
  }

  /// Returns the collation of a character set of which nothing else is said.
  ///
  /// @param charset a known one
  static String standard(String charset) {
    return charset.equals("binary") ? charset : charset + "_bin";
  }

  /// Returns the collation that `SET NAMES charset COLLATE collation` asks for.
  ///
  /// @param charset a known one
  /// @throws SqlException 1273 for an unknown collation, 1253 for one of another character set
  public static String collation(String charset, Optional<String> collation) {
    if (collation.isEmpty()) {
      return standard(charset);
    }
    Collation wanted = collation(collation.get());
    if (!of(wanted).equals(charset)) {
      throw new SqlException(
          SqlError.COLLATION_OF_OTHER_CHARSET,
          "COLLATION '" + wanted.sqlName() + "' is not valid for CHARACTER SET '" + charset + "'");
    }
    return wanted.sqlName();
  }
}
