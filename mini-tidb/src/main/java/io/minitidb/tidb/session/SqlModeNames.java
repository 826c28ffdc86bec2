package io.minitidb.tidb.session;

import io.minitidb.tidb.digest.SqlMode;
import io.minitidb.tidb.error.SqlException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The names in a value of sql_mode, and what something here heeds of them. The others only matter
/// to statements that write.
final class SqlModeNames {
  /// In the order of their bits, which a number may name as well.
  private static final List<String> MODES =
      List.of(
          "REAL_AS_FLOAT",
          "PIPES_AS_CONCAT",
          "ANSI_QUOTES",
          "IGNORE_SPACE",
          "NOT_USED",
          "ONLY_FULL_GROUP_BY",
          "NO_UNSIGNED_SUBTRACTION",
          "NO_DIR_IN_CREATE",
          "POSTGRESQL",
          "ORACLE",
          "MSSQL",
          "DB2",
          "MAXDB",
          "NO_KEY_OPTIONS",
          "NO_TABLE_OPTIONS",
          "NO_FIELD_OPTIONS",
          "MYSQL323",
          "MYSQL40",
          "ANSI",
          "NO_AUTO_VALUE_ON_ZERO",
          "NO_BACKSLASH_ESCAPES",
          "STRICT_TRANS_TABLES",
          "STRICT_ALL_TABLES",
          "NO_ZERO_IN_DATE",
          "NO_ZERO_DATE",
          "ALLOW_INVALID_DATES",
          "ERROR_FOR_DIVISION_BY_ZERO",
          "TRADITIONAL",
          "NO_AUTO_CREATE_USER",
          "HIGH_NOT_PRECEDENCE",
          "NO_ENGINE_SUBSTITUTION",
          "PAD_CHAR_TO_FULL_LENGTH",
          "TIME_TRUNCATE_FRACTIONAL");

  private static final Map<String, List<String>> TOGETHER =
      Map.of(
          "ANSI",
          List.of(
              "REAL_AS_FLOAT",
              "PIPES_AS_CONCAT",
              "ANSI_QUOTES",
              "IGNORE_SPACE",
              "ONLY_FULL_GROUP_BY"),
          "TRADITIONAL",
          List.of(
              "STRICT_TRANS_TABLES",
              "STRICT_ALL_TABLES",
              "NO_ZERO_IN_DATE",
              "NO_ZERO_DATE",
              "ERROR_FOR_DIVISION_BY_ZERO",
              "NO_ENGINE_SUBSTITUTION"));

  private SqlModeNames() {}

  /// @param value in its normal form: names in MySQL's order, without those that stand for several
  static SqlMode mode(String value) {
    List<String> modes = List.of(value.split(","));
    return new SqlMode(modes.contains("ANSI_QUOTES"), modes.contains("NO_BACKSLASH_ESCAPES"));
  }

  /// Returns the normal form of names in any case, or of a number with their bits.
  ///
  /// @throws SqlException 1231 for a mode that there is not
  static String normal(String variable, String value) {
    TreeSet<Integer> bits = new TreeSet<>();
    if (value.matches("\\d{1,18}")) {
      long number = Long.parseLong(value);
      if (number >> MODES.size() != 0) {
        throw VariableType.wrongValue(variable, value);
      }
      for (int bit = 0; bit < MODES.size(); bit++) {
        if ((number >> bit & 1) != 0) {
          bits.add(bit);
        }
      }
    } else {
      Arrays.stream(value.split(","))
          .filter(name -> !name.isBlank())
          .forEach(name -> add(variable, name.strip(), bits));
    }
    return bits.stream().map(MODES::get).collect(Collectors.joining(","));
  }

  private static void add(String variable, String name, Set<Integer> bits) {
    String upper = name.toUpperCase(Locale.ROOT);
    int bit = MODES.indexOf(upper);
    if (bit < 0) {
      throw VariableType.wrongValue(variable, name);
    }
    bits.add(bit);
    TOGETHER.getOrDefault(upper, List.of()).forEach(each -> bits.add(MODES.indexOf(each)));
  }
}
