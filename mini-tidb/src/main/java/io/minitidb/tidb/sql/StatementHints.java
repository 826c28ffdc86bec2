package io.minitidb.tidb.sql;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Hints that a statement carries in `/*+ ... */`. All others than these have no effect.
final class StatementHints {
  private static final Pattern MAX_EXECUTION_TIME =
      Pattern.compile(
          "\\bMAX_EXECUTION_TIME\\s*\\(\\s*(\\d{1,18})\\s*\\)", Pattern.CASE_INSENSITIVE);

  private StatementHints() {}

  /// Returns the milliseconds that MAX_EXECUTION_TIME allows; empty when it is absent.
  static OptionalLong maxExecutionTime(String sql) {
    if (!sql.contains("/*+")) {
      return OptionalLong.empty();
    }
    for (String hint : Lexer.hints(sql)) {
      Matcher matcher = MAX_EXECUTION_TIME.matcher(hint);
      if (matcher.find()) {
        return OptionalLong.of(Long.parseLong(matcher.group(1)));
      }
    }
    return OptionalLong.empty();
  }
}
