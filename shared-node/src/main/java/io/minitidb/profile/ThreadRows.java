package io.minitidb.profile;

import io.minitidb.profile.ThreadDump.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// All threads as rows: one with the name of the thread, then one for each of its frames, innermost
/// first, drawn below it. Holds a bounded number of rows; a last one says how many threads are not
/// shown.
public final class ThreadRows {
  static final int MAX_ROWS = 20_000;
  static final int MAX_FRAMES = 100;

  private final List<Row> rows = new ArrayList<>();
  private int left;

  /// @param function the name of the thread, or of the function with the lines that draw the tree
  /// @param id of the thread, as long as it runs
  /// @param state as [Thread.State] names it
  /// @param location file and line; of a thread whether it is a virtual one
  public record Row(String function, long id, String state, String location) {}

  ThreadRows() {}

  /// Takes a dump of this process.
  public static List<Row> now() throws IOException {
    ThreadRows all = new ThreadRows();
    ThreadDump.each(all::add);
    return all.rows();
  }

  void add(Snapshot thread) {
    if (rows.size() >= MAX_ROWS) {
      left++;
      return;
    }
    rows.add(row(thread, thread.name().isEmpty() ? "(no name)" : thread.name(), kind(thread)));
    int shown = Math.min(thread.frames().size(), MAX_FRAMES);
    for (int i = 0; i < shown; i++) {
      Frame frame = thread.frames().get(i);
      boolean last = i == thread.frames().size() - 1;
      rows.add(row(thread, (last ? "└─" : "├─") + frame.function(), frame.place()));
    }
    if (shown < thread.frames().size()) {
      int more = thread.frames().size() - shown;
      rows.add(row(thread, "└─(" + more + " further frames)", ""));
    }
  }

  private static Row row(Snapshot thread, String function, String location) {
    return new Row(function, thread.id(), thread.state(), location);
  }

  private static String kind(Snapshot thread) {
    return thread.virtual() ? "virtual thread" : "platform thread";
  }

  List<Row> rows() {
    List<Row> all = new ArrayList<>(rows);
    if (left > 0) {
      all.add(new Row("(" + left + " further threads)", 0, "", ""));
    }
    return all;
  }
}
