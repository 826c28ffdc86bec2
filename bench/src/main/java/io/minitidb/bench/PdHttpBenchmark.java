package io.minitidb.bench;

import io.minitidb.log.Logging;
import io.minitidb.pd.PdConfig;
import io.minitidb.pd.PdServer;
import io.minitidb.server.Closer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
import org.openjdk.jmh.annotations.Warmup;

/// A route of a follower over one kept connection (`follower`), beside a bare Netty server on the
/// same event loops that answers as many bytes (`floor`), and beside a bare relay before that
/// server (`relay`). `/pd_member/...` it answers itself, for `/pd/...` it asks the leader. Run it
/// with `./mini-cluster bench PdHttp`.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 10, time = 2) // a route through two servers is compiled late
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-Xmx512m",
      "--sun-misc-unsafe-memory-access=allow",
      "--enable-native-access=ALL-UNNAMED",
      "-Djdk.virtualThreadScheduler.parallelism=8"
    })
@SuppressWarnings("NullAway.Init") // JMH calls start() first
public class PdHttpBenchmark {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(50);

  @Param({"/pd_member/api/v1/node_info", "/pd/api/v1/leader"})
  public String route;

  private final Closer closer = new Closer();
  private KeptConnection floor;
  private KeptConnection relay;
  private KeptConnection follower;

  @Setup(Level.Trial)
  public void start() throws IOException {
    Logging.toConsole("error");
    List<PdServer> members = members(Files.createTempDirectory("pd-http"));
    await(() -> members.stream().filter(m -> m.member().term().isPresent()).count() == 1);
    await(() -> members.stream().allMatch(m -> m.member().leader().isPresent()));
    PdServer asked =
        members.stream().filter(m -> m.member().term().isEmpty()).findFirst().orElseThrow();
    follower = closer.add(new KeptConnection(asked.address().port(), route));
    await(() -> {
      try {
        return follower.get().length > 0;
      } catch (IOException notYet) { // the machine has not been sampled
        return false;
      }
    });
    BareHttpServer bare = closer.add(new BareHttpServer(follower.get()));
    floor = closer.add(new KeptConnection(bare.port(), route));
    EventLoopGroup
        apart = // as the leader is, who else could have the luck to share a thread with it
        new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    closer.add(() -> apart.shutdownGracefully(0, 1, TimeUnit.SECONDS));
    BareHttpServer behind = closer.add(new BareHttpServer(follower.get(), apart));
    BareRelay before = closer.add(new BareRelay(behind.port()));
    relay = closer.add(new KeptConnection(before.port(), route));
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("the members are not ready after " + PATIENCE);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private List<PdServer> members(Path directory) throws IOException {
    List<Integer> ports = freePorts(4);
    String cluster =
        "pd-0=http://127.0.0.1:" + ports.get(1) + ",pd-1=http://127.0.0.1:" + ports.get(3);
    List<PdServer> members = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Map<String, String> flags =
          Map.of(
              "name", "pd-" + i,
              "data-dir", directory.resolve("pd-" + i).toString(),
              "client-urls", "http://127.0.0.1:" + ports.get(2 * i),
              "peer-urls", "http://127.0.0.1:" + ports.get(2 * i + 1),
              "initial-cluster", cluster);
      members.add(closer.add(PdServer.start(PdConfig.load(Optional.empty(), flags))));
    }
    return members;
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try (Closer all = new Closer()) {
      for (int i = 0; i < count; i++) {
        held.add(all.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress())));
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    }
  }

  @TearDown(Level.Trial)
  public void stop() {
    closer.close();
  }

  @Benchmark
  public byte[] floor() throws IOException {
    return floor.get();
  }

  @Benchmark
  public byte[] relay() throws IOException {
    return relay.get();
  }

  @Benchmark
  public byte[] follower() throws IOException {
    return follower.get();
  }
}
