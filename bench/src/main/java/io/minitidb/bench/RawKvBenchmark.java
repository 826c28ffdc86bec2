package io.minitidb.bench;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import io.minitidb.config.ConfigLoader;
import io.minitidb.log.Logging;
import io.minitidb.node.HostPort;
import io.minitidb.pdclient.PdClient;
import io.minitidb.pdclient.Region;
import io.minitidb.proto.kvrpcpb.Context;
import io.minitidb.proto.kvrpcpb.RawGetRequest;
import io.minitidb.proto.kvrpcpb.RawGetResponse;
import io.minitidb.proto.kvrpcpb.RawPutRequest;
import io.minitidb.proto.kvrpcpb.RawPutResponse;
import io.minitidb.proto.kvrpcpb.RawScanRequest;
import io.minitidb.proto.kvrpcpb.RawScanResponse;
import io.minitidb.proto.metapb.Peer;
import io.minitidb.proto.metapb.RegionEpoch;
import io.minitidb.proto.tikvpb.TikvGrpc;
import io.minitidb.server.Channels;
import io.minitidb.server.Closer;
import io.minitidb.server.NodeServer;
import io.minitidb.tikv.TikvConfig;
import io.minitidb.tikv.engine.ColumnFamily;
import io.minitidb.tikv.engine.Durability;
import io.minitidb.tikv.engine.RocksEngine;
import io.minitidb.tikv.raw.RawKv;
import io.minitidb.tikv.raw.TikvService;
import io.minitidb.tikv.region.LocalRegions;
import io.minitidb.tikv.region.Splits;
import io.minitidb.tls.Security;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/// RawKV over gRPC with values of 100 bytes, beside bare gRPC calls of the same bytes and beside
/// the engine without a network. 16 clients with a connection each, keys drawn evenly; a scan has
/// 1,000 pairs. Run it with `./mini-cluster bench RawKv`, for one client with `-t 1`.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 4, time = 2)
@Threads(16)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls start() first
public class RawKvBenchmark {
  private static final int KEYS = 100_000;
  private static final int SCANNED = 1000;
  private static final long REGION = 2;
  private static final long PEER = 3;
  private static final long STORE = 4;
  private static final ByteString VALUE = ByteString.copyFrom(new byte[100]);
  private static final Context CONTEXT =
      Context.newBuilder()
          .setRegionId(REGION)
          .setRegionEpoch(RegionEpoch.newBuilder().setConfVer(1).setVersion(1))
          .setPeer(Peer.newBuilder().setId(PEER).setStoreId(STORE))
          .build();

  /// What is done, and with `syncedPut` whether it is on the disk before it is answered.
  @Param({"get", "put", "syncedPut", "scan"})
  public Operation operation;

  public enum Operation {
    get,
    put,
    syncedPut,
    scan
  }

  private final Closer closer = new Closer();
  private RocksEngine engine;
  private HostPort store;
  private HostPort bare;

  /// Answers as many bytes as the store, without looking for them.
  private static final class Echo extends TikvGrpc.TikvImplBase {
    private final RawScanResponse pairs;

    Echo(RawScanResponse pairs) {
      this.pairs = pairs;
    }

    private static <T> void answer(StreamObserver<T> out, T answer) {
      out.onNext(answer);
      out.onCompleted();
    }

    @Override
    public void rawGet(RawGetRequest request, StreamObserver<RawGetResponse> out) {
      answer(out, RawGetResponse.newBuilder().setValue(VALUE).build());
    }

    @Override
    public void rawPut(RawPutRequest request, StreamObserver<RawPutResponse> out) {
      answer(out, RawPutResponse.getDefaultInstance());
    }

    @Override
    public void rawScan(RawScanRequest request, StreamObserver<RawScanResponse> out) {
      answer(out, pairs);
    }
  }

  @Setup(Level.Trial)
  public void start() throws Exception {
    Logging.toConsole("warn");
    TikvConfig config =
        ConfigLoader.load(
                TikvConfig.class,
                "tikv-default.toml",
                Optional.empty(),
                Map.of("storage.sync-writes", Boolean.toString(operation == Operation.syncedPut)))
            .config();
    engine = closer.add(new RocksEngine(Files.createTempDirectory("bench-raw"), config.rocksdb()));
    LocalRegions regions = new LocalRegions(engine, STORE);
    regions.adopt(Region.first(REGION, new Region.Peer(PEER, STORE)));
    RawKv raw = closer.add(new RawKv(engine, regions, STORE, config.storage().raw()));
    PdClient nobody = closer.add(new PdClient(config.pd().addresses(), Security.NONE));
    NodeServer server =
        closer.add(
            NodeServer.at(HostPort.parse("127.0.0.1:0"))
                .addService(
                    new TikvService(
                        () -> {
                          throw new IllegalStateException("nobody asks the coprocessor");
                        },
                        raw,
                        new Splits(nobody, regions, () -> {})))
                .onEventLoop(method -> method.startsWith("tikvpb.Tikv/Raw"))
                .start());
    store = new HostPort("127.0.0.1", server.port());
    for (int i = 0; i < KEYS; i++) {
      engine.write(ColumnFamily.DEFAULT, List.of(put(key(i))), Durability.SYSTEM);
    }
    Client once = new Client(store);
    RawScanResponse pairs = once.tikv.rawScan(scan(key(0)));
    once.channel.shutdown();
    if (pairs.getKvsCount() != SCANNED) {
      throw new IllegalStateException("a scan found " + pairs);
    }
    NodeServer echo =
        closer.add(
            NodeServer.at(HostPort.parse("127.0.0.1:0"))
                .addService(new Echo(pairs))
                .onEventLoop(_ -> true)
                .start());
    bare = new HostPort("127.0.0.1", echo.port());
  }

  private static ByteString key(int number) {
    return ByteString.copyFrom(String.format("key%010d", number), StandardCharsets.UTF_8);
  }

  private static RawScanRequest scan(ByteString start) {
    return RawScanRequest.newBuilder()
        .setContext(CONTEXT)
        .setStartKey(start)
        .setLimit(SCANNED)
        .build();
  }

  /// As the store writes it: with eight bytes for the time to live.
  private static RocksEngine.Change put(ByteString key) {
    return new RocksEngine.Change.Put(
        key.toByteArray(), VALUE.concat(ByteString.copyFrom(new byte[8])).toByteArray());
  }

  @TearDown(Level.Trial)
  public void stop() {
    closer.close();
  }

  /// A connection.
  private static final class Client {
    private final ManagedChannel channel;
    private final TikvGrpc.TikvBlockingStub tikv;

    Client(HostPort address) {
      channel = Channels.open(address);
      tikv = TikvGrpc.newBlockingStub(channel);
    }
  }

  @State(Scope.Thread)
  public static class Clients {
    private final SplittableRandom random = new SplittableRandom(1);
    private ByteString[] keys;
    private Client store;
    private Client bare;

    @Setup(Level.Trial)
    public void connect(RawKvBenchmark benchmark) {
      store = new Client(benchmark.store);
      bare = new Client(benchmark.bare);
      keys = new ByteString[KEYS];
      for (int i = 0; i < KEYS; i++) {
        keys[i] = key(i);
      }
    }

    @TearDown(Level.Trial)
    public void close() {
      store.channel.shutdownNow();
      bare.channel.shutdownNow();
    }

    private ByteString next(int below) {
      return keys[random.nextInt(below)];
    }
  }

  private Object call(Clients clients, Client client) {
    return switch (operation) {
      case get ->
          client.tikv.rawGet(
              RawGetRequest.newBuilder().setContext(CONTEXT).setKey(clients.next(KEYS)).build());
      case put, syncedPut ->
          client.tikv.rawPut(
              RawPutRequest.newBuilder()
                  .setContext(CONTEXT)
                  .setKey(clients.next(KEYS))
                  .setValue(VALUE)
                  .build());
      case scan -> client.tikv.rawScan(scan(clients.next(KEYS - SCANNED)));
    };
  }

  /// Bare calls of the same bytes.
  @Benchmark
  public Object floor(Clients clients) {
    return call(clients, clients.bare);
  }

  /// The store.
  @Benchmark
  public Object rawKv(Clients clients) {
    return call(clients, clients.store);
  }

  /// The engine without a network.
  @Benchmark
  public Object engine(Clients clients) {
    ByteString key = clients.next(KEYS - SCANNED);
    return switch (operation) {
      case get -> engine.get(ColumnFamily.DEFAULT, key.toByteArray());
      case put, syncedPut -> {
        Durability durability = operation == Operation.put ? Durability.SYSTEM : Durability.DISK;
        engine.write(ColumnFamily.DEFAULT, List.of(put(key)), durability);
        yield key;
      }
      case scan -> {
        int[] left = {SCANNED};
        engine.scan(
            ColumnFamily.DEFAULT,
            key.toByteArray(),
            new byte[0],
            false,
            (pair, value) -> --left[0] > 0);
        yield left;
      }
    };
  }
}
