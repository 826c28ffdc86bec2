package io.minitidb.tidb.statement;

/// What goes into the slow log.
///
/// @param threshold milliseconds from which on a statement is slow; 0 takes all, -1 none
/// @param plan whether plans are written
/// @param longest characters of a statement; 0 for no limit
public record SlowLogSettings(
    boolean enabled, long threshold, boolean plan, int longest, Redaction redaction) {
  public static final SlowLogSettings DEFAULT =
      new SlowLogSettings(true, 300, true, 4096, Redaction.NONE);

  boolean takes(StatementRecord record) {
    return enabled && threshold >= 0 && record.times().total() / 1_000_000 >= threshold;
  }
}
