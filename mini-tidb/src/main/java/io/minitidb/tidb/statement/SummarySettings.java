package io.minitidb.tidb.statement;

import java.time.Duration;

/// What the statement summary keeps.
///
/// @param internal whether statements that no client asked for count
/// @param interval length of a window, in whole seconds
/// @param history how many windows of a statement are kept; the current one always is
/// @param statements how many statements are kept
/// @param sqlLength most characters of a sample; 0 for no limit
public record SummarySettings(
    boolean enabled,
    boolean internal,
    Duration interval,
    int history,
    int statements,
    int sqlLength,
    Redaction redaction) {
  public static final SummarySettings DEFAULT =
      new SummarySettings(true, false, Duration.ofMinutes(30), 24, 3000, 4096, Redaction.NONE);
}
