package io.minitidb.memtable;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TimeRangesTest {

  @Test
  void adjacentRangesBecomeOne() {
    assertThat(TimeRanges.of(1, 2).or(TimeRanges.of(3, 4))).isEqualTo(TimeRanges.of(1, 4));
    assertThat(TimeRanges.ALL.or(TimeRanges.of(3, 4))).isEqualTo(TimeRanges.ALL);
    assertThat(TimeRanges.of(4, 3)).isEqualTo(TimeRanges.NONE);
    assertThat(TimeRanges.NONE.contains(0)).isFalse();
  }

  /// Against sets of single numbers.
  @Test
  void andAndOrAreThoseOfSets() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 2000; round++) {
      BitSet left = new BitSet();
      BitSet right = new BitSet();
      TimeRanges a = random(random, left);
      TimeRanges b = random(random, right);
      BitSet both = (BitSet) left.clone();
      both.and(right);
      BitSet either = (BitSet) left.clone();
      either.or(right);
      for (int i = 0; i < 64; i++) {
        assertThat(a.and(b).contains(i)).as("seed %d", seed).isEqualTo(both.get(i));
        assertThat(a.or(b).contains(i)).as("seed %d", seed).isEqualTo(either.get(i));
      }
      for (int i = 1; i < a.or(b).ranges().size(); i++) {
        assertThat(a.or(b).ranges().get(i).from())
            .as("seed %d", seed)
            .isGreaterThan(a.or(b).ranges().get(i - 1).to() + 1);
      }
    }
  }

  private static TimeRanges random(Random random, BitSet set) {
    TimeRanges ranges = TimeRanges.NONE;
    for (int i = random.nextInt(4); i > 0; i--) {
      int from = random.nextInt(60);
      int to = from + random.nextInt(5) - 1;
      ranges = ranges.or(TimeRanges.of(from, to));
      if (to >= from) {
        set.set(from, to + 1);
      }
    }
    return ranges;
  }
}
