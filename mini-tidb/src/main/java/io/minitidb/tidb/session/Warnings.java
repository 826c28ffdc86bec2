package io.minitidb.tidb.session;

import io.minitidb.tidb.statement.StatementRecord;
import java.util.ArrayList;
import java.util.List;

/// What SHOW WARNINGS has to say of the last statement: the first warnings of it, and how many
/// there were.
public final class Warnings {
  private static final int MOST_COUNTED = 65535;

  private final SessionValues values;
  private final List<Warning> kept = new ArrayList<>();
  private int count;
  private int errors;

  /// One row of SHOW WARNINGS.
  ///
  /// @param level `Note`, `Warning` or `Error`
  public record Warning(String level, int code, String message) {}

  /// @param values say how many are kept
  Warnings(SessionValues values) {
    this.values = values;
  }

  public void clear() {
    kept.clear();
    count = 0;
    errors = 0;
  }

  /// Keeps the first warnings of a statement, as many as max_error_count says, and counts them all.
  public void add(String level, int code, String message) {
    if (level.equals("Note") && !values.flag(SystemVariables.SQL_NOTES)) {
      return;
    }
    count++;
    errors += level.equals("Error") ? 1 : 0;
    if (kept.size() < values.number(SystemVariables.MAX_ERROR_COUNT)) {
      kept.add(new Warning(level, code, message));
    }
  }

  public int errors() {
    return errors;
  }

  public List<Warning> kept() {
    return List.copyOf(kept);
  }

  /// Returns how many there were, as far as the protocol can say.
  public int count() {
    return Math.min(count, MOST_COUNTED);
  }

  /// Returns those that are kept, as a statement's record has them.
  List<StatementRecord.Warning> recorded() {
    return kept.stream()
        .map(w -> new StatementRecord.Warning(w.level(), w.code(), w.message()))
        .toList();
  }

  /// Returns how many there were.
  int all() {
    return count;
  }
}
