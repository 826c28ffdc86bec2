package io.minitidb.pd.model;

/// What was written and read within an interval.
///
/// @param seconds how long the interval was; 0 when nobody measured
public record Flow(
    long bytesWritten, long bytesRead, long keysWritten, long keysRead, long seconds) {
  public static final Flow NONE = new Flow(0, 0, 0, 0, 0);

  /// Returns `amount`, one of this flow's, per second.
  public double perSecond(long amount) {
    return seconds <= 0 ? 0 : (double) amount / seconds;
  }
}
