package io.minitidb.pd.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.minitidb.pd.model.Flow;
import io.minitidb.pd.model.Peer;
import io.minitidb.pd.model.Region;
import io.minitidb.pd.model.RegionEpoch;
import io.minitidb.pd.model.RegionState;
import io.minitidb.pd.model.RegionState.Heat;
import io.minitidb.pd.model.StoreLoad;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Regions by key: newer ones win, and what is known never contradicts itself.
final class RegionMapTest {
  private static final List<String> KEYS =
      IntStream.range('a', 'q').mapToObj(Character::toString).toList();

  private static ByteString key(String text) {
    return ByteString.copyFromUtf8(text);
  }

  private static RegionState state(
      long id, String from, String to, long conf, long version, long term, long... stores) {
    List<Peer> peers = new ArrayList<>();
    for (long store : stores) {
      peers.add(Peer.voter(100 * id + store, store));
    }
    Region region = new Region(id, key(from), key(to), new RegionEpoch(conf, version), peers);
    return new RegionState(
        region,
        Optional.of(peers.getFirst()),
        List.of(),
        List.of(),
        term,
        0,
        Flow.NONE,
        id,
        0,
        Heat.NONE,
        true);
  }

  private static List<Long> ids(List<RegionState> states) {
    return states.stream().map(state -> state.region().id()).toList();
  }

  @Test
  void aSplitRegionMakesWayAndItsKeysAreFound() {
    RegionMap map = new RegionMap();
    map.put(state(2, "", "", 1, 1, 0, 1));
    map.put(state(2, "", "m", 1, 2, 0, 1));
    assertThat(map.find(key("z"))).isEmpty();
    map.put(state(5, "m", "", 1, 2, 0, 7));
    assertThat(map.find(key("m")).map(s -> s.region().id())).contains(5L);
    assertThat(map.before(key("n")).map(s -> s.region().id())).contains(2L);
    assertThat(map.before(key("a"))).isEmpty();
    assertThat(ids(map.scan(key("b"), key("m"), 0))).containsExactly(2L);
    assertThat(ids(map.scan(key("b"), ByteString.EMPTY, 0))).containsExactly(2L, 5L);
    assertThat(ids(map.scan(ByteString.EMPTY, ByteString.EMPTY, 1))).containsExactly(2L);
    assertThat(map.load(7)).isEqualTo(new StoreLoad(1, 5, 1, 5, 0, 0, 0, 0));
  }

  @Test
  void whatIsOlderIsRecognised() {
    RegionMap map = new RegionMap();
    map.put(state(2, "", "m", 3, 2, 5, 1));
    assertThat(map.newerThan(state(2, "", "", 3, 1, 0, 1))).as("version").isPresent();
    assertThat(map.newerThan(state(2, "", "m", 2, 2, 0, 1))).as("peers").isPresent();
    assertThat(map.newerThan(state(2, "", "m", 3, 2, 4, 1))).as("term").isPresent();
    assertThat(map.newerThan(state(9, "a", "b", 9, 1, 0, 1))).as("overlapped").isPresent();
    assertThat(map.newerThan(state(9, "m", "", 1, 1, 0, 1))).as("apart").isEmpty();
    assertThat(map.newerThan(state(2, "", "m", 3, 2, 0, 1))).as("no term told").isEmpty();
    assertThat(map.newerThan(state(9, "a", "b", 1, 2, 0, 1))).as("as new").isEmpty();
  }

  @Test
  void anyHeartbeatsLeaveAConsistentMapInWhichNoKeyBecomesOlder() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    RegionMap map = new RegionMap();
    map.put(state(1, "", "", 1, 1, 0, 1));
    for (int i = 0; i < 3000; i++) {
      int from = random.nextInt(KEYS.size() + 1);
      int to = from + 1 + random.nextInt(4);
      RegionState said =
          state(
              1 + random.nextInt(12),
              from == 0 ? "" : KEYS.get(from - 1),
              to > KEYS.size() ? "" : KEYS.get(to - 1),
              1 + random.nextInt(3),
              1 + i / 100 + random.nextInt(5),
              random.nextInt(3),
              1 + random.nextInt(4),
              5 + random.nextInt(2));
      Map<String, Long> before = versions(map);
      List<RegionState> all = map.all();
      Optional<Region> newer = map.newerThan(said);
      assertThat(newer.isPresent()).as("seed %d, step %d", seed, i).isEqualTo(stale(all, said));
      if (newer.isEmpty()) {
        map.put(said);
        versions(map)
            .forEach((key, version) ->
                assertThat(version)
                    .as("version at %s, seed %d", key, seed)
                    .isGreaterThanOrEqualTo(before.getOrDefault(key, 0L)));
        assertThat(map.byId(said.region().id())).contains(said);
        check(map, random, "seed " + seed + ", step " + i);
      }
    }
  }

  /// The rule, over a list.
  private static boolean stale(List<RegionState> all, RegionState said) {
    Region region = said.region();
    return all.stream()
        .anyMatch(other ->
            other.region().id() == region.id()
                ? region.epoch().isBehind(other.region().epoch())
                    || (said.term() > 0 && said.term() < other.term())
                : other.region().meets(region.startKey(), region.endKey())
                    && region.epoch().version() < other.region().epoch().version());
  }

  private static Map<String, Long> versions(RegionMap map) {
    Map<String, Long> versions = new HashMap<>();
    for (String key : KEYS) {
      map.find(key(key)).ifPresent(s -> versions.put(key, s.region().epoch().version()));
    }
    return versions;
  }

  private static void check(RegionMap map, Random random, String when) {
    List<RegionState> all = map.all();
    assertThat(all).hasSize(map.size());
    Map<Long, StoreLoad> loads = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      RegionState state = all.get(i);
      assertThat(map.byId(state.region().id())).as(when).contains(state);
      for (int k = i + 1; k < all.size(); k++) {
        Region other = all.get(k).region();
        assertThat(state.region().meets(other.startKey(), other.endKey())).as(when).isFalse();
      }
      state
          .region()
          .peers()
          .forEach(peer -> loads.merge(peer.storeId(), StoreLoad.of(state, peer), StoreLoad::plus));
    }
    for (long store = 0; store < 8; store++) {
      assertThat(map.load(store)).as(when).isEqualTo(loads.getOrDefault(store, StoreLoad.NONE));
    }
    ByteString from = key(KEYS.get(random.nextInt(KEYS.size())));
    ByteString to = random.nextBoolean() ? ByteString.EMPTY : key(KEYS.get(KEYS.size() - 1));
    int limit = random.nextInt(4);
    assertThat(map.scan(from, to, limit))
        .as(when)
        .isEqualTo(
            all.stream()
                .filter(state -> state.region().meets(from, to))
                .limit(limit == 0 ? Long.MAX_VALUE : limit)
                .toList());
  }
}
