package io.minitidb.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.node.NodeKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class HistoryTest {
  private static final Instant THEN = Instant.parse("2026-11-26T10:00:00Z");

  private static Change change(long revision) {
    Change.Effect effect =
        new Change.Effect(
            NodeKind.TIKV, "k", Optional.of("1"), Optional.of("2"), List.of("a:1", "b:1"));
    return new Change(
        revision, "id" + revision, THEN, new Author("u", "s", "c"), List.of(), List.of(effect));
  }

  private static NodeOutcome outcome(String instance, int second, String failure) {
    return new NodeOutcome(
        NodeKind.TIKV,
        instance,
        THEN.plusSeconds(second),
        failure.isEmpty() ? Optional.empty() : Optional.of(failure));
  }

  @Test
  void aNodeThatWasAwayHasCaughtUpWithALaterRevision() {
    TreeMap<Long, List<NodeOutcome>> outcomes = new TreeMap<>();
    outcomes.put(1L, List.of(outcome("a:1", 1, "")));
    outcomes.put(3L, List.of(outcome("b:1", 9, ""), outcome("a:1", 10, "")));
    List<History.Row> rows =
        new History(List.of(change(1), change(2), change(3), change(4)), outcomes).rows();
    assertThat(rows.stream().map(row -> row.instance() + " " + row.outcome()))
        .containsExactly(
            "a:1 applied",
            "b:1 applied with revision 3",
            "a:1 applied with revision 3",
            "b:1 applied with revision 3",
            "a:1 applied",
            "b:1 applied",
            "a:1 pending",
            "b:1 pending");
    assertThat(rows.get(1).done()).contains(THEN.plusSeconds(9));
    assertThat(rows.getLast().done()).isEmpty();
  }

  @Test
  void theLatestWordOfANodeCounts() {
    TreeMap<Long, List<NodeOutcome>> outcomes = new TreeMap<>();
    outcomes.put(1L, List.of(outcome("a:1", 1, "full"), outcome("b:1", 1, "full")));
    outcomes.put(2L, List.of(outcome("b:1", 2, "still full"), outcome("a:1", 2, "")));
    assertThat(new History(List.of(change(1)), outcomes).rows().stream().map(History.Row::outcome))
        .containsExactly("failed: full", "failed: full");
    outcomes.put(1L, List.of(outcome("a:1", 1, "full"), outcome("a:1", 5, "")));
    assertThat(new History(List.of(change(1)), outcomes).rows().stream().map(History.Row::outcome))
        .containsExactly("applied", "pending");
  }
}
