package io.minitidb.tidb.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.tidb.exec.HistoryParts.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HistoryPartsTest {

  @Test
  void aWholeCopyIsReadFromOneStore() {
    assertThat(HistoryParts.of(List.of(new Run("a", 1, 10, 90), new Run("b", 7, 10, 99))))
        .containsExactly(new Run("b", 7, 10, 99));
  }

  @Test
  void theCopyFillsAGap() {
    assertThat(
            HistoryParts.of(
                List.of(new Run("a", 1, 0, 10), new Run("a", 1, 20, 40), new Run("b", 2, 5, 30))))
        .containsExactly(new Run("a", 1, 0, 10), new Run("b", 2, 11, 30), new Run("a", 1, 31, 40));
  }

  @Test
  void aGapCountsWhereItIsAskedFor() {
    List<Run> runs =
        List.of(new Run("a", 1, 0, 10), new Run("b", 2, 11, 20), new Run("a", 1, 30, 40));
    assertThat(HistoryParts.areWhole(runs, 0, 20)).isTrue();
    assertThat(HistoryParts.areWhole(runs, 30, Long.MAX_VALUE)).isTrue();
    assertThat(HistoryParts.areWhole(runs, 0, 21)).isFalse();
    assertThat(HistoryParts.areWhole(runs, 29, 40)).isFalse();
    assertThat(HistoryParts.areWhole(runs, Long.MIN_VALUE, Long.MAX_VALUE)).isFalse();
  }

  @Test
  void everyTickThatAStoreHasComesOnce() {
    long seed = System.nanoTime();
    for (int round = 0; round < 2000; round++) {
      Random random = new Random(seed + round);
      List<Run> runs = new ArrayList<>();
      for (String store : List.of("a", "b", "c")) {
        int at = random.nextInt(30);
        for (int i = random.nextInt(4); i > 0; i--) {
          int to = at + random.nextInt(20);
          runs.add(new Run(store, store.charAt(0), at, to));
          at = to + 2 + random.nextInt(10);
        }
      }
      TreeMap<Long, Integer> times = new TreeMap<>();
      for (Run part : HistoryParts.of(runs)) {
        for (long tick = part.from(); tick <= part.to(); tick++) {
          long moment = tick;
          assertThat(runs)
              .as("seed " + (seed + round))
              .anyMatch(run ->
                  run.store().equals(part.store()) && run.from() <= moment && run.to() >= moment);
          times.merge(tick, 1, Integer::sum);
        }
      }
      for (Run run : runs) {
        for (long tick = run.from(); tick <= run.to(); tick++) {
          assertThat(times.get(tick)).as("seed " + (seed + round)).isEqualTo(1);
        }
      }
    }
  }
}
