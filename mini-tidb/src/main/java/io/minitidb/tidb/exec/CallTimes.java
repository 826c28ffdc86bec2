package io.minitidb.tidb.exec;

import io.minitidb.node.NodeInfo;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What the calls to nodes of one statement took. The connected node's own share counts as a call.
/// Written by the statement's thread; when the statement has ended, others may read it.
public final class CallTimes {
  /// Of further calls only sums and maxima are kept.
  private static final int REMEMBERED = 4096;

  private int count;
  private final Series worked = new Series();
  private final Series waited = new Series();

  /// Notes one call.
  ///
  /// @param work nanoseconds that the node itself said it worked; 0 when it did not answer
  /// @param wait nanoseconds that the call took beside that: network and queues
  void add(NodeInfo node, long work, long wait) {
    count++;
    worked.add(node, work);
    waited.add(node, wait);
  }

  public int count() {
    return count;
  }

  public Series worked() {
    return worked;
  }

  public Series waited() {
    return waited;
  }

  /// One time of all calls, in nanoseconds.
  public static final class Series {
    private long[] times = new long[4];
    private int kept;
    private long sum;
    private long max = -1;
    private @Nullable NodeInfo slowest;

    private void add(NodeInfo node, long nanos) {
      sum += nanos;
      if (nanos > max) {
        max = nanos;
        slowest = node;
      }
      if (kept == times.length && kept < REMEMBERED) {
        times = Arrays.copyOf(times, kept * 4);
      }
      if (kept < times.length) {
        times[kept++] = nanos;
      }
    }

    public long sum() {
      return sum;
    }

    /// Returns the longest time, 0 when there was no call.
    public long max() {
      return Math.max(0, max);
    }

    /// Returns the INSTANCE that took longest, empty when there was no call.
    public String maxInstance() {
      return slowest == null ? "" : slowest.instance();
    }

    /// Returns the time that nine of ten calls did not exceed.
    public long p90() {
      long[] sorted = Arrays.copyOf(times, kept);
      Arrays.sort(sorted);
      return kept == 0 ? 0 : sorted[Math.min(kept - 1, kept * 9 / 10)];
    }
  }
}
