package io.minitidb.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.profile.ThreadDump.Snapshot;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThreadRowsTest {
  private final ThreadRows rows = new ThreadRows();

  private static Snapshot thread(String name, Frame... frames) {
    return new Snapshot(7, name, true, "WAITING", "", List.of(frames));
  }

  private List<String> functions() {
    return rows.rows().stream().map(ThreadRows.Row::function).toList();
  }

  @Test
  void aThreadIsItsNameAndItsFramesBelow() {
    rows.add(thread("", Frame.of("a.B", "park", 3), Frame.of("a.B", "run", 1)));
    assertThat(rows.rows())
        .containsExactly(
            new ThreadRows.Row("(no name)", 7, "WAITING", "virtual thread"),
            new ThreadRows.Row("├─a.B.park", 7, "WAITING", "a/B.java:3"),
            new ThreadRows.Row("└─a.B.run", 7, "WAITING", "a/B.java:1"));
  }

  @Test
  void aDeepStackEndsWithHowMuchDeeperItIs() {
    List<Frame> frames = Collections.nCopies(ThreadRows.MAX_FRAMES + 20, Frame.named("again"));
    rows.add(new Snapshot(1, "deep", false, "RUNNABLE", "", frames));
    assertThat(functions())
        .hasSize(ThreadRows.MAX_FRAMES + 2)
        .endsWith("├─again", "└─(20 further frames)");
  }

  @Test
  void tooManyThreadsAreCounted() {
    for (int i = 0; i < ThreadRows.MAX_ROWS + 5; i++) {
      rows.add(thread("t" + i));
    }
    assertThat(functions()).hasSize(ThreadRows.MAX_ROWS + 1).endsWith("(5 further threads)");
  }
}
