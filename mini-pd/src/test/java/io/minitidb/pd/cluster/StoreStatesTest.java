package io.minitidb.pd.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.minitidb.pd.Effect;
import io.minitidb.pd.cluster.StoreRefusal.Reason;
import io.minitidb.pd.etcd.EtcdFixture;
import io.minitidb.pd.etcd.MetaStore;
import io.minitidb.pd.etcd.MetaStore.Write;
import io.minitidb.pd.model.Peer;
import io.minitidb.pd.model.Region;
import io.minitidb.pd.model.RegionEpoch;
import io.minitidb.pd.model.RegionState;
import io.minitidb.pd.model.RegionState.Heat;
import io.minitidb.pd.model.SemVer;
import io.minitidb.pd.model.Store;
import io.minitidb.pd.model.Store.NodeState;
import io.minitidb.pd.model.Store.State;
import io.minitidb.pd.model.StoreStats;
import io.minitidb.pd.model.Weight;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What may become of a store, over a real etcd and a clock that is set by hand.
@Timeout(60)
final class StoreStatesTest {
  private static final AtomicLong CLUSTERS = new AtomicLong(7000);
  @TempDir static Path directory;
  private static EtcdFixture etcd;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.ofEpochSecond(1_900_000_000));
  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now.get();
        }
      };
  private StoreRules rules = rules(1, Duration.ofDays(2));
  private Fence fence;
  private ClusterState cluster;
  private StoreBook stores;
  private StoreCheck check;

  @BeforeAll
  static void start() throws Exception {
    etcd = new EtcdFixture(directory.resolve("etcd"));
  }

  @AfterAll
  static void stop() {
    etcd.close();
  }

  private static StoreRules rules(int maxReplicas, Duration maxPreparing) {
    return new StoreRules(
        maxReplicas,
        List.of(),
        false,
        SemVer.ZERO,
        Duration.ofMinutes(5),
        Duration.ofHours(1),
        Duration.ofSeconds(20),
        maxPreparing);
  }

  /// Stores 1 and 4; region 2 of all keys is on store 1.
  @BeforeEach
  void bootstrap() {
    PdKeys keys = new PdKeys(CLUSTERS.getAndIncrement());
    MetaStore store = etcd.store();
    ByteString value = ByteString.copyFromUtf8("leader");
    Lease lease = Lease.grant(store, Duration.ofSeconds(60), System::nanoTime);
    store.commit(List.of(), List.of(new Write.Put(keys.leader(), value, lease.id())));
    fence = new Fence(store, keys, value, lease);
    begin();
    cluster.bootstrap(store(1), region(2, "", 1, 1));
    stores = cluster.storeBook();
    stores.put(store(4));
  }

  /// Begins a term.
  private void begin() {
    cluster = new ClusterState(fence, clock, () -> rules);
    check = new StoreCheck(cluster, new Ids(fence), clock, () -> rules);
    check.close(); // rounds are made by hand
  }

  private static Store store(long id) {
    return new Store(
        id,
        "127.0.0.1:" + id,
        State.UP,
        Map.of(),
        "8.5.0",
        "",
        "",
        "",
        1_899_999_000,
        "",
        0,
        false,
        NodeState.PREPARING);
  }

  private static Region region(long id, String from, long version, long storeId) {
    return new Region(
        id,
        ByteString.copyFromUtf8(from),
        ByteString.EMPTY,
        new RegionEpoch(1, version),
        List.of(Peer.voter(10 * id, storeId)));
  }

  private static RegionState report(Region region) {
    return new RegionState(
        region,
        region.onlyPeer(),
        List.of(),
        List.of(),
        0,
        0,
        io.minitidb.pd.model.Flow.NONE,
        5,
        7,
        Heat.NONE,
        true);
  }

  private void hear(long id) {
    stores.heartbeat(id, StoreStats.NONE);
  }

  private Store get(long id) {
    return stores.get(id);
  }

  private void refused(Reason reason, Runnable change) {
    assertThatThrownBy(change::run)
        .isInstanceOfSatisfying(StoreRefusal.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void aNewStoreIsPreparedAndThenServes() {
    assertThat(get(4).nodeState()).isEqualTo(NodeState.PREPARING);
    check.round();
    assertThat(stores.all()).extracting(Store::nodeState).containsOnly(NodeState.SERVING);
    stores.put(store(4));
    assertThat(get(4).nodeState()).as("after coming back").isEqualTo(NodeState.SERVING);
  }

  @Test
  @Effect("schedule.max-store-preparing-time")
  void inALargeClusterANewStoreNeedsRegionsOrTime() {
    for (int i = 0; i < 120; i++) {
      Region region =
          new Region(
              100 + i,
              ByteString.copyFromUtf8(String.format("%03d", i)),
              ByteString.copyFromUtf8(String.format("%03d", i + 1)),
              new RegionEpoch(1, 1),
              List.of(Peer.voter(1000 + i, 1)));
      cluster.regionBook().put(report(region));
    }
    hear(4);
    check.round();
    assertThat(get(4).nodeState()).isEqualTo(NodeState.PREPARING);
    assertThat(get(1).nodeState()).as("it has regions").isEqualTo(NodeState.SERVING);
    rules = rules(1, Duration.ofSeconds(1000));
    check.round();
    assertThat(get(4).nodeState()).as("up for 1,000 s").isEqualTo(NodeState.SERVING);
  }

  @Test
  void aStoreLeavesAndComesBack() {
    stores.remove(1, false);
    assertThat(get(1).state()).isEqualTo(State.OFFLINE);
    assertThat(get(1).nodeState()).isEqualTo(NodeState.REMOVING);
    stores.remove(1, false);
    check.round();
    assertThat(get(1).state()).as("it has a region").isEqualTo(State.OFFLINE);
    assertThat(stores.heartbeat(1, StoreStats.NONE).nodeState()).isEqualTo(NodeState.REMOVING);
    stores.restore(1);
    stores.restore(1);
    assertThat(get(1).state()).isEqualTo(State.UP);
    assertThat(get(1).nodeState()).isEqualTo(NodeState.SERVING);
  }

  @Test
  void tooFewMayNotBeLeftButForAStoreThatIsLost() {
    rules = rules(2, Duration.ofHours(1));
    assertThatThrownBy(() -> stores.remove(4, false))
        .hasMessage(
            "[PD:core:ErrStoresNotEnough]can not remove store 4 since the number of up stores would"
                + " be 1 while need 2");
    refused(Reason.TOO_FEW, () -> stores.remove(4, false));
    stores.remove(4, true);
    assertThat(get(4).physicallyDestroyed()).isTrue();
    refused(Reason.DESTROYED, () -> stores.restore(4));
    refused(Reason.DESTROYED, () -> stores.remove(4, false));
    refused(Reason.UNKNOWN, () -> stores.remove(99, true));
  }

  @Test
  void aTombstoneNeverReturnsAndItsAddressIsFree() {
    stores.remove(4, false);
    check.round();
    assertThat(get(4).state()).isEqualTo(State.TOMBSTONE);
    assertThat(get(4).nodeState()).isEqualTo(NodeState.REMOVED);
    refused(Reason.REMOVED, () -> stores.restore(4));
    refused(Reason.REMOVED, () -> stores.remove(4, true));
    assertThatThrownBy(() -> stores.put(store(4))).hasMessage("store is tombstone");
    assertThatThrownBy(() -> hear(4))
        .isInstanceOfSatisfying(
            PdError.class, e -> assertThat(e.kind()).isEqualTo(PdError.Kind.STORE_TOMBSTONE));
    stores.put(
        new Store(
            5,
            "127.0.0.1:4",
            State.UP,
            Map.of(),
            "8.5.0",
            "",
            "",
            "",
            0,
            "",
            0,
            false,
            NodeState.PREPARING));
    assertThat(get(5).state()).isEqualTo(State.UP);
  }

  @Test
  void tombstonesGoAfterThirtyDaysOfSilence() {
    hear(4);
    stores.remove(4, false);
    check.round();
    now.set(now.get().plus(Duration.ofDays(30)));
    check.round();
    assertThat(stores.find(4)).isPresent();
    cluster.weights().set(4, new Weight(2, 3));
    now.set(now.get().plusSeconds(1));
    check.round();
    assertThat(stores.find(4)).isEmpty();
    begin();
    assertThat(cluster.stores()).extracting(Store::id).containsExactly(1L);
    assertThat(cluster.weights().of(4)).isEqualTo(Weight.ONE);
  }

  @Test
  void regionsOfALostStoreBeginAnewOnALivingOne() {
    cluster.regionBook().heartbeat(report(region(2, "", 1, 1)));
    stores.remove(1, true);
    check.round();
    assertThat(get(1).state()).as("nobody lives to take the region").isEqualTo(State.OFFLINE);
    hear(4);
    check.round();
    assertThat(get(1).state()).isEqualTo(State.TOMBSTONE);
    RegionState state = cluster.regionBook().find(2).orElseThrow();
    assertThat(state.region().epoch()).isEqualTo(new RegionEpoch(2, 2));
    assertThat(state.leader()).map(Peer::storeId).contains(4L);
    assertThat(cluster.regionBook().awaitedFrom(4)).containsExactly(state.region());
    assertThatThrownBy(() -> cluster.regionBook().heartbeat(report(region(2, "", 1, 1))))
        .hasMessageContaining("region is stale");
    cluster.regionBook().heartbeat(report(state.region()));
    assertThat(cluster.regionBook().awaitedFrom(4)).isEmpty();
    begin();
    assertThat(cluster.regionBook().find(2).map(RegionState::region)).contains(state.region());
    assertThat(cluster.stores())
        .extracting(Store::state)
        .containsExactly(State.TOMBSTONE, State.UP);
  }

  @Test
  void tombstonesWithRegionsAreNotRemoved() {
    stores.remove(4, false);
    check.round();
    cluster.regionBook().put(report(region(9, "x", 3, 4)));
    assertThatThrownBy(cluster::removeTombstones).hasMessage("failed stores: 4");
    cluster.regionBook().put(report(region(9, "x", 4, 1)));
    cluster.removeTombstones();
    assertThat(cluster.stores()).extracting(Store::id).containsExactly(1L);
  }

  @Test
  void heartbeatsAreKeptEveryFiveMinutesAlsoOverTerms() {
    hear(4);
    Instant first = now.get();
    now.set(first.plus(Duration.ofMinutes(5)).minusSeconds(1));
    hear(4);
    begin();
    stores = cluster.storeBook();
    assertThat(get(4).heartbeatTime()).isEqualTo(first);
    hear(4);
    begin();
    assertThat(cluster.storeBook().get(4).heartbeatTime()).isEqualTo(first);
    now.set(first.plus(Duration.ofMinutes(5)));
    hear(4);
    begin();
    assertThat(cluster.storeBook().get(4).heartbeatTime()).isEqualTo(now.get());
  }

  @Test
  void splitsAreThereInTheNextTermAndWeightsToo() {
    Region left =
        new Region(
            2,
            ByteString.EMPTY,
            ByteString.copyFromUtf8("m"),
            new RegionEpoch(1, 2),
            List.of(Peer.voter(20, 1)));
    cluster.regionBook().heartbeat(report(region(3, "m", 2, 4)));
    cluster.regionBook().heartbeat(report(left));
    cluster.weights().set(4, new Weight(0.25, 12345678));
    assertThat(fence.store().get(fence.keys().leaderWeight(4)).orElseThrow().value().toStringUtf8())
        .isEqualTo("0.25");
    begin();
    assertThat(cluster.regionBook().all())
        .extracting(RegionState::region)
        .containsExactly(left, region(3, "m", 2, 4));
    assertThat(cluster.weights().of(4)).isEqualTo(new Weight(0.25, 12345678));
    assertThat(cluster.regionBook().find(3).flatMap(RegionState::leader))
        .isEqualTo(Optional.of(Peer.voter(30, 4)));
    assertThatThrownBy(() -> cluster.regionBook().heartbeat(report(region(0, "a", 2, 4))))
        .hasMessageContaining("invalid request region");
  }
}
