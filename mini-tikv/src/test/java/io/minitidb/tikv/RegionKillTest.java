package io.minitidb.tikv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.minitidb.node.HostPort;
import io.minitidb.proto.kvrpcpb.Context;
import io.minitidb.proto.kvrpcpb.RawGetRequest;
import io.minitidb.proto.kvrpcpb.RawGetResponse;
import io.minitidb.proto.kvrpcpb.RawPutRequest;
import io.minitidb.proto.kvrpcpb.RawPutResponse;
import io.minitidb.proto.kvrpcpb.SplitRegionRequest;
import io.minitidb.proto.metapb.Peer;
import io.minitidb.proto.metapb.Region;
import io.minitidb.proto.pdpb.RegionHeartbeatRequest;
import io.minitidb.proto.tikvpb.TikvGrpc;
import io.minitidb.server.Channels;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A store that is killed while its regions are split and moved has every key in one region, and
/// every value that it has acknowledged. `-Dregion.kills=100` is the long form.
@Timeout(3600)
@SuppressWarnings("NullAway.Init")
final class RegionKillTest {
  private static final int KILLS = Integer.getInteger("region.kills", 1);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int CLIENTS = 3;
  private static final int MOST_REGIONS = 40;
  private static final long HERE = 4;
  private static final Comparator<ByteString> ORDER =
      ByteString.unsignedLexicographicalComparator();

  /// Only keys before it are written, so regions behind it are empty and may move.
  private static final ByteString EMPTY_FROM = ByteString.copyFromUtf8("8");

  @TempDir Path directory;
  private final Set<ByteString> acknowledged = ConcurrentHashMap.newKeySet();

  @Test
  void noKeyIsLostAndNoRegionIsThereTwice() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (FakePd pd = new FakePd()) {
      for (int round = 0; round <= KILLS; round++) {
        String which = "seed " + seed + ", round " + round;
        Process store = start(pd);
        int started = round;
        await(which).atMost(PATIENCE).until(() -> pd.stores().size() > started);
        ManagedChannel channel = Channels.open(HostPort.parse(pd.stores().getLast().getAddress()));
        try {
          TikvGrpc.TikvBlockingStub tikv = TikvGrpc.newBlockingStub(channel);
          await(which).atMost(PATIENCE).untilAsserted(() -> assertWhole(pd));
          pd.wantNothing();
          check(pd, tikv, which);
          if (round < KILLS) {
            disturb(pd, tikv, random, store);
          }
        } finally {
          channel.shutdownNow();
          store.destroyForcibly().waitFor();
        }
      }
    }
  }

  private Process start(FakePd pd) throws IOException {
    return StoreProcess.start(
        directory,
        directory.resolve("data"),
        pd,
        """
        [pd]
        heartbeat-interval = "20ms"
        region-heartbeat-interval = "20ms"
        """);
  }

  /// Returns what PD knows, in the order of keys.
  private static List<Region> known(FakePd pd) {
    Map<Long, Region> latest = new HashMap<>();
    for (RegionHeartbeatRequest report : pd.regions()) {
      Region region = report.getRegion();
      latest.merge(region.getId(), region, (one, other) -> age(one) > age(other) ? one : other);
    }
    return latest.values().stream()
        .sorted(Comparator.comparing(Region::getStartKey, ORDER))
        .toList();
  }

  /// Borders and peers change one behind the other.
  private static long age(Region region) {
    return region.getRegionEpoch().getVersion() + region.getRegionEpoch().getConfVer();
  }

  private static void assertWhole(FakePd pd) {
    List<Region> regions = known(pd);
    List<ByteString> starts = new ArrayList<>(regions.stream().map(Region::getStartKey).toList());
    starts.add(ByteString.EMPTY); // behind the last one is nothing
    List<ByteString> ends = new ArrayList<>(List.of(ByteString.EMPTY));
    ends.addAll(regions.stream().map(Region::getEndKey).toList());
    assertThat(regions).isNotEmpty();
    assertThat(starts).isEqualTo(ends);
  }

  private void check(FakePd pd, TikvGrpc.TikvBlockingStub tikv, String which) {
    for (ByteString key : acknowledged) {
      RawGetResponse answer =
          tikv.rawGet(RawGetRequest.newBuilder().setContext(in(of(pd, key))).setKey(key).build());
      assertThat(answer.getValue()).as(which + ", " + key.toStringUtf8()).isEqualTo(key);
    }
  }

  private static Region of(FakePd pd, ByteString key) {
    return known(pd).stream()
        .filter(region -> ORDER.compare(region.getStartKey(), key) <= 0)
        .reduce((before, behind) -> behind)
        .orElseThrow();
  }

  private static Context in(Region region) {
    return Context.newBuilder()
        .setRegionId(region.getId())
        .setRegionEpoch(region.getRegionEpoch())
        .setPeer(region.getPeers(0))
        .build();
  }

  /// Writes, splits and moves until the store is killed in the midst of it.
  private void disturb(FakePd pd, TikvGrpc.TikvBlockingStub tikv, Random random, Process store)
      throws InterruptedException {
    Semaphore done = new Semaphore(0);
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Random own = new Random(random.nextLong());
      clients.add(
          Thread.startVirtualThread(() -> {
            try {
              while (true) {
                step(pd, tikv, own);
                done.release();
              }
            } catch (StatusRuntimeException e) {
              done.release(1_000_000); // killed
            }
          }));
    }
    done.acquire(50 + random.nextInt(300));
    store.destroyForcibly();
    for (Thread client : clients) {
      client.join();
    }
  }

  private void step(FakePd pd, TikvGrpc.TikvBlockingStub tikv, Random random) {
    ByteString key = ByteString.copyFromUtf8("%04x".formatted(random.nextInt(1 << 16)));
    Region region = of(pd, key);
    int chance = random.nextInt(10);
    if (chance < 2 && known(pd).size() < MOST_REGIONS) {
      tikv.splitRegion(
          SplitRegionRequest.newBuilder()
              .setContext(in(region))
              .setIsRawKv(true)
              .addSplitKeys(key)
              .build());
    } else if (chance < 4) {
      if (ORDER.compare(region.getStartKey(), EMPTY_FROM) >= 0
          && region.getPeers(0).getStoreId() == HERE) {
        pd.move(
            region.getId(), Peer.newBuilder().setId(1000 + region.getId()).setStoreId(5).build());
      }
    } else if (ORDER.compare(key, EMPTY_FROM) < 0) {
      RawPutResponse answer =
          tikv.rawPut(
              RawPutRequest.newBuilder().setContext(in(region)).setKey(key).setValue(key).build());
      if (answer.equals(RawPutResponse.getDefaultInstance())) {
        acknowledged.add(key);
      }
    }
  }
}
