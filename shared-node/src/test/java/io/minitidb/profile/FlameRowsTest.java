package io.minitidb.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.profile.FlameRows.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlameRowsTest {

  /// Builds a profile of stacks written as `a;b;c`, outermost first, each with its value.
  static Profile profile(Object... stacksAndValues) {
    Profile.Builder builder = new Profile.Builder(ProfileKind.CPU);
    for (int i = 0; i < stacksAndValues.length; i += 2) {
      String stack = (String) stacksAndValues[i];
      builder.add(
          Stream.of(stack.split(";")).map(name -> Frame.of("x.Y", name, 7)).toList(),
          ((Number) stacksAndValues[i + 1]).longValue());
    }
    return builder.build(Duration.ofSeconds(1));
  }

  private static List<String> text(List<Row> rows) {
    return rows.stream()
        .map(row ->
            "%s %s %s %d %d %s"
                .formatted(
                    row.function(),
                    row.percentAbs(),
                    row.percentRel(),
                    row.rootChild(),
                    row.depth(),
                    row.file()))
        .toList();
  }

  @Test
  void aTreeIsDrawnDepthFirstWithTheLargestChildFirst() {
    assertThat(text(FlameRows.of(profile("a;b", 10, "a;c", 30, "d;e;f", 55, "a", 5))))
        .containsExactly(
            "root 100% 100% 0 0 root",
            "├─x.Y.d 55.00% 55.00% 1 1 x/Y.java:7",
            "│ └─x.Y.e 55.00% 100% 1 2 x/Y.java:7",
            "│   └─x.Y.f 55.00% 100% 1 3 x/Y.java:7",
            "└─x.Y.a 45.00% 45.00% 2 1 x/Y.java:7",
            "  ├─x.Y.c 30.00% 66.67% 2 2 x/Y.java:7",
            "  └─x.Y.b 10.00% 22.22% 2 2 x/Y.java:7");
  }

  @Test
  void nothingSeenIsARootAlone() {
    assertThat(text(FlameRows.of(profile()))).containsExactly("root 100% 100% 0 0 root");
  }

  @Test
  void linesOfAFunctionAreOneRowThatShowsTheHottest() {
    Profile.Builder builder = new Profile.Builder(ProfileKind.CPU);
    builder.add(List.of(Frame.of("a.B$C", "run", 10)), 1);
    builder.add(List.of(Frame.of("a.B$C", "run", 20)), 3);
    builder.add(List.of(Frame.of("a.B$C", "run", 30)), 2);
    assertThat(text(FlameRows.of(builder.build(Duration.ZERO))))
        .containsExactly("root 100% 100% 0 0 root", "└─a.B$C.run 100% 100% 1 1 a/B.java:20");
  }

  @Test
  void whatIsBelowAThousandthIsLeftOutAndCounted() {
    assertThat(text(FlameRows.of(profile("a;b", 99_850, "a;c;d", 90, "e", 60))))
        .containsExactly(
            "root 100% 100% 0 0 root",
            "├─x.Y.a 99.94% 99.94% 1 1 x/Y.java:7",
            "│ └─x.Y.b 99.85% 99.91% 1 2 x/Y.java:7",
            "└─(2 small subtrees left out) 0.15% 0.15% 2 1"
                + " below 0.1 % each, or beyond the 1000 largest");
  }

  @Test
  void aWideTreeIsCutToItsLargestNodesAndStaysATree() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    Profile.Builder builder = new Profile.Builder(ProfileKind.ALLOCS);
    for (int i = 0; i < 900; i++) {
      int outer = i;
      List<Frame> stack =
          IntStream.range(0, 4).mapToObj(depth -> Frame.named("f" + outer + "." + depth)).toList();
      builder.add(stack, random.nextLong(900, 1100));
    }
    List<Row> rows = FlameRows.of(builder.build(Duration.ZERO));
    assertThat(rows).as("seed " + seed).hasSize(FlameRows.MOST + 1);
    assertThat(rows.getLast().function()).contains("small subtrees left out");
    List<Row> path = new ArrayList<>();
    for (Row row : rows.subList(0, rows.size() - 1)) {
      assertThat(row.depth()).as("seed %d: %s", seed, row).isLessThanOrEqualTo(path.size());
      path.subList(row.depth(), path.size()).clear();
      path.add(row);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 100%",
    "9995, 10000, 100%",
    "99949, 100000, 99.95%",
    "1, 2, 50.00%",
    "1, 100, 1.00%",
    "999, 100000, 1%",
    "123, 100000, 0.12%",
    "1234, 10000000, 0.012%",
    "5, 1000, 0.5%",
    "0, 5, 0%",
    "0, 0, 0%"
  })
  void sharesAreWrittenAsPprofDoes(long value, long total, String text) {
    assertThat(Percent.of(value, total)).isEqualTo(text);
  }

  @Test
  void collapsedStacksAreOneLineEach() {
    assertThat(CollapsedStacks.of(profile("b;c", 2, "a", 1))).isEqualTo("x.Y.a 1\nx.Y.b;x.Y.c 2\n");
  }

  @Test
  void tooManyStacksCountUnderOneName() {
    Profile.Builder builder = new Profile.Builder(ProfileKind.CPU);
    int more = 50;
    for (int i = 0; i < Profile.Builder.MAX_STACKS + more; i++) {
      builder.add(List.of(Frame.named("f" + i)), 1);
    }
    Profile profile = builder.build(Duration.ZERO);
    assertThat(profile.total()).isEqualTo(Profile.Builder.MAX_STACKS + more);
    assertThat(profile.stacks())
        .containsEntry(List.of(Frame.named("(further stacks)")), (long) more);
  }
}
