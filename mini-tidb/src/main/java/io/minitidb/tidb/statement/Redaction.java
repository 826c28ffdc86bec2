package io.minitidb.tidb.statement;

import io.minitidb.tidb.digest.SqlMode;
import java.util.function.BiFunction;
import java.util.function.Function;

/// What of the values in statements is shown in logs and in the statement summary.
///
/// @param hides whether values are hidden, so that what cannot be redacted must not be shown at all
/// @param text a statement as it is shown
public record Redaction(boolean hides, Function<StatementText, String> text) {
  /// Everything is shown.
  static final Redaction NONE = new Redaction(false, StatementText::sql);

  /// Returns the one that is wanted.
  ///
  /// @param mode of `tidb_redact_log`: `OFF`, `ON` for a statement's normal form, without values,
  ///   `MARKER` for its values between marks
  /// @param marker puts the marks in
  public static Redaction of(String mode, BiFunction<String, SqlMode, String> marker) {
    return switch (mode) {
      case "ON" -> new Redaction(true, text -> text.digest().text());
      case "MARKER" -> new Redaction(true, text -> marker.apply(text.sql(), text.mode()));
      default -> NONE;
    };
  }

  String shown(StatementText statement) {
    return text.apply(statement);
  }
}
