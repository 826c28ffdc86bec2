package io.minitidb.coprocessor;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.exec.ScanCounts;
import io.minitidb.cop.expr.EvalException;
import io.minitidb.cop.expr.MemoryTracker;

/// Counts what one request answers and what its operators keep, within the limits of both.
/// Thread-confined.
final class Tally implements MemoryTracker {
  /// The code of a statement that takes more memory than it may.
  private static final int OUT_OF_QUOTA = 8175;

  private final long mostBytes;
  private final long mostHeld;
  private long rows;
  private long bytes;
  private long held;
  private ScanCounts scanned = ScanCounts.NONE;

  Tally(CoprocessorConfig config) {
    this.mostBytes = config.maxAnswerSize().bytes();
    this.mostHeld = config.memoryQuota().bytes();
  }

  /// Counts rows of the answer.
  ///
  /// @throws RefusedException when they are too many
  void add(Batch batch) {
    rows += batch.rows();
    bytes += batch.size();
    if (bytes > mostBytes) {
      throw new RefusedException(
          "the answer is larger than coprocessor.max-answer-size, which is "
              + mostBytes
              + " bytes; narrow the query");
    }
  }

  long rows() {
    return rows;
  }

  long bytes() {
    return bytes;
  }

  /// Counts what a scan has read.
  void scanned(ScanCounts more) {
    scanned = scanned.plus(more);
  }

  ScanCounts scanned() {
    return scanned;
  }

  @Override
  public void hold(long more) {
    if (more > mostHeld - held) {
      throw new EvalException(
          OUT_OF_QUOTA,
          "Your query has been cancelled due to exceeding the allowed memory limit of a node:"
              + " coprocessor.memory-quota is "
              + mostHeld
              + " bytes. Please narrow the query, or increase the limit");
    }
    held += more;
  }

  @Override
  public void release(long less) {
    held -= less;
  }
}
