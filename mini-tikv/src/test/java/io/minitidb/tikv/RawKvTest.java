package io.minitidb.tikv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.minitidb.log.Logging;
import io.minitidb.proto.errorpb.Error;
import io.minitidb.proto.kvrpcpb.APIVersion;
import io.minitidb.proto.kvrpcpb.Context;
import io.minitidb.proto.kvrpcpb.KeyRange;
import io.minitidb.proto.kvrpcpb.KvPair;
import io.minitidb.proto.kvrpcpb.RawBatchDeleteRequest;
import io.minitidb.proto.kvrpcpb.RawBatchGetRequest;
import io.minitidb.proto.kvrpcpb.RawBatchPutRequest;
import io.minitidb.proto.kvrpcpb.RawBatchScanRequest;
import io.minitidb.proto.kvrpcpb.RawCASRequest;
import io.minitidb.proto.kvrpcpb.RawCASResponse;
import io.minitidb.proto.kvrpcpb.RawChecksumRequest;
import io.minitidb.proto.kvrpcpb.RawChecksumResponse;
import io.minitidb.proto.kvrpcpb.RawDeleteRangeRequest;
import io.minitidb.proto.kvrpcpb.RawDeleteRequest;
import io.minitidb.proto.kvrpcpb.RawGetKeyTTLRequest;
import io.minitidb.proto.kvrpcpb.RawGetRequest;
import io.minitidb.proto.kvrpcpb.RawGetResponse;
import io.minitidb.proto.kvrpcpb.RawPutRequest;
import io.minitidb.proto.kvrpcpb.RawPutResponse;
import io.minitidb.proto.kvrpcpb.RawScanRequest;
import io.minitidb.proto.metapb.Peer;
import io.minitidb.proto.metapb.RegionEpoch;
import io.minitidb.proto.tikvpb.TikvGrpc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What RawKV answers over gRPC, in one region of all keys.
@Timeout(120)
@SuppressWarnings("NullAway.Init")
final class RawKvTest {
  @TempDir static Path directory;
  static RunningStore store;
  static TikvGrpc.TikvBlockingStub tikv;
  static Context here;

  @BeforeAll
  static void start() throws Exception {
    store = new RunningStore(directory, Map.of("storage.max-scan-size", "64KiB"));
    tikv = TikvGrpc.newBlockingStub(store.channel());
    here =
        Context.newBuilder()
            .setRegionId(2)
            .setRegionEpoch(RegionEpoch.newBuilder().setConfVer(1).setVersion(1))
            .setPeer(Peer.newBuilder().setId(3).setStoreId(4))
            .build();
    await().atMost(Duration.ofSeconds(30)).until(() -> !get("x").hasRegionError());
  }

  @AfterAll
  static void stop() {
    store.close();
    Logging.toConsole("info");
  }

  @BeforeEach
  void empty() {
    assertThat(
            tikv.rawDeleteRange(RawDeleteRangeRequest.newBuilder().setContext(here).build())
                .getError())
        .isEmpty();
  }

  @Test
  void aFullLineIsBusyAtOnceAndLosesNothing() throws Exception {
    int calls = 300;
    try (RunningStore small =
        new RunningStore(
            directory.resolve("small"),
            Map.of(
                "storage.sync-writes", "true",
                "storage.write-threads", "1",
                "storage.max-waiting", "1"))) {
      TikvGrpc.TikvFutureStub writer = TikvGrpc.newFutureStub(small.channel());
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> !writer.rawPut(putting("x", "1").build()).get().hasRegionError());
      List<Future<RawPutResponse>> answers = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        answers.add(writer.rawPut(putting("k" + i, "v").build()));
      }
      int refused = 0;
      for (int i = 0; i < calls; i++) {
        RawPutResponse answer = answers.get(i).get();
        boolean busy = answer.getRegionError().hasServerIsBusy();
        refused += busy ? 1 : 0;
        assertThat(answer)
            .matches(each -> busy || each.equals(RawPutResponse.getDefaultInstance()));
        RawGetRequest get =
            RawGetRequest.newBuilder().setContext(here).setKey(bytes("k" + i)).build();
        assertThat(TikvGrpc.newBlockingStub(small.channel()).rawGet(get).getNotFound())
            .as("k" + i)
            .isEqualTo(busy);
        if (busy) {
          assertThat(answer.getRegionError().getServerIsBusy().getReason())
              .isEqualTo("1 calls wait already (storage.max-waiting)");
        }
      }
      assertThat(refused).isBetween(1, calls - 1);
    }
  }

  private static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }

  private static RawGetResponse get(String key) {
    return tikv.rawGet(RawGetRequest.newBuilder().setContext(here).setKey(bytes(key)).build());
  }

  private static String value(String key) {
    RawGetResponse answer = get(key);
    return answer.getNotFound() ? "nothing" : answer.getValue().toStringUtf8();
  }

  private static RawPutRequest.Builder putting(String key, String value) {
    return RawPutRequest.newBuilder().setContext(here).setKey(bytes(key)).setValue(bytes(value));
  }

  private static void put(String key, String value) {
    assertThat(tikv.rawPut(putting(key, value).build()))
        .isEqualTo(RawPutResponse.getDefaultInstance());
  }

  private static KvPair pair(String key, String value) {
    return KvPair.newBuilder().setKey(bytes(key)).setValue(bytes(value)).build();
  }

  private static RawScanRequest.Builder scanning(String start, String end, int limit) {
    return RawScanRequest.newBuilder()
        .setContext(here)
        .setStartKey(bytes(start))
        .setEndKey(bytes(end))
        .setLimit(limit);
  }

  private static List<String> scan(RawScanRequest.Builder request) {
    return texts(tikv.rawScan(request.build()).getKvsList());
  }

  private static List<String> texts(List<KvPair> pairs) {
    return pairs.stream()
        .map(pair -> pair.getKey().toStringUtf8() + "=" + pair.getValue().toStringUtf8())
        .toList();
  }

  @Test
  void aValueIsThereUntilItIsDeleted() {
    assertThat(get("k")).isEqualTo(RawGetResponse.newBuilder().setNotFound(true).build());
    put("k", "v");
    assertThat(value("k")).isEqualTo("v");
    put("k", "");
    assertThat(get("k")).isEqualTo(RawGetResponse.getDefaultInstance());
    put("", "of the empty key");
    assertThat(value("")).isEqualTo("of the empty key");
    assertThat(
            tikv.rawDelete(
                    RawDeleteRequest.newBuilder().setContext(here).setKey(bytes("k")).build())
                .getError())
        .isEmpty();
    assertThat(value("k")).isEqualTo("nothing");
  }

  @Test
  void aBatchIsWrittenReadAndDeleted() {
    tikv.rawBatchPut(
        RawBatchPutRequest.newBuilder()
            .setContext(here)
            .addAllPairs(List.of(pair("a", "1"), pair("c", "3"), pair("b", "2"), pair("a", "4")))
            .build());
    RawBatchGetRequest all =
        RawBatchGetRequest.newBuilder()
            .setContext(here)
            .addAllKeys(List.of(bytes("c"), bytes("x"), bytes("a")))
            .build();
    assertThat(texts(tikv.rawBatchGet(all).getPairsList())).containsExactly("c=3", "a=4");
    tikv.rawBatchDelete(
        RawBatchDeleteRequest.newBuilder()
            .setContext(here)
            .addAllKeys(List.of(bytes("a"), bytes("b")))
            .build());
    assertThat(scan(scanning("", "", 10))).containsExactly("c=3");
  }

  @Test
  void scansGoBothWays() {
    for (String key : List.of("a", "b", "c", "d")) {
      put(key, key + key);
    }
    assertThat(scan(scanning("b", "d", 10))).containsExactly("b=bb", "c=cc");
    assertThat(scan(scanning("b", "", 2))).containsExactly("b=bb", "c=cc");
    assertThat(scan(scanning("", "", 0))).isEmpty();
    assertThat(scan(scanning("b", "", 10).setKeyOnly(true))).containsExactly("b=", "c=", "d=");
    assertThat(scan(scanning("d", "b", 10).setReverse(true))).containsExactly("c=cc", "b=bb");
    assertThat(scan(scanning("z", "", 1).setReverse(true))).containsExactly("d=dd");
    assertThat(scan(scanning("", "", 5).setReverse(true))).isEmpty();
    RawBatchScanRequest.Builder ranges =
        RawBatchScanRequest.newBuilder()
            .setContext(here)
            .setEachLimit(1)
            .addRanges(KeyRange.newBuilder().setStartKey(bytes("a")))
            .addRanges(KeyRange.newBuilder().setStartKey(bytes("c")));
    assertThat(texts(tikv.rawBatchScan(ranges.build()).getKvsList()))
        .containsExactly("a=aa", "c=cc");
    ranges.addRanges(KeyRange.newBuilder().setStartKey(bytes("b")).setEndKey(bytes("a")));
    assertThatThrownBy(() -> tikv.rawBatchScan(ranges.build()))
        .hasMessageContaining("INVALID_ARGUMENT: Invalid KeyRanges");
  }

  @Test
  void anAnswerThatIsTooLargeIsRefusedAndNotCut() {
    for (int i = 0; i < 9; i++) {
      put("k" + i, "x".repeat(8 << 10));
    }
    assertThat(tikv.rawScan(scanning("", "", 7).build()).getKvsCount()).isEqualTo(7);
    assertThatThrownBy(() -> tikv.rawScan(scanning("", "", 9).build()))
        .hasMessageContaining("more than 65536 bytes (storage.max-scan-size) with 9 pairs");
  }

  @Test
  void aRangeIsDeleted() {
    for (String key : List.of("a", "b", "c", "d")) {
      put(key, "1");
    }
    tikv.rawDeleteRange(
        RawDeleteRangeRequest.newBuilder()
            .setContext(here)
            .setStartKey(bytes("b"))
            .setEndKey(bytes("d"))
            .build());
    assertThat(scan(scanning("", "", 10))).containsExactly("a=1", "d=1");
    tikv.rawDeleteRange(
        RawDeleteRangeRequest.newBuilder().setContext(here).setStartKey(bytes("b")).build());
    assertThat(scan(scanning("", "", 10))).containsExactly("a=1");
  }

  private static RawCASRequest.Builder swapping(String key, String value) {
    return RawCASRequest.newBuilder().setContext(here).setKey(bytes(key)).setValue(bytes(value));
  }

  @Test
  void compareAndSwapWritesOnlyWhatWasExpected() {
    RawCASResponse first =
        tikv.rawCompareAndSwap(swapping("k", "1").setPreviousNotExist(true).build());
    assertThat(first)
        .isEqualTo(RawCASResponse.newBuilder().setSucceed(true).setPreviousNotExist(true).build());
    RawCASResponse second =
        tikv.rawCompareAndSwap(swapping("k", "2").setPreviousNotExist(true).build());
    assertThat(second).isEqualTo(RawCASResponse.newBuilder().setPreviousValue(bytes("1")).build());
    assertThat(
            tikv.rawCompareAndSwap(
                    swapping("k", "2").setPreviousValue(bytes("1")).setTtl(1000).build())
                .getSucceed())
        .isTrue();
    assertThat(value("k")).isEqualTo("2");
    assertThat(
            tikv.rawCompareAndSwap(
                    swapping("k", "").setPreviousValue(bytes("2")).setDelete(true).build())
                .getSucceed())
        .isTrue();
    assertThat(value("k")).isEqualTo("nothing");
  }

  /// Eight threads count by compare-and-swap, beside others that delete and put other keys.
  @Test
  void compareAndSwapLosesNoCount() {
    put("count", "0");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int thread = 0; thread < 8; thread++) {
        threads.submit(() -> IntStream.range(0, 40).forEach(i -> count()));
        threads.submit(() -> IntStream.range(0, 40).forEach(i -> put("other" + i, "x")));
      }
    }
    assertThat(value("count")).isEqualTo("320");
  }

  private static void count() {
    ByteString before = get("count").getValue();
    while (true) {
      int next = Integer.parseInt(before.toStringUtf8()) + 1;
      RawCASResponse answer =
          tikv.rawCompareAndSwap(
              swapping("count", Integer.toString(next)).setPreviousValue(before).build());
      if (answer.getSucceed()) {
        return;
      }
      before = answer.getPreviousValue();
    }
  }

  private static String ttl(String key) {
    var answer =
        tikv.rawGetKeyTTL(
            RawGetKeyTTLRequest.newBuilder().setContext(here).setKey(bytes(key)).build());
    return answer.getNotFound() ? "nothing" : Long.toString(answer.getTtl());
  }

  @Test
  void whatHasATimeToLiveGoes() {
    put("for ever", "1");
    tikv.rawPut(putting("long", "1").setTtl(10_000).build());
    tikv.rawPut(putting("unsigned", "1").setTtl(-2L).build());
    tikv.rawPut(putting("short", "1").setTtl(1).build());
    assertThat(ttl("for ever")).isEqualTo("0");
    assertThat(Long.parseLong(ttl("long"))).isBetween(9_000L, 10_000L);
    await().until(() -> ttl("short").equals("nothing"));
    assertThat(value("short")).isEqualTo("nothing");
    assertThat(scan(scanning("", "", 10))).containsExactly("for ever=1", "long=1", "unsigned=1");
    assertThat(
            tikv.rawCompareAndSwap(swapping("short", "2").setPreviousNotExist(true).build())
                .getSucceed())
        .isTrue();
  }

  @Test
  void eachPairOfABatchMayHaveItsOwnTime() {
    RawBatchPutRequest.Builder batch =
        RawBatchPutRequest.newBuilder()
            .setContext(here)
            .addAllPairs(List.of(pair("a", "1"), pair("b", "2"), pair("c", "3")));
    tikv.rawBatchPut(batch.clone().addAllTtls(List.of(0L, 10_000L, 20_000L)).build());
    assertThat(ttl("a")).isEqualTo("0");
    assertThat(Long.parseLong(ttl("c"))).isGreaterThan(15_000);
    tikv.rawBatchPut(batch.clone().setTtl(500).build());
    assertThat(Long.parseLong(ttl("a"))).isBetween(100L, 500L);
    tikv.rawBatchPut(batch.clone().addTtls(5_000).build());
    assertThat(Long.parseLong(ttl("b"))).isGreaterThan(3_000);
    assertThat(tikv.rawBatchPut(batch.clone().addAllTtls(List.of(1L, 2L)).build()).getError())
        .isEqualTo("The length of ttls does not equal to the length of pairs");
  }

  @Test
  void theChecksumDoesNotDependOnOrder() {
    RawChecksumRequest all =
        RawChecksumRequest.newBuilder()
            .setContext(here)
            .addRanges(KeyRange.getDefaultInstance())
            .build();
    assertThat(tikv.rawChecksum(all)).isEqualTo(RawChecksumResponse.getDefaultInstance());
    put("1234", "56789");
    RawChecksumResponse one = tikv.rawChecksum(all);
    assertThat(one.getChecksum()).isEqualTo(0x995DC9BBDF1939FAL);
    assertThat(one.getTotalKvs()).isEqualTo(1);
    assertThat(one.getTotalBytes()).isEqualTo(9);
    put("a", "b");
    assertThat(tikv.rawChecksum(all).getChecksum()).isNotEqualTo(one.getChecksum());
  }

  @Test
  void whatIsWrongIsSaid() {
    assertThat(tikv.rawPut(putting("k".repeat(8193), "v").build()).getError())
        .isEqualTo("max key size exceeded, size: 8193, limit: 8192");
    assertThat(tikv.rawPut(putting("k", "v").setCf("raft").build()).getError())
        .isEqualTo("invalid cf name: raft");
    Context second = here.toBuilder().setApiVersion(APIVersion.V2).build();
    assertThat(tikv.rawPut(putting("k", "v").setContext(second).build()).getError())
        .startsWith("Api version in request does not match");
  }

  private static Error refusal(Context context) {
    Error read =
        tikv.rawGet(RawGetRequest.newBuilder().setContext(context).setKey(bytes("k")).build())
            .getRegionError();
    Error written = tikv.rawPut(putting("k", "v").setContext(context).build()).getRegionError();
    assertThat(read).isEqualTo(written);
    return read;
  }

  @Test
  void aCallForAnotherStoreRegionPeerOrEpochIsRefused() {
    Error store = refusal(here.toBuilder().setPeer(Peer.newBuilder().setStoreId(9)).build());
    assertThat(store.getStoreNotMatch().getRequestStoreId()).isEqualTo(9);
    assertThat(store.getStoreNotMatch().getActualStoreId()).isEqualTo(4);
    Error region = refusal(here.toBuilder().setRegionId(77).build());
    assertThat(region.getRegionNotFound().getRegionId()).isEqualTo(77);
    Error peer =
        refusal(here.toBuilder().setPeer(Peer.newBuilder().setId(8).setStoreId(4)).build());
    assertThat(peer.getMismatchPeerId().getStorePeerId()).isEqualTo(3);
    Error epoch =
        refusal(here.toBuilder().setRegionEpoch(RegionEpoch.newBuilder().setVersion(9)).build());
    assertThat(epoch.getEpochNotMatch().getCurrentRegions(0).getId()).isEqualTo(2);
    assertThat(epoch.getMessage()).contains("has changed");
    // Only what changes borders makes a client's picture wrong.
    assertThat(
            refusal(
                here.toBuilder()
                    .setRegionEpoch(RegionEpoch.newBuilder().setConfVer(50).setVersion(1))
                    .build()))
        .isEqualTo(Error.getDefaultInstance());
  }

  /// Random operations answer as a sorted map does.
  @Test
  void itIsASortedMap() {
    long seed = Long.getLong("raw.seed", System.nanoTime());
    System.err.println("raw.seed = " + seed);
    Random random = new Random(seed);
    NavigableMap<String, String> model = new TreeMap<>();
    for (int i = 0; i < 600; i++) {
      String key = "k" + random.nextInt(40);
      String other = "k" + random.nextInt(40);
      switch (random.nextInt(6)) {
        case 0, 1 -> {
          put(key, "v" + i);
          model.put(key, "v" + i);
        }
        case 2 -> {
          tikv.rawDelete(RawDeleteRequest.newBuilder().setContext(here).setKey(bytes(key)).build());
          model.remove(key);
        }
        case 3 -> assertThat(value(key)).isEqualTo(model.getOrDefault(key, "nothing"));
        case 4 -> {
          String low = key.compareTo(other) < 0 ? key : other;
          String high = low.equals(key) ? other : key;
          int limit = random.nextInt(12);
          boolean reverse = random.nextBoolean();
          NavigableMap<String, String> part = model.subMap(low, true, high, false);
          List<String> expected =
              (reverse ? part.descendingMap() : part)
                  .entrySet().stream().limit(limit).map(Object::toString).toList();
          assertThat(
                  scan(
                      reverse
                          ? scanning(high, low, limit).setReverse(true)
                          : scanning(low, high, limit)))
              .isEqualTo(expected);
        }
        default -> {
          String expected = model.getOrDefault(key, "");
          boolean absent = !model.containsKey(key);
          boolean done =
              tikv.rawCompareAndSwap(
                      swapping(key, "c" + i)
                          .setPreviousNotExist(absent)
                          .setPreviousValue(bytes(expected))
                          .build())
                  .getSucceed();
          assertThat(done).isTrue();
          model.put(key, "c" + i);
        }
      }
    }
    assertThat(scan(scanning("", "", 1000)))
        .isEqualTo(model.entrySet().stream().map(Object::toString).toList());
  }
}
