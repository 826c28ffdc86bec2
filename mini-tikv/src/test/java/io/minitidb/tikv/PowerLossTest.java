package io.minitidb.tikv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.minitidb.node.HostPort;
import io.minitidb.proto.kvrpcpb.Context;
import io.minitidb.proto.kvrpcpb.KvPair;
import io.minitidb.proto.kvrpcpb.RawPutRequest;
import io.minitidb.proto.kvrpcpb.RawPutResponse;
import io.minitidb.proto.kvrpcpb.RawScanRequest;
import io.minitidb.proto.metapb.Peer;
import io.minitidb.proto.metapb.RegionEpoch;
import io.minitidb.proto.tikvpb.TikvGrpc;
import io.minitidb.server.Channels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The power goes while a store is written to: with `storage.sync-writes` every value that was
/// acknowledged is there afterwards; without it some may be missing, but none in front of another
/// one that is there. `-Dpower.losses=50` is the long form.
@Timeout(3600)
@SuppressWarnings("NullAway.Init")
final class PowerLossTest {
  private static final int LOSSES = Integer.getInteger("power.losses", 2);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int WRITERS = 4;
  private static final int MOST_PUTS = 3000;
  private static final int MOST_FILES = 14;
  private static final int MOST_PAIRS = 100_000;

  /// Region 2 of all keys, as PD wants it.
  private static final Context CONTEXT =
      Context.newBuilder()
          .setRegionId(2)
          .setRegionEpoch(RegionEpoch.newBuilder().setConfVer(1).setVersion(1))
          .setPeer(Peer.newBuilder().setId(3).setStoreId(4))
          .build();

  @TempDir Path directory;
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private PowerDisk disk;
  private FakePd pd;

  /// How many values of each writer have to be there.
  private final Map<String, Integer> expected = new HashMap<>();

  @BeforeEach
  void build() throws Exception {
    disk = new PowerDisk(directory);
    pd = new FakePd();
  }

  @AfterEach
  void clear() {
    pd.close();
    disk.close();
  }

  /// Small memtables, so that power goes during flushes and compactions too. Samples are synced,
  /// and the log with them, so without sync there are none.
  private Process start(String data, boolean sync) throws IOException {
    return StoreProcess.start(
        directory,
        disk.directory().resolve(data),
        pd,
        """
        [pd]
        heartbeat-interval = "20ms"
        [storage]
        sync-writes = %s
        [node]
        sample-interval = "%s"
        [rocksdb.defaultcf]
        write-buffer-size = "128KiB"
        """
            .formatted(sync, sync ? "100ms" : "1h"));
  }

  @Test
  void whatWasAcknowledgedIsThere() throws Exception {
    for (int round = 0; round <= LOSSES; round++) {
      run(round, true);
    }
  }

  @Test
  void withoutSyncNothingIsMissingInFrontOfWhatIsThere() throws Exception {
    for (int round = 0; round <= LOSSES; round++) {
      run(round, false);
    }
  }

  @Test
  void aStoreIsMadeInSpiteOfALoss() throws Exception {
    for (int round = 0; round < LOSSES; round++) {
      String data = "data" + round;
      int files = random.nextInt(MOST_FILES);
      Process store = start(data, true);
      await(which(round)).atMost(PATIENCE).until(() -> made(data) >= files);
      lose(store);
      Process again = start(data, true);
      try {
        serving(round, again);
      } finally {
        again.destroyForcibly().waitFor();
      }
    }
  }

  private String which(int round) {
    return "seed " + seed + ", round " + round;
  }

  private int made(String data) throws IOException {
    Path place = disk.directory().resolve(data);
    if (!Files.isDirectory(place)) {
      return -1;
    }
    try (Stream<Path> files = Files.list(place)) {
      return (int) files.count();
    }
  }

  private void lose(Process store) throws IOException, InterruptedException {
    disk.losePower();
    store.destroyForcibly().waitFor();
    disk.restorePower();
  }

  /// Waits until the store serves its region.
  private ManagedChannel serving(int round, Process store) {
    int known = pd.stores().size();
    await(which(round))
        .atMost(PATIENCE)
        .failFast("the store has ended: " + which(round), () -> !store.isAlive())
        .until(() -> pd.stores().size() > known);
    ManagedChannel channel = Channels.open(HostPort.parse(pd.stores().getLast().getAddress()));
    await(which(round))
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(put(TikvGrpc.newBlockingStub(channel), "a", ByteString.EMPTY)).isTrue());
    return channel;
  }

  /// Checks what the loss before has left, writes, and loses power again.
  private void run(int round, boolean sync) throws Exception {
    Process store = start("data", sync);
    ManagedChannel channel = serving(round, store);
    try {
      TikvGrpc.TikvBlockingStub tikv = TikvGrpc.newBlockingStub(channel);
      expected.replaceAll((writer, atLeast) -> {
        List<KvPair> there = there(tikv, writer);
        String what = which(round) + ", " + writer;
        assertThat(there.size()).as(what).isGreaterThanOrEqualTo(atLeast);
        assertThat(there.stream().map(KvPair::getKey))
            .as(what)
            .isEqualTo(IntStream.range(0, there.size()).mapToObj(i -> key(writer, i)).toList());
        assertThat(there).allMatch(pair -> pair.getValue().equals(value(pair.getKey())));
        return there.size();
      });
      if (round < LOSSES) {
        write(round, tikv, sync, store);
      }
    } finally {
      channel.shutdownNow();
      store.destroyForcibly().waitFor();
    }
  }

  private void write(int round, TikvGrpc.TikvBlockingStub tikv, boolean sync, Process store)
      throws IOException, InterruptedException {
    Semaphore done = new Semaphore(0);
    Map<String, AtomicInteger> acknowledged = new HashMap<>();
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      String writer = "round" + round + "-writer" + i;
      AtomicInteger count = new AtomicInteger();
      acknowledged.put(writer, count);
      writers.add(
          Thread.startVirtualThread(() -> {
            try {
              while (true) {
                ByteString key = key(writer, count.get());
                if (put(tikv, key.toStringUtf8(), value(key))) {
                  count.incrementAndGet();
                  done.release();
                }
              }
            } catch (StatusRuntimeException e) {
              done.release(MOST_PUTS); // the disk or the store has gone
            }
          }));
    }
    done.acquire(1 + random.nextInt(MOST_PUTS));
    acknowledged.forEach((writer, count) -> expected.put(writer, sync ? count.get() : 0));
    lose(store);
    for (Thread writer : writers) {
      writer.join();
    }
  }

  private static boolean put(TikvGrpc.TikvBlockingStub tikv, String key, ByteString value) {
    return tikv.rawPut(
            RawPutRequest.newBuilder()
                .setContext(CONTEXT)
                .setKey(ByteString.copyFromUtf8(key))
                .setValue(value)
                .build())
        .equals(RawPutResponse.getDefaultInstance());
  }

  private static ByteString key(String writer, int number) {
    return ByteString.copyFromUtf8("%s-%06d".formatted(writer, number));
  }

  /// Of different lengths, so that records end anywhere in the blocks of a log.
  private static ByteString value(ByteString key) {
    byte[] value = new byte[Math.floorMod(key.hashCode(), 2000)];
    new Random(key.hashCode()).nextBytes(value);
    return ByteString.copyFrom(value);
  }

  private static List<KvPair> there(TikvGrpc.TikvBlockingStub tikv, String writer) {
    return tikv.withMaxInboundMessageSize(Integer.MAX_VALUE)
        .rawScan(
            RawScanRequest.newBuilder()
                .setContext(CONTEXT)
                .setStartKey(ByteString.copyFromUtf8(writer + "-"))
                .setEndKey(ByteString.copyFromUtf8(writer + "."))
                .setLimit(MOST_PAIRS)
                .build())
        .getKvsList();
  }
}
