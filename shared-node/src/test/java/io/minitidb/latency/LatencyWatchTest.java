package io.minitidb.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.protobuf.services.HealthStatusManager;
import io.minitidb.memtable.NetworkLatency.RoundTrip;
import io.minitidb.memtable.NetworkLatency.Target;
import io.minitidb.node.HostPort;
import io.minitidb.server.Closer;
import io.minitidb.server.NodeServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LatencyWatchTest {
  private static final Duration OFTEN = Duration.ofMillis(5);
  private static final HostPort ANY = new HostPort("127.0.0.1", 0);

  private final Closer closer = new Closer();
  private final List<Peer> peers = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    closer.close();
  }

  private LatencyWatch watch() {
    return closer.add(new LatencyWatch(() -> peers, OFTEN));
  }

  private static Peer at(int port) {
    return new Peer("node-" + port, new HostPort("127.0.0.1", port));
  }

  private NodeServer healthy(HostPort address) throws IOException {
    return closer.add(
        NodeServer.at(address).addService(new HealthStatusManager().getHealthService()).start());
  }

  /// Takes connections and never answers.
  private Peer frozen() throws IOException {
    return at(closer.add(new ServerSocket(0, 50, InetAddress.getLoopbackAddress())).getLocalPort());
  }

  private static Optional<RoundTrip> of(LatencyWatch watch, Peer peer) {
    return watch.targets().stream()
        .filter(target -> target.instance().equals(peer.instance()))
        .findFirst()
        .flatMap(Target::roundTrip);
  }

  @Test
  void aPeerThatAnswersHasATimeAndOthersAreListedWithoutOne() throws IOException {
    Peer healthy = at(healthy(ANY).port());
    Peer bare = at(closer.add(NodeServer.at(ANY).start()).port());
    Peer frozen = frozen();
    peers.addAll(List.of(frozen, healthy, bare));
    LatencyWatch watch = watch();
    await()
        .untilAsserted(() -> {
          assertThat(of(watch, healthy)).isPresent(); // what is thrown otherwise is not waited for
          RoundTrip trip = of(watch, healthy).orElseThrow();
          assertThat(trip.min()).isPositive().isLessThan(trip.max());
          assertThat(trip.average()).isBetween(trip.min(), trip.max());
          assertThat(of(watch, bare)).as("one without health checks").isPresent();
        });
    assertThat(watch.targets())
        .extracting(Target::instance)
        .containsExactly(frozen.instance(), healthy.instance(), bare.instance());
    assertThat(of(watch, frozen)).isEmpty();
  }

  @Test
  void aPeerThatDiesLosesItsTimeAndGetsOneAgainWhenItIsBack() throws IOException {
    NodeServer server = healthy(ANY);
    Peer peer = at(server.port());
    peers.add(peer);
    LatencyWatch watch = watch();
    await().until(() -> of(watch, peer).isPresent());
    server.close();
    await().until(() -> of(watch, peer).isEmpty());
    healthy(peer.rpcAddress());
    await().until(() -> of(watch, peer).isPresent());
  }

  @Test
  void aPeerThatLeavesIsListedNoMore() throws IOException {
    Peer first = at(healthy(ANY).port());
    Peer second = at(healthy(ANY).port());
    peers.addAll(List.of(first, second));
    LatencyWatch watch = watch();
    await().until(() -> of(watch, second).isPresent());
    peers.remove(first);
    await().until(() -> watch.targets().size() == 1);
    assertThat(of(watch, second)).isPresent();
  }

  @Test
  void manyThatDoNotAnswerKeepNobodyFromBeingMeasured() throws IOException {
    for (int i = 0; i < 80; i++) {
      peers.add(frozen());
    }
    Peer last = at(healthy(ANY).port());
    peers.add(last);
    LatencyWatch watch = watch();
    await().until(() -> of(watch, last).isPresent());
    assertThat(new ArrayList<>(watch.targets())).hasSize(81);
  }

  @Test
  void anotherIntervalHoldsAtOnce() throws IOException {
    LatencyWatch watch = closer.add(new LatencyWatch(() -> peers, Duration.ofHours(1)));
    Peer healthy = at(healthy(ANY).port());
    peers.add(healthy);
    watch.every(OFTEN);
    await().untilAsserted(() -> assertThat(of(watch, healthy)).isPresent());
    Peer late = at(healthy(ANY).port());
    peers.add(late); // seen by a later round, not by the one that a new interval begins with
    await().untilAsserted(() -> assertThat(of(watch, late)).isPresent());
  }
}
