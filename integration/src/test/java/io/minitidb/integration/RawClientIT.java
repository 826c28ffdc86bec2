package io.minitidb.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.NodeStatus;
import io.minitidb.node.NodeKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tikv.common.TiConfiguration;
import org.tikv.common.TiSession;
import org.tikv.common.exception.RawCASConflictException;
import org.tikv.common.exception.TiKVException;
import org.tikv.common.util.Pair;
import org.tikv.kvproto.Kvrpcpb.KvPair;
import org.tikv.raw.RawKVClient;
import org.tikv.shade.com.google.protobuf.ByteString;

/// The official Java client of TiKV, as it is published, works with three mini-tikvs.
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 30, unit = TimeUnit.MINUTES) // of the long form
final class RawClientIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int KILLS = Integer.getInteger("raw.kills", 1);
  private static final int QUIET_MILLIS = 60_000;

  /// A region begins at each.
  private static final List<String> BORDERS = List.of("b", "c", "d", "e", "f", "g");

  private final LocalCluster cluster;
  private final TiSession session;
  private final RawKVClient client;

  RawClientIT(LocalCluster cluster) {
    this.cluster = cluster;
    String pds =
        cluster.nodes(NodeKind.PD).stream()
            .map(pd -> pd.address().toString())
            .collect(Collectors.joining(","));
    TiConfiguration config = TiConfiguration.createRawDefault(pds);
    config.setEnableAtomicForCAS(true);
    // A busy machine is slow, which is not what is tested.
    config.setTimeout(5_000);
    config.setRawKVReadTimeoutInMS(30_000);
    config.setRawKVWriteTimeoutInMS(30_000);
    config.setRawKVBatchReadTimeoutInMS(30_000);
    config.setRawKVBatchWriteTimeoutInMS(30_000);
    config.setRawKVScanTimeoutInMS(30_000);
    config.setRawKVReadSlowLogInMS(QUIET_MILLIS);
    config.setRawKVWriteSlowLogInMS(QUIET_MILLIS);
    config.setRawKVBatchReadSlowLogInMS(QUIET_MILLIS);
    config.setRawKVBatchWriteSlowLogInMS(QUIET_MILLIS);
    config.setRawKVScanSlowLogInMS(QUIET_MILLIS);
    config.setWarmUpEnable(false);
    session = TiSession.create(config);
    client = session.createRawClient();
    session.splitRegionAndScatter(BORDERS.stream().map(key -> key.getBytes(UTF_8)).toList());
  }

  @AfterAll
  void close() throws Exception {
    client.close();
    session.close();
  }

  @AfterEach
  void empty() {
    for (NodeStatus node : cluster.status()) {
      if (node.state() == NodeStatus.State.STOPPED) {
        cluster.restart(node.node().name());
      }
    }
    client.deleteRange(ByteString.EMPTY, ByteString.EMPTY);
  }

  private static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }

  private static List<String> texts(List<KvPair> pairs) {
    return pairs.stream()
        .map(pair -> pair.getKey().toStringUtf8() + "=" + pair.getValue().toStringUtf8())
        .toList();
  }

  private static List<String> keys(List<KvPair> pairs) {
    return pairs.stream().map(pair -> pair.getKey().toStringUtf8()).toList();
  }

  /// Returns keys that lie in all regions, with their numbers as values.
  private static Map<ByteString, ByteString> everywhere(int count) {
    Map<ByteString, ByteString> pairs = new HashMap<>();
    for (int i = 0; i < count; i++) {
      pairs.put(bytes((char) ('a' + i % 8) + "/" + i), bytes("" + i));
    }
    return pairs;
  }

  @Test
  void emptyRegionsSpreadOverAllStores() {
    client.put(bytes("a"), bytes("1"));
    assertThat(
            BORDERS.stream()
                .map(key ->
                    session.getRegionManager().getRegionStorePairByKey(bytes(key)).second.getId())
                .distinct())
        .hasSize(3);
  }

  @Test
  void singleKeys() {
    assertThat(client.get(bytes("k"))).isEmpty();
    client.put(bytes("k"), bytes("v"));
    assertThat(client.get(bytes("k"))).contains(bytes("v"));
    client.put(bytes("k"), ByteString.EMPTY);
    assertThat(client.get(bytes("k"))).contains(ByteString.EMPTY);
    client.delete(bytes("k"));
    assertThat(client.get(bytes("k"))).isEmpty();
  }

  @Test
  void batchesAndScansCrossRegions() {
    Map<ByteString, ByteString> pairs = everywhere(2000);
    client.batchPut(pairs);
    Map<ByteString, ByteString> got = new HashMap<>();
    client
        .batchGet(new ArrayList<>(pairs.keySet()))
        .forEach(pair -> got.put(pair.getKey(), pair.getValue()));
    assertThat(got).isEqualTo(pairs);

    List<String> sorted = pairs.keySet().stream().map(ByteString::toStringUtf8).sorted().toList();
    assertThat(keys(client.scan(bytes("a"), bytes("z")))).isEqualTo(sorted);
    assertThat(keys(client.scan(ByteString.EMPTY, 700))).isEqualTo(sorted.subList(0, 700));
    assertThat(client.scan(bytes("b"), bytes("d"), 10_000, true))
        .hasSize(500)
        .allMatch(pair -> pair.getValue().isEmpty());
    assertThat(client.scanPrefix(bytes("c/"))).hasSize(250);
    assertThat(
            client.batchScanKeys(
                List.of(Pair.create(bytes("a"), bytes("c")), Pair.create(bytes("g"), bytes("h"))),
                100))
        .extracting(List::size)
        .containsExactly(100, 100);

    List<ByteString> first =
        pairs.keySet().stream().filter(key -> key.startsWith(bytes("a"))).toList();
    client.batchDelete(new ArrayList<>(first)); // the client sorts the list that it is given
    client.deleteRange(bytes("b"), bytes("e"));
    client.deletePrefix(bytes("h"));
    assertThat(client.scan(ByteString.EMPTY, bytes("z"))).hasSize(750);
  }

  @Test
  void compareAndSet() {
    assertThat(client.putIfAbsent(bytes("k"), bytes("1"))).isEmpty();
    assertThat(client.putIfAbsent(bytes("k"), bytes("2"))).contains(bytes("1"));
    client.compareAndSet(bytes("k"), Optional.of(bytes("1")), bytes("2"), 1000);
    assertThat(client.getKeyTTL(bytes("k")).orElseThrow()).isBetween(900L, 1000L);
    assertThatThrownBy(() -> client.compareAndSet(bytes("k"), Optional.of(bytes("1")), bytes("3")))
        .isInstanceOf(RawCASConflictException.class);
    assertThat(client.get(bytes("k"))).contains(bytes("2"));
  }

  @Test
  void timesToLiveEnd() {
    client.put(bytes("d"), bytes("for ever"));
    client.put(bytes("e"), bytes("short"), 2);
    client.batchPut(Map.of(bytes("f"), bytes("long"), bytes("g"), bytes("long")), 1000);
    assertThat(client.getKeyTTL(bytes("d"))).contains(0L);
    assertThat(client.getKeyTTL(bytes("f")).orElseThrow()).isBetween(900L, 1000L);
    await().atMost(PATIENCE).until(() -> client.get(bytes("e")).isEmpty());
    assertThat(client.getKeyTTL(bytes("e"))).isEmpty();
    assertThat(texts(client.scan(ByteString.EMPTY, bytes("z"))))
        .containsExactly("d=for ever", "f=long", "g=long");
  }

  /// Writers go on while one store after the other is killed and started again, `-Draw.kills` times
  /// in all. What was not acknowledged is written again.
  @Test
  void noAcknowledgedWriteIsLostWithAKilledStore() {
    Map<String, String> acknowledged = new HashMap<>();
    Queue<String> keys = new ConcurrentLinkedQueue<>();
    AtomicBoolean enough = new AtomicBoolean();
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int writer = 0; writer < 4; writer++) {
        int number = writer;
        writers.submit(() -> write(number, keys, enough));
      }
      for (int kill = 0; kill < KILLS; kill++) {
        progress(keys, 100);
        String store = "tikv-" + kill % 3;
        cluster.kill(store);
        cluster.restart(store);
      }
      progress(keys, 200);
      enough.set(true);
    }
    keys.forEach(key -> acknowledged.put(key, "of " + key));
    Map<String, String> found = new HashMap<>();
    client
        .scan(ByteString.EMPTY, bytes("z"))
        .forEach(pair -> found.put(pair.getKey().toStringUtf8(), pair.getValue().toStringUtf8()));
    assertThat(found).containsAllEntriesOf(acknowledged).hasSizeGreaterThanOrEqualTo(300);
  }

  private void write(int writer, Queue<String> acknowledged, AtomicBoolean enough) {
    for (int i = 0; !enough.get(); i++) {
      String key = (char) ('a' + i % 8) + "/" + writer + "/" + i;
      try {
        client.put(bytes(key), bytes("of " + key));
        acknowledged.add(key);
      } catch (TiKVException e) {
        i--; // the same one once more
      }
    }
  }

  private static void progress(Queue<String> keys, int more) {
    int before = keys.size();
    await().atMost(PATIENCE).until(() -> keys.size() >= before + more);
  }
}
