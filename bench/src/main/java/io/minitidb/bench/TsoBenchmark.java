package io.minitidb.bench;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.minitidb.log.Logging;
import io.minitidb.node.HostPort;
import io.minitidb.pd.PdConfig;
import io.minitidb.pd.PdServer;
import io.minitidb.proto.pdpb.AllocIDRequest;
import io.minitidb.proto.pdpb.AllocIDResponse;
import io.minitidb.proto.pdpb.GetMembersRequest;
import io.minitidb.proto.pdpb.GetMembersResponse;
import io.minitidb.proto.pdpb.PDGrpc;
import io.minitidb.proto.pdpb.RequestHeader;
import io.minitidb.proto.pdpb.ResponseHeader;
import io.minitidb.proto.pdpb.TsoRequest;
import io.minitidb.proto.pdpb.TsoResponse;
import io.minitidb.server.Channels;
import io.minitidb.server.Closer;
import io.minitidb.server.NodeServer;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Timestamps from a real member with its etcd, beside a bare call. Run it with `./mini-cluster
/// bench Tso`.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 4, time = 2)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls start() first
public class TsoBenchmark {
  private static final int BATCH = 1000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Closer closer = new Closer();
  private ManagedChannel bare;
  private ManagedChannel member;
  private RequestHeader header;
  private TsoRequest one;
  private TsoRequest many;
  private AllocIDRequest same;
  private BlockingClientCall<TsoRequest, TsoResponse> stream;

  /// Answers as many bytes as the oracle, of what it was given.
  private static final class Echo extends PDGrpc.PDImplBase {
    @Override
    public void allocID(AllocIDRequest request, StreamObserver<AllocIDResponse> out) {
      out.onNext(
          AllocIDResponse.newBuilder()
              .setHeader(
                  ResponseHeader.newBuilder().setClusterId(request.getHeader().getClusterId()))
              .setCount(request.getCount())
              .setId(-1L)
              .build());
      out.onCompleted();
    }
  }

  @Setup(Level.Trial)
  public void start() throws Exception {
    Logging.toConsole("warn");
    PdServer server = closer.add(startMember());
    member = open(server.address());
    NodeServer echo =
        closer.add(
            NodeServer.at(HostPort.parse("127.0.0.1:0"))
                .addService(new Echo())
                .onEventLoop(_ -> true) // as mini-pd gives timestamps
                .start());
    bare = open(new HostPort("127.0.0.1", echo.port()));
    header = RequestHeader.newBuilder().setClusterId(awaitLeader()).build();
    one = TsoRequest.newBuilder().setHeader(header).setCount(1).build();
    many = one.toBuilder().setCount(BATCH).build();
    same = AllocIDRequest.newBuilder().setHeader(header).setCount(1).build();
    stream = PDGrpc.newBlockingV2Stub(member).tso();
  }

  private ManagedChannel open(HostPort address) {
    ManagedChannel channel = Channels.open(address);
    closer.add(channel::shutdownNow);
    return channel;
  }

  private static PdServer startMember() throws Exception {
    Path directory = Files.createTempDirectory("bench-pd");
    String peer = "http://127.0.0.1:" + freePort();
    return PdServer.start(
        PdConfig.load(
            Optional.empty(),
            Map.of(
                "name",
                "bench",
                "data-dir",
                directory.resolve("pd").toString(),
                "client-urls",
                "http://127.0.0.1:" + freePort(),
                "peer-urls",
                peer,
                "initial-cluster",
                "bench=" + peer)));
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /// Returns the cluster's id once there is a leader.
  private long awaitLeader() {
    PDGrpc.PDBlockingV2Stub stub = PDGrpc.newBlockingV2Stub(member);
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < PATIENCE.toNanos()) {
      Optional<GetMembersResponse> members = members(stub);
      if (members.filter(GetMembersResponse::hasLeader).isPresent()) {
        return members.get().getHeader().getClusterId();
      }
    }
    throw new IllegalStateException("no leader within " + PATIENCE);
  }

  private static Optional<GetMembersResponse> members(PDGrpc.PDBlockingV2Stub stub) {
    try {
      return Optional.of(stub.getMembers(GetMembersRequest.getDefaultInstance()));
    } catch (StatusException notYet) {
      return Optional.empty();
    }
  }

  @TearDown(Level.Trial)
  public void stop() {
    closer.close();
  }

  /// A bare unary call of as many bytes.
  @Benchmark
  public AllocIDResponse floor() {
    return ClientCalls.blockingUnaryCall(
        bare, PDGrpc.getAllocIDMethod(), CallOptions.DEFAULT, same);
  }

  /// One timestamp by a call of its own: one request, the end, one answer.
  @Benchmark
  public TsoResponse single() {
    return ClientCalls.blockingUnaryCall(member, PDGrpc.getTsoMethod(), CallOptions.DEFAULT, one);
  }

  /// One timestamp on a stream that is open.
  @Benchmark
  public TsoResponse streamed() throws Exception {
    stream.write(one);
    return stream.read();
  }

  /// A thousand timestamps on a stream that is open; one client that waits for each answer.
  @Benchmark
  public TsoResponse batched() throws Exception {
    stream.write(many);
    return stream.read();
  }
}
