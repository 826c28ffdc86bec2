package io.minitidb.memtable;

import io.minitidb.profile.FlameRows;
import io.minitidb.profile.ProfileKind;
import io.minitidb.profile.Profiler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeoutException;

/// The rows of profiles that are being taken, all at the same time. While none is ready it pauses,
/// so that a deadline or a KILL ends the scan and not the recording, which others may share.
public final class ProfileCursor implements RowCursor<ProfileCursor.Row> {
  private static final Duration PAUSE = Duration.ofMillis(100);

  /// A row of the tree with what it belongs to.
  public record Row(ProfileKind kind, int seconds, FlameRows.Row tree) {}

  private record Part(ProfileKind kind, Profiler.Pending pending) {}

  private final Deque<Part> parts = new ArrayDeque<>();
  private final int seconds;
  private Iterator<Row> ready = List.<Row>of().iterator();
  private Row row;

  private ProfileCursor(ProfileRequest request) {
    seconds = request.seconds();
    row = new Row(ProfileKind.CPU, seconds, new FlameRows.Row("", "", "", 0, 0, ""));
    for (ProfileKind kind : request.kinds()) {
      parts.add(new Part(kind, Profiler.ofThisProcess().start(kind, seconds)));
    }
  }

  /// Begins to take what is asked for.
  public static ProfileCursor open(ProfileRequest request) {
    return new ProfileCursor(request);
  }

  @Override
  public Step next() {
    while (!ready.hasNext()) {
      if (parts.isEmpty()) {
        return Step.END;
      }
      if (!isReady(parts.getFirst())) {
        return Step.PAUSE;
      }
      parts.removeFirst().pending().close();
    }
    row = ready.next();
    return Step.ROW;
  }

  private boolean isReady(Part part) {
    try {
      ready =
          FlameRows.of(part.pending().await(PAUSE)).stream()
              .map(tree -> new Row(part.kind(), seconds, tree))
              .iterator();
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Row row() {
    return row;
  }

  @Override
  public void close() {
    parts.forEach(part -> part.pending().close());
    parts.clear();
  }
}
