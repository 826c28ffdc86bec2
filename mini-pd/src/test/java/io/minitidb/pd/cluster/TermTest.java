package io.minitidb.pd.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.minitidb.pd.Effect;
import io.minitidb.pd.etcd.EtcdFixture;
import io.minitidb.pd.etcd.MetaStore;
import io.minitidb.pd.etcd.MetaStore.Write;
import io.minitidb.pd.model.Flow;
import io.minitidb.pd.model.Peer;
import io.minitidb.pd.model.Region;
import io.minitidb.pd.model.RegionEpoch;
import io.minitidb.pd.model.SemVer;
import io.minitidb.pd.model.Store;
import io.minitidb.pd.model.StoreStats;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a leader keeps, over a real etcd: it goes on where the term before has stopped, and nothing
/// passes once its term is over.
@Timeout(60)
final class TermTest {
  private static final AtomicLong CLUSTERS = new AtomicLong(-3);
  @TempDir static Path directory;
  private static final Duration QUIET = Duration.ofSeconds(20);
  private static final StoreRules RULES =
      new StoreRules(
          3,
          List.of(),
          false,
          SemVer.ZERO,
          Duration.ofMinutes(5),
          Duration.ofHours(1),
          QUIET,
          Duration.ofDays(2));
  private static EtcdFixture etcd;
  private PdKeys keys;

  @BeforeAll
  static void start() throws Exception {
    etcd = new EtcdFixture(directory.resolve("etcd"));
  }

  @AfterAll
  static void stop() {
    etcd.close();
  }

  @BeforeEach
  void newCluster() {
    keys = new PdKeys(CLUSTERS.getAndDecrement());
  }

  /// Takes the leader key away from whoever has it.
  private Fence lead(String name) {
    MetaStore store = etcd.store();
    Lease lease = Lease.grant(store, Duration.ofSeconds(60), System::nanoTime);
    ByteString value = ByteString.copyFromUtf8(name);
    assertThat(store.commit(List.of(), List.of(new Write.Put(keys.leader(), value, lease.id()))))
        .isTrue();
    return new Fence(store, keys, value, lease);
  }

  @Test
  void clusterIdIsMadeOnce() {
    long id = ClusterId.obtain(etcd.store());
    assertThat(ClusterId.obtain(etcd.store())).isEqualTo(id);
    assertThat(Instant.ofEpochSecond(id >>> 32))
        .isBetween(Instant.parse("2024-01-01T00:00:00Z"), Instant.now().plusSeconds(60));
  }

  @Test
  void keysPrintIdsUnsignedAndStoresPadded() {
    assertThat(new PdKeys(-1).leader()).isEqualTo("/pd/18446744073709551615/leader");
    assertThat(new PdKeys(1).store(42)).isEqualTo("/pd/1/raft/s/00000000000000000042");
  }

  @Test
  void idsGoOnBehindTheWindowOfTheTermBefore() {
    Ids first = new Ids(lead("a"));
    assertThat(first.next(1)).isEqualTo(1);
    assertThat(first.next(5)).isEqualTo(6);
    Ids second = new Ids(lead("b"));
    assertThat(second.next(1)).isEqualTo(1001);
    assertThat(second.next(2000)).isGreaterThanOrEqualTo(3000);
  }

  @Test
  void idsOfAnEndedTermStopAtItsWindow() {
    Ids old = new Ids(lead("a"));
    Ids fresh = new Ids(lead("b"));
    assertThat(old.next(1000)).isEqualTo(1000);
    assertThatThrownBy(() -> old.next(1)).isInstanceOf(FencedException.class);
    assertThat(fresh.next(1)).isEqualTo(1001);
  }

  @Test
  void timestampsIncreaseOverTermsThoughTheClockGoesBack() throws Exception {
    Duration window = Duration.ofSeconds(5);
    long early = 1_000_000;
    try (Tso first =
        new Tso(lead("a"), () -> early, () -> window, () -> Duration.ofMillis(10), () -> {})) {
      Tso.Timestamp a = first.next(10).join();
      Tso.Timestamp b = first.next(1).join();
      assertThat(a).isEqualTo(new Tso.Timestamp(early, 10));
      assertThat(b).isEqualTo(new Tso.Timestamp(early, 11));
      try (Tso second =
          new Tso(
              lead("b"), () -> early - 500, () -> window, () -> Duration.ofMillis(10), () -> {})) {
        assertThat(second.next(1).join().physical()).isGreaterThan(early + 4999);
      }
    }
  }

  @Test
  void timestampsAdvanceWhenAMillisecondIsUsedUp() throws Exception {
    try (Tso tso =
        new Tso(
            lead("a"),
            () -> 5000,
            () -> Duration.ofSeconds(5),
            () -> Duration.ofMillis(10),
            () -> {})) {
      tso.next((1 << 18) - 1).join();
      Tso.Timestamp next = tso.next(1).join();
      assertThat(next.physical()).isGreaterThan(5000);
      assertThat(next.logical()).isEqualTo(1);
      assertThatThrownBy(() -> tso.next(0)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  /// 20 ms of numbers are reserved, and the wall clock stands.
  @Test
  void whoFindsAllReservedNumbersTakenWaitsWithoutBlocking() {
    int all = (1 << 18) - 1;
    try (Tso tso =
        new Tso(
            lead("a"),
            () -> 5000,
            () -> Duration.ofMillis(20),
            () -> Duration.ofMillis(10),
            () -> {})) {
      List<CompletableFuture<Tso.Timestamp>> asked = new ArrayList<>();
      for (int i = 0; i < 25; i++) {
        asked.add(tso.next(all));
      }
      assertThat(asked).anyMatch(answer -> !answer.isDone());
      Awaitility.await("all are answered")
          .untilAsserted(() -> assertThat(asked).allMatch(CompletableFuture::isDone));
      assertThat(asked.stream().map(CompletableFuture::join)).doesNotHaveDuplicates();
    }
  }

  @Test
  void whoWaitsForANumberIsToldThatTheTermIsOver() {
    Duration hour = Duration.ofHours(1);
    CompletableFuture<Tso.Timestamp> last;
    try (Tso tso =
        new Tso(lead("a"), () -> 5000, () -> Duration.ofMillis(2), () -> hour, () -> {})) {
      tso.next((1 << 18) - 1).join();
      tso.next((1 << 18) - 1).join();
      last = tso.next((1 << 18) - 1);
      assertThat(last).isNotDone();
    }
    assertThat(last)
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withMessageContaining("generate timestamp failed");
  }

  @Test
  @Effect("tso-update-physical-interval")
  void anotherIntervalHoldsSoonThoughTheOneBeforeWasLong() {
    AtomicLong clock = new AtomicLong(1000);
    AtomicReference<Duration> interval = new AtomicReference<>(Duration.ofHours(1));
    try (Tso tso =
        new Tso(lead("a"), clock::get, () -> Duration.ofSeconds(60), interval::get, () -> {})) {
      clock.set(10_000);
      Awaitility.await("timestamps that stand")
          .during(Duration.ofMillis(200))
          .until(() -> tso.next(1).join().physical() == 1000);
      interval.set(Duration.ofMillis(5));
      Awaitility.await("timestamps that follow")
          .until(() -> tso.next(1).join().physical() == 10_000);
    }
  }

  @Test
  void aLeaderThatCannotSaveItsBoundGivesUp() {
    AtomicLong clock = new AtomicLong(1000);
    AtomicLong losses = new AtomicLong();
    try (Tso tso =
        new Tso(
            lead("a"),
            clock::get,
            () -> Duration.ofMillis(100),
            () -> Duration.ofMillis(5),
            losses::incrementAndGet)) {
      assertThat(tso).isNotNull();
      lead("b");
      clock.set(10_000);
      Awaitility.await("giving up").until(() -> losses.get() == 1);
    }
  }

  /// The fence of both is the same, as the leader key holds no number of a term.
  @Test
  void aLateSaveOfTheSameMembersEarlierTermDoesNotLowerTheBound() {
    AtomicLong clock = new AtomicLong(1000);
    AtomicLong losses = new AtomicLong();
    Duration window = Duration.ofMillis(100);
    try (Tso old =
            new Tso(
                lead("a"),
                clock::get,
                () -> window,
                () -> Duration.ofMillis(5),
                losses::incrementAndGet);
        Tso fresh =
            new Tso(lead("a"), () -> 50_000, () -> window, () -> Duration.ofMinutes(1), () -> {})) {
      assertThat(List.of(old, fresh)).isNotEmpty();
      MetaStore.Entry bound = etcd.store().get(keys.timestamp()).orElseThrow();
      clock.set(10_000);
      Awaitility.await("giving up").until(() -> losses.get() == 1);
      assertThat(etcd.store().get(keys.timestamp())).contains(bound);
    }
  }

  @Test
  void aLeaseIsOverByOurOwnClock() {
    AtomicLong nanos = new AtomicLong();
    try (Lease lease = Lease.grant(etcd.store(), Duration.ofSeconds(10), nanos::get)) {
      assertThat(lease.valid()).isTrue();
      nanos.set(Duration.ofSeconds(10).toNanos());
      assertThat(lease.valid()).isFalse();
    }
  }

  @Test
  void bootstrapHappensOnceAndStoresSurviveTheTerm() {
    Clock clock = Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);
    ClusterState cluster = new ClusterState(lead("a"), clock, () -> RULES);
    assertThatThrownBy(cluster::stores)
        .isInstanceOf(PdError.class)
        .hasMessageContaining("ErrNotBootstrapped");
    cluster.bootstrap(store(1, "127.0.0.1:20160"), region(2));
    assertThatThrownBy(() -> cluster.bootstrap(store(1, "127.0.0.1:20160"), region(2)))
        .isInstanceOf(PdError.class);
    StoreBook stores = cluster.storeBook();
    stores.put(store(4, "127.0.0.1:20161"));
    assertThatThrownBy(() -> stores.put(store(5, "127.0.0.1:20161")))
        .hasMessageContaining("duplicated store address");
    stores.heartbeat(
        4, new StoreStats(100, 50, 50, 1, 0, 0, 0, 1_799_999_000, false, 1, Flow.NONE, Map.of()));
    assertThat(stores.stats(4).capacity()).isEqualTo(100);

    ClusterState next = new ClusterState(lead("b"), clock, () -> RULES);
    assertThat(next.stores()).extracting(Store::id).containsExactly(1L, 4L);
    assertThat(next.storeBook().get(4).heartbeatTime()).isEqualTo(clock.instant());
    assertThat(next.bootstrapTime()).contains(clock.instant());
    RegionBook regions = next.regionBook();
    assertThat(regions.find(ByteString.copyFromUtf8("any")).map(state -> state.region().id()))
        .contains(2L);
    assertThat(regions.before(ByteString.copyFromUtf8("any"))).isEmpty();
    assertThat(regions.scan(ByteString.EMPTY, ByteString.EMPTY, 0)).hasSize(1);
    assertThat(next.clusterVersion()).hasToString("8.5.0");
    assertThatThrownBy(() -> next.storeBook().get(9)).hasMessage("invalid store ID 9, not found");
    assertThatThrownBy(() -> stores.put(store(6, "127.0.0.1:20166")))
        .isInstanceOf(FencedException.class);
  }

  @Test
  void stateNamesFollowTheSilence() {
    Instant now = Instant.ofEpochSecond(2_000_000_000);
    Duration down = Duration.ofMinutes(30);
    Store store = store(1, "a:1");
    assertThat(store.stateName(now, QUIET, down)).isEqualTo("Down");
    assertThat(store.heardAt(now.minusSeconds(20)).stateName(now, QUIET, down)).isEqualTo("Up");
    assertThat(store.heardAt(now.minusSeconds(21)).stateName(now, QUIET, down))
        .isEqualTo("Disconnected");
    assertThat(store.heardAt(now.minus(down)).stateName(now, QUIET, down))
        .isEqualTo("Disconnected");
    assertThat(store.heardAt(now.minus(down).minusSeconds(1)).stateName(now, QUIET, down))
        .isEqualTo("Down");
  }

  private static Store store(long id, String address) {
    return new Store(
        id,
        address,
        Store.State.UP,
        Map.of("zone", "z"),
        "8.5.0",
        "",
        "",
        "",
        0,
        "",
        0,
        false,
        Store.NodeState.PREPARING);
  }

  private static Region region(long id) {
    return new Region(
        id, ByteString.EMPTY, ByteString.EMPTY, new RegionEpoch(1, 1), List.of(Peer.voter(3, 1)));
  }

  @Test
  void guardsAndWatchesWork() {
    MetaStore store = etcd.store();
    String key = keys.members() + "x";
    assertThat(store.get(key)).isEqualTo(Optional.empty());
    store.put(key, ByteString.copyFromUtf8("1"));
    MetaStore.Entry entry = store.localGet(key).orElseThrow();
    AtomicLong deletions = new AtomicLong();
    MetaStore.WatchListener listener =
        new MetaStore.WatchListener() {
          @Override
          public void onChange(boolean deleted) {
            deletions.addAndGet(deleted ? 1 : 0);
          }

          @Override
          public void onEnd(Throwable cause) {}
        };
    try (AutoCloseable watch = store.watch(key, entry.modRevision() + 1, listener)) {
      assertThat(
              store.commit(
                  List.of(new MetaStore.Guard.Absent(key)), List.of(new Write.Delete(key))))
          .isFalse();
      assertThat(
              store.commit(
                  List.of(new MetaStore.Guard.RevisionIs(key, entry.modRevision())),
                  List.of(new Write.Delete(key))))
          .isTrue();
      Awaitility.await("the deletion").until(() -> deletions.get() == 1);
      assertThat(watch).isNotNull();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
