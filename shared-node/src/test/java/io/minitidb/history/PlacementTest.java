package io.minitidb.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.pdclient.Store;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final int NODES = 3000;

  private static Store store(long id, String state) {
    return new Store(id, "a:" + id, "b:" + id, state, "", "", Instant.EPOCH, Instant.EPOCH);
  }

  private static List<Store> stores(int count) {
    return LongStream.rangeClosed(1, count).mapToObj(id -> store(id, "Up")).toList();
  }

  private static List<Long> order(int node, List<Store> stores) {
    return Placement.order("10.0.0." + node + ":4000", stores).stream().map(Store::id).toList();
  }

  @Test
  void nodesAreSpreadOverAllStores() {
    Map<Long, Integer> first = new HashMap<>();
    IntStream.range(0, NODES)
        .forEach(node -> first.merge(order(node, stores(6)).getFirst(), 1, Integer::sum));
    assertThat(first)
        .hasSize(6)
        .allSatisfy((store, count) -> assertThat(count).isBetween(350, 650));
  }

  @Test
  void whenAStoreGoesOnlyItsNodesMove() {
    List<Store> five = stores(6).subList(0, 5);
    for (int node = 0; node < NODES; node++) {
      List<Long> before = order(node, stores(6));
      assertThat(order(node, five)).isEqualTo(before.stream().filter(store -> store != 6).toList());
    }
  }

  @Test
  void storesThatLeaveTakeNothing() {
    assertThat(
            Placement.order(
                "n", List.of(store(1, "Offline"), store(2, "Up"), store(3, "Tombstone"))))
        .extracting(Store::id)
        .containsExactly(2L);
  }
}
