package io.minitidb.tikv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.minitidb.log.Logging;
import io.minitidb.proto.errorpb.Error;
import io.minitidb.proto.kvrpcpb.Context;
import io.minitidb.proto.kvrpcpb.RawGetRequest;
import io.minitidb.proto.kvrpcpb.RawGetResponse;
import io.minitidb.proto.kvrpcpb.RawPutRequest;
import io.minitidb.proto.kvrpcpb.RawScanRequest;
import io.minitidb.proto.kvrpcpb.SplitRegionRequest;
import io.minitidb.proto.kvrpcpb.SplitRegionResponse;
import io.minitidb.proto.metapb.Peer;
import io.minitidb.proto.metapb.Region;
import io.minitidb.proto.pdpb.RegionHeartbeatRequest;
import io.minitidb.proto.tikvpb.TikvGrpc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Regions that are split and that move, as a client and PD see it.
@Timeout(120)
@SuppressWarnings("NullAway.Init")
final class RegionChangesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Map<String, String> OFTEN =
      Map.of("pd.heartbeat-interval", "50ms", "pd.region-heartbeat-interval", "50ms");

  @TempDir Path directory;

  @AfterEach
  void log() {
    Logging.toConsole("info");
  }

  private static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }

  /// Returns the region as it was reported last.
  private static Region reported(RunningStore store, long id) {
    await("region " + id)
        .atMost(PATIENCE)
        .until(() -> store.pd().regions().stream().anyMatch(r -> r.getRegion().getId() == id));
    return store.pd().regions().stream()
        .map(RegionHeartbeatRequest::getRegion)
        .filter(region -> region.getId() == id)
        .reduce((older, newer) -> newer)
        .orElseThrow();
  }

  private static Context in(Region region) {
    return Context.newBuilder()
        .setRegionId(region.getId())
        .setRegionEpoch(region.getRegionEpoch())
        .setPeer(region.getPeers(0))
        .build();
  }

  private static RawGetResponse get(TikvGrpc.TikvBlockingStub tikv, Region region, String key) {
    return tikv.rawGet(
        RawGetRequest.newBuilder().setContext(in(region)).setKey(bytes(key)).build());
  }

  private static Error put(TikvGrpc.TikvBlockingStub tikv, Region region, String key) {
    return tikv.rawPut(
            RawPutRequest.newBuilder()
                .setContext(in(region))
                .setKey(bytes(key))
                .setValue(bytes(key))
                .build())
        .getRegionError();
  }

  private static SplitRegionResponse split(
      TikvGrpc.TikvBlockingStub tikv, Region region, String... keys) {
    return tikv.splitRegion(
        SplitRegionRequest.newBuilder()
            .setContext(in(region))
            .setIsRawKv(true)
            .addAllSplitKeys(List.of(keys).stream().map(RegionChangesTest::bytes).toList())
            .build());
  }

  @Test
  void theLastPartOfASplitKeepsTheIdAndAllOfThemAreReportedAndKept() throws Exception {
    Region left;
    Region right;
    try (RunningStore store = new RunningStore(directory, OFTEN)) {
      TikvGrpc.TikvBlockingStub tikv = TikvGrpc.newBlockingStub(store.channel());
      Region whole = reported(store, 2);
      for (String key : List.of("a", "f", "m", "x")) {
        assertThat(put(tikv, whole, key)).isEqualTo(Error.getDefaultInstance());
      }
      List<Region> parts = split(tikv, whole, "m", "f", "m").getRegionsList();
      assertThat(parts).extracting(Region::getId).containsExactly(100L, 102L, 2L);
      assertThat(parts)
          .extracting(part -> part.getStartKey().toStringUtf8())
          .containsExactly("", "f", "m");
      assertThat(parts).allMatch(part -> part.getRegionEpoch().getVersion() == 3);
      // PD knew them before the client did.
      assertThat(reported(store, 100)).isEqualTo(parts.getFirst());
      left = parts.getFirst();
      right = parts.getLast();

      Error old = get(tikv, whole, "x").getRegionError();
      assertThat(old.getEpochNotMatch().getCurrentRegionsList()).containsExactly(right);
      assertThat(get(tikv, left, "f").getRegionError().getKeyNotInRegion().getEndKey())
          .isEqualTo(bytes("f"));
      assertThat(put(tikv, left, "x").getKeyNotInRegion().getRegionId()).isEqualTo(100);
      RawScanRequest.Builder scan =
          RawScanRequest.newBuilder().setContext(in(parts.get(1))).setLimit(10);
      assertThat(tikv.rawScan(scan.setStartKey(bytes("f")).build()).getKvsList())
          .extracting(pair -> pair.getKey().toStringUtf8())
          .containsExactly("f");
      assertThat(tikv.rawScan(scan.setStartKey(bytes("z")).setReverse(true).build()).getKvsCount())
          .isEqualTo(1);
      assertThat(split(tikv, left, "x").getRegionError().hasKeyNotInRegion()).isTrue();
      assertThat(split(tikv, right, "m").getRegionsList())
          .as("it begins there already")
          .containsExactly(right);
    }
    try (RunningStore store = new RunningStore(directory, OFTEN)) {
      TikvGrpc.TikvBlockingStub tikv = TikvGrpc.newBlockingStub(store.channel());
      assertThat(reported(store, 2)).isEqualTo(right);
      assertThat(get(tikv, left, "a").getValue()).isEqualTo(bytes("a"));
      assertThat(get(tikv, right, "x").getValue()).isEqualTo(bytes("x"));
    }
  }

  @Test
  void onlyAnEmptyRegionMovesAndPdIsTheFirstToKnow() throws Exception {
    try (RunningStore store = new RunningStore(directory, OFTEN)) {
      TikvGrpc.TikvBlockingStub tikv = TikvGrpc.newBlockingStub(store.channel());
      Region whole = reported(store, 2);
      assertThat(put(tikv, whole, "x")).isEqualTo(Error.getDefaultInstance());
      List<Region> parts = split(tikv, whole, "m").getRegionsList();
      store.pd().wantNothing();
      Peer elsewhere = Peer.newBuilder().setId(55).setStoreId(5).build();
      store.pd().move(2, elsewhere);
      store.pd().move(100, elsewhere);
      await("the empty one to be handed over")
          .atMost(PATIENCE)
          .until(() -> reported(store, 100).getPeersList().contains(elsewhere));
      RegionHeartbeatRequest last =
          store.pd().regions().stream()
              .filter(report -> report.getRegion().getPeersList().contains(elsewhere))
              .findFirst()
              .orElseThrow();
      assertThat(last.getPendingPeersList()).as("not there yet").containsExactly(elsewhere);
      assertThat(last.getRegion().getRegionEpoch().getConfVer()).isEqualTo(3);
      await("it to be gone")
          .atMost(PATIENCE)
          .until(() -> put(tikv, parts.getFirst(), "a").hasRegionNotFound());
      assertThat(get(tikv, parts.getLast(), "x").getValue()).isEqualTo(bytes("x"));
      assertThat(reported(store, 2)).isEqualTo(parts.getLast());
    }
  }

  @Test
  void withoutPdNothingIsSplit() throws Exception {
    try (RunningStore store = new RunningStore(directory, OFTEN)) {
      TikvGrpc.TikvBlockingStub tikv = TikvGrpc.newBlockingStub(store.channel());
      Region whole = reported(store, 2);
      store.pd().close();
      assertThatThrownBy(() -> split(tikv, whole, "m")).hasMessageContaining("UNAVAILABLE");
      assertThat(put(tikv, whole, "x")).isEqualTo(Error.getDefaultInstance());
    }
  }
}
