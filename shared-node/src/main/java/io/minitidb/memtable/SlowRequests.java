package io.minitidb.memtable;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The requests of other nodes that took long here: the last of them. Thread-safe.
public final class SlowRequests {
  private static final int MOST = 256;

  private final Deque<Request> last = new ArrayDeque<>();

  /// A request that is over.
  ///
  /// @param nanos that it took, without the time in which the asker took rows
  /// @param waitedNanos of them in the line
  /// @param outcome `answered`, or why not
  public record Request(
      RunningRequests.Request of,
      Instant ended,
      long nanos,
      long waitedNanos,
      long rows,
      long bytes,
      String outcome) {}

  public void add(Request request) {
    synchronized (last) {
      if (last.size() == MOST) {
        last.removeFirst();
      }
      last.addLast(request);
    }
  }

  /// Returns those that are known, the oldest first.
  public List<Request> all() {
    synchronized (last) {
      return List.copyOf(last);
    }
  }
}
