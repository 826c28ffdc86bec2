package io.minitidb.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.node.NodeKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DesiredStateTest {
  private static final Scope ALL = Scope.all(NodeKind.TIKV);
  private static final Scope ONE = Scope.only(NodeKind.TIKV, "a:1");

  private static DesiredState changed(DesiredState state, Edit... edits) {
    return state.next(state.deltas(List.of(edits)));
  }

  private static Edit set(Scope scope, String key, String value) {
    return new Edit(scope, key, Optional.of(value));
  }

  @Test
  void whatIsSetForANodeWinsOverItsKind() {
    DesiredState state = changed(DesiredState.EMPTY, set(ALL, "k", "1"), set(ONE, "k", "2"));
    assertThat(state.revision()).isEqualTo(1);
    assertThat(state.of(NodeKind.TIKV, "a:1")).isEqualTo(Map.of("k", "2"));
    assertThat(state.of(NodeKind.TIKV, "b:1")).isEqualTo(Map.of("k", "1"));
    assertThat(state.of(NodeKind.PD, "a:1")).isEmpty();
  }

  @Test
  void aKindTakesThePlaceOfItsNodes() {
    DesiredState state = changed(DesiredState.EMPTY, set(ONE, "k", "2"), set(ONE, "other", "3"));
    state = changed(state, set(ALL, "k", "1"));
    assertThat(state.of(NodeKind.TIKV, "a:1")).isEqualTo(Map.of("k", "1", "other", "3"));
    state = changed(state, set(ONE, "k", "4"), new Edit(ALL, "k", Optional.empty()));
    assertThat(state.of(NodeKind.TIKV, "a:1")).isEqualTo(Map.of("other", "3"));
  }

  @Test
  void defaultForANodeIsItsKindsValue() {
    DesiredState state = changed(DesiredState.EMPTY, set(ALL, "k", "1"), set(ONE, "k", "2"));
    state = changed(state, new Edit(ONE, "k", Optional.empty()));
    assertThat(state.of(NodeKind.TIKV, "a:1")).isEqualTo(Map.of("k", "1"));
  }

  @Test
  void whatIsSoAlreadyIsNoChange() {
    DesiredState state = changed(DesiredState.EMPTY, set(ALL, "k", "1"));
    assertThat(state.deltas(List.of(set(ALL, "k", "1")))).isEmpty();
    assertThat(state.deltas(List.of(new Edit(ALL, "other", Optional.empty())))).isEmpty();
  }

  @Test
  void theWayBackLeadsToEveryEarlierState() {
    long seed = System.nanoTime();
    System.err.println("seed " + seed);
    Random random = new Random(seed);
    List<DesiredState> states = new ArrayList<>(List.of(DesiredState.EMPTY));
    List<List<Delta>> changes = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      List<Edit> edits = new ArrayList<>();
      for (int count = 1 + random.nextInt(4); count > 0; count--) {
        NodeKind kind = List.of(NodeKind.TIDB, NodeKind.PD, NodeKind.TIKV).get(random.nextInt(3));
        Scope scope =
            random.nextBoolean() ? Scope.all(kind) : Scope.only(kind, "n" + random.nextInt(4));
        Optional<String> value =
            random.nextInt(3) == 0 ? Optional.empty() : Optional.of("" + random.nextInt(5));
        edits.add(new Edit(scope, "k" + random.nextInt(5), value));
      }
      DesiredState now = states.getLast();
      List<Delta> deltas = now.deltas(edits);
      changes.add(deltas);
      states.add(now.next(deltas));
      for (Edit edit : edits.subList(edits.size() - 1, edits.size())) {
        assertThat(
                Optional.ofNullable(
                    states
                        .getLast()
                        .values()
                        .getOrDefault(edit.scope(), Collections.emptySortedMap())
                        .get(edit.key())))
            .isEqualTo(edit.value());
      }
    }
    DesiredState last = states.getLast();
    for (int revision = 0; revision < states.size(); revision++) {
      List<Delta> back = last.back(changes.subList(revision, changes.size()).reversed());
      assertThat(last.next(back).values())
          .as("revision %d, seed %d", revision, seed)
          .isEqualTo(states.get(revision).values());
    }
  }

  @Test
  void takingBackLeavesWhatOthersHaveChangedSince() {
    DesiredState state = changed(DesiredState.EMPTY, set(ALL, "k", "1"));
    List<Delta> mine = state.deltas(List.of(set(ALL, "k", "2"), set(ALL, "l", "3")));
    DesiredState later = changed(state.next(mine), set(ALL, "k", "9"));
    assertThat(later.next(later.reversing(mine)).of(NodeKind.TIKV, "x"))
        .isEqualTo(Map.of("k", "9"));
  }
}
