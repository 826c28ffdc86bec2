package io.minitidb.memtable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// What a node runs for other nodes at this moment. Written for each request, so it costs one small
/// object and two writes, and nobody waits for anybody. Holds 1,024 requests; one that comes while
/// so many run is not shown. Thread-safe.
public final class RunningRequests {
  /// A place of one that is not shown.
  private static final int NOWHERE = -1;

  private static final int BITS = 10;
  private static final int PLACES = 1 << BITS;

  private final AtomicReferenceArray<@Nullable Request> places = new AtomicReferenceArray<>(PLACES);

  /// One coprocessor request.
  ///
  /// @param connection the id of the client's connection to the mini-tidb that asks; 0 when nobody
  ///   said
  /// @param table the first that is read
  public record Request(User user, long connection, String table, Instant since) {}

  /// Notes a request that begins. Returns the place that [#end(int)] wants.
  public int begin(Request request) {
    // Threads that start one after the other begin their search far from each other.
    int first = (int) (Thread.currentThread().threadId() * 0x9E3779B9L >>> 32 - BITS);
    for (int step = 0; step < PLACES; step++) {
      int place = (first + step) & (PLACES - 1);
      if (places.getPlain(place) == null && places.compareAndSet(place, null, request)) {
        return place;
      }
    }
    return NOWHERE;
  }

  /// The request that has this place is over.
  public void end(int place) {
    if (place != NOWHERE) {
      places.setRelease(place, null);
    }
  }

  /// Returns those that run now, in no order.
  public List<Request> all() {
    List<Request> running = new ArrayList<>();
    for (int place = 0; place < PLACES; place++) {
      Request request = places.getAcquire(place);
      if (request != null) {
        running.add(request);
      }
    }
    return running;
  }
}
