package io.minitidb.pd;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.minitidb.node.HostPort;
import io.minitidb.pd.cluster.Term;
import io.minitidb.proto.pdpb.GetMembersRequest;
import io.minitidb.proto.pdpb.GetMembersResponse;
import io.minitidb.proto.pdpb.PDGrpc;
import io.minitidb.proto.pdpb.RequestHeader;
import io.minitidb.proto.pdpb.TsoRequest;
import io.minitidb.proto.pdpb.TsoResponse;
import io.minitidb.server.Channels;
import io.minitidb.server.Closer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Timestamps while leaders come and go: nobody gets one twice, and whoever asks after somebody was
/// answered gets a greater one. `-Dtso.changes=200` for the long form, `-Dtso.seed` to repeat one.
@Timeout(3600)
final class TsoFaultTest {
  private static final Logger log = LoggerFactory.getLogger(TsoFaultTest.class);
  private static final int CHANGES = Integer.getInteger("tso.changes", 6);
  private static final int CLIENTS = 4;

  /// Answered to anybody so far.
  private final AtomicLong highest = new AtomicLong();

  private final AtomicLong answers = new AtomicLong();
  private volatile boolean over;

  /// Timestamps from `first` to `last` that were given at once.
  private record Given(long first, long last) {}

  @TempDir Path directory;

  @Test
  void timestampsAreUniqueAndInOrderWhoeverLeads() throws Exception {
    long seed = Long.getLong("tso.seed", System.nanoTime());
    log.warn("tso.seed={} tso.changes={}", seed, CHANGES);
    Random random = new Random(seed);
    try (Closer closer = new Closer();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      TestCluster cluster = closer.add(TestCluster.start(directory, 3));
      cluster.awaitLeader();
      List<ManagedChannel> channels = new ArrayList<>();
      for (String name : cluster.names()) {
        ManagedChannel channel = Channels.open(cluster.server(name).address());
        closer.add(channel::shutdownNow);
        channels.add(channel);
      }
      List<Future<List<Given>>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        long own = random.nextLong();
        Callable<List<Given>> client = () -> ask(channels, new Random(own));
        clients.add(threads.submit(client));
      }
      try {
        for (int i = 0; i < CHANGES; i++) {
          awaitAnswers(clients);
          change(cluster, random);
        }
        awaitAnswers(clients);
      } finally {
        over = true;
      }
      List<Given> all = new ArrayList<>();
      for (Future<List<Given>> client : clients) {
        all.addAll(client.get(60, TimeUnit.SECONDS));
      }
      all.sort(Comparator.comparingLong(Given::first));
      for (int i = 1; i < all.size(); i++) {
        assertThat(all.get(i).first()).as("seed " + seed).isGreaterThan(all.get(i - 1).last());
      }
    }
  }

  /// Waits until somebody is served again; a client that has found a fault ends the test.
  private void awaitAnswers(List<Future<List<Given>>> clients) {
    long before = answers.get();
    Awaitility.await("timestamps")
        .atMost(TestCluster.PATIENCE)
        .until(() ->
            answers.get() > before + 200 * CLIENTS || clients.stream().anyMatch(Future::isDone));
    assertThat(clients).noneMatch(Future::isDone);
  }

  private static void change(TestCluster cluster, Random random) throws Exception {
    String leader = cluster.awaitLeader();
    String other = cluster.aFollower();
    Optional<Term> before = term(cluster, leader);
    switch (random.nextInt(4)) {
      case 0 -> {
        cluster.stop(leader);
        cluster.start(leader);
      }
      case 1 -> cluster.send("POST", leader, "/pd/api/v1/leader/resign");
      default -> cluster.send("POST", leader, "/pd/api/v1/leader/transfer/" + other);
    }
    Awaitility.await("another term")
        .atMost(TestCluster.PATIENCE)
        .until(() -> {
          Optional<Term> now = term(cluster, cluster.awaitLeader());
          return now.isPresent() && !now.equals(before);
        });
  }

  private static Optional<Term> term(TestCluster cluster, String name) {
    return cluster.server(name).member().term();
  }

  /// What one client gets until the end.
  private List<Given> ask(List<ManagedChannel> channels, Random random) throws Exception {
    List<Given> given = new ArrayList<>();
    while (!over) {
      ManagedChannel any = channels.get(random.nextInt(channels.size()));
      try {
        GetMembersResponse members =
            PDGrpc.newBlockingV2Stub(any)
                .withDeadlineAfter(1, TimeUnit.SECONDS)
                .getMembers(GetMembersRequest.getDefaultInstance());
        if (members.hasLeader()) {
          HostPort leader = HostPort.ofUrl(members.getLeader().getClientUrls(0));
          follow(
              channels.stream()
                  .filter(channel -> channel.authority().equals(leader.toString()))
                  .findFirst()
                  .orElseThrow(),
              members.getHeader().getClusterId(),
              given,
              random);
        }
      } catch (StatusException | TimeoutException e) {
        log.debug("a client starts over: {}", e.toString());
      }
    }
    return given;
  }

  /// Asks one leader for timestamps until it refuses.
  private void follow(ManagedChannel leader, long clusterId, List<Given> given, Random random)
      throws StatusException, InterruptedException, TimeoutException {
    RequestHeader header = RequestHeader.newBuilder().setClusterId(clusterId).build();
    BlockingClientCall<TsoRequest, TsoResponse> stream = PDGrpc.newBlockingV2Stub(leader).tso();
    try {
      while (!over) {
        int count = 1 + random.nextInt(100);
        long before = highest.get();
        stream.write(TsoRequest.newBuilder().setHeader(header).setCount(count).build());
        TsoResponse answer = stream.read(2, TimeUnit.SECONDS);
        if (answer == null) {
          return;
        }
        assertThat(answer.getCount()).isEqualTo(count);
        long last =
            (answer.getTimestamp().getPhysical() << 18) + answer.getTimestamp().getLogical();
        assertThat(last - count + 1).as("behind what was answered").isGreaterThan(before);
        highest.accumulateAndGet(last, Math::max);
        answers.incrementAndGet();
        given.add(new Given(last - count + 1, last));
      }
    } finally {
      stream.cancel("done", null);
    }
  }
}
