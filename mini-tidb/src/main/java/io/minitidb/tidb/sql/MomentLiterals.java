package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.TimeText;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnknownLiteral;

/// `DATE 'text'`, `TIME 'text'` and `TIMESTAMP 'text'` as conversions of a text that spells exactly
/// that. Calcite reads fewer spellings and no time beyond a day, and fails at a long year.
final class MomentLiterals {
  private static final int MOST_DIGITS = 6;
  private static final Pattern DATE_ALONE =
      Pattern.compile("\\s*(?:\\d+\\p{Punct}\\d+\\p{Punct}\\d+|\\d{5,8})\\s*");
  private static final Pattern TIME_ALONE =
      Pattern.compile("\\s*-?(?:\\d+ +)?\\d{1,9}(?::\\d+){0,2}(?:\\.\\d*)?\\s*");
  private static final Pattern FRACTION = Pattern.compile("\\.(\\d*)\\s*$");

  private MomentLiterals() {}

  /// Returns `literal`, or the conversion that it is.
  ///
  /// @throws SqlException 1525 for a text that is none
  static SqlNode converted(SqlLiteral literal) {
    return literal instanceof SqlUnknownLiteral typed
        ? new CastOperator(type(typed.tag, typed.getValue()))
            .createCall(
                typed.getParserPosition(),
                SqlLiteral.createCharString(typed.getValue(), typed.getParserPosition()))
        : literal;
  }

  private static Type type(String word, String text) {
    boolean dateAlone = DATE_ALONE.matcher(text).matches();
    return switch (word) {
      case "DATE" -> checked(dateAlone && isMoment(text), word, text, Type.DATE);
      case "TIMESTAMP" ->
          checked(!dateAlone && isMoment(text), "DATETIME", text, Type.datetime(digits(text)));
      case "TIME" ->
          checked(
              TIME_ALONE.matcher(text).matches() && TimeText.parseDuration(text) != null,
              word,
              text,
              Type.time(digits(text)));
      default -> throw new IllegalArgumentException(word);
    };
  }

  private static boolean isMoment(String text) {
    return TimeText.parse(text) != null;
  }

  private static Type checked(boolean right, String kind, String text, Type type) {
    if (!right) {
      throw new SqlException(
          SqlError.WRONG_LITERAL, "Incorrect " + kind + " value: '" + text + "'");
    }
    return type;
  }

  private static int digits(String text) {
    var fraction = FRACTION.matcher(text);
    return fraction.find() ? Math.min(MOST_DIGITS, fraction.group(1).length()) : 0;
  }
}
