package io.minitidb.tidb.exec;

import io.minitidb.cop.expr.EvalException;
import io.minitidb.cop.expr.MemoryTracker;
import java.util.concurrent.atomic.AtomicLong;

/// What one statement may take: the rows that nodes send it, all in all, and what its operators
/// keep (`tidb_mem_quota_query`). So a runaway statement ends before it has hauled more than that
/// through this server. Thread-safe.
public final class MemoryQuota implements MemoryTracker {
  public static final int CODE = 8175;

  private final long limit;
  private final AtomicLong held = new AtomicLong();
  private final AtomicLong most = new AtomicLong();

  /// @param limit in bytes; negative for none
  public MemoryQuota(long limit) {
    this.limit = limit < 0 ? Long.MAX_VALUE : limit;
  }

  @Override
  public void hold(long bytes) {
    if (!tryHold(bytes)) {
      throw exceeded();
    }
  }

  /// As [#hold], but returns false instead of throwing.
  public boolean tryHold(long bytes) {
    long now = held.addAndGet(bytes);
    if (now > limit) {
      held.addAndGet(-bytes);
      return false;
    }
    most.accumulateAndGet(now, Math::max);
    return true;
  }

  @Override
  public void release(long bytes) {
    held.addAndGet(-bytes);
  }

  public long limit() {
    return limit;
  }

  /// Returns how many bytes are held now.
  public long held() {
    return held.get();
  }

  /// Returns the most bytes that were held at one time.
  public long most() {
    return most.get();
  }

  /// Returns the error that ends a statement over its quota.
  public EvalException exceeded() {
    return new EvalException(
        CODE,
        "Your query has been cancelled due to exceeding the allowed memory limit for a single SQL"
            + " query: tidb_mem_quota_query is "
            + limit
            + " bytes. Please narrow the query, or increase the limit");
  }
}
