package io.minitidb.pd.fault;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Watch;
import io.grpc.ManagedChannel;
import io.grpc.stub.BlockingClientCall;
import io.minitidb.node.HostPort;
import io.minitidb.proto.metapb.Peer;
import io.minitidb.proto.metapb.Region;
import io.minitidb.proto.metapb.Store;
import io.minitidb.proto.pdpb.AllocIDRequest;
import io.minitidb.proto.pdpb.BootstrapRequest;
import io.minitidb.proto.pdpb.GetMembersRequest;
import io.minitidb.proto.pdpb.PDGrpc;
import io.minitidb.proto.pdpb.RequestHeader;
import io.minitidb.proto.pdpb.ScanRegionsRequest;
import io.minitidb.proto.pdpb.StoreHeartbeatRequest;
import io.minitidb.proto.pdpb.StoreStats;
import io.minitidb.proto.pdpb.TsoRequest;
import io.minitidb.proto.pdpb.TsoResponse;
import io.minitidb.server.Channels;
import io.minitidb.server.Closer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// Requests of all kinds to all members: over HTTP, to PD's own gRPC service, to etcd's API through
/// a member. One call of [#next] is one request.
final class SoakLoad implements AutoCloseable {
  private static final List<String> READS =
      List.of(
          "/pd/api/v1/members",
          "/pd/api/v1/leader",
          "/pd/api/v1/health",
          "/pd/api/v1/ping",
          "/pd/api/v1/version",
          "/pd/api/v1/status",
          "/pd/api/v1/cluster",
          "/pd/api/v1/cluster/status",
          "/pd/api/v1/config",
          "/pd/api/v1/config/schedule",
          "/pd/api/v1/config/replicate",
          "/pd/api/v1/config/default",
          "/pd/api/v1/stores",
          "/pd/api/v1/store/1",
          "/pd/api/v1/cluster_stats/node_info",
          "/pd/api/v1/cluster_stats/stats_info",
          "/pd/api/v1/cluster_stats/network_latency",
          "/metrics",
          "/health",
          "/version",
          "/nothing",
          "/pd/api/v1/nothing",
          "/pd_member/api/v1/role",
          "/pd_member/api/v1/members",
          "/pd_member/api/v1/health",
          "/pd_member/api/v1/config",
          "/pd_member/api/v1/node_info");
  private static final int KEYS = 50;

  private final List<HostPort> members;
  private final Closer closer = new Closer();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<PDGrpc.PDBlockingV2Stub> pds = new ArrayList<>();
  private final List<Client> etcds = new ArrayList<>();
  private volatile RequestHeader header = RequestHeader.getDefaultInstance();
  private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();

  SoakLoad(List<HostPort> members) {
    this.members = members;
    closer.add(http::shutdownNow);
    for (HostPort member : members) {
      ManagedChannel channel = Channels.open(member);
      closer.add(channel::shutdownNow);
      pds.add(PDGrpc.newBlockingV2Stub(channel));
      etcds.add(closer.add(Client.builder().endpoints("http://" + member).build()));
    }
  }

  /// Bootstraps the cluster; may be tried again when it fails.
  void begin() throws Exception {
    header =
        RequestHeader.newBuilder()
            .setClusterId(
                limited(pds.getFirst())
                    .getMembers(GetMembersRequest.getDefaultInstance())
                    .getHeader()
                    .getClusterId())
            .build();
    leader()
        .bootstrap(
            BootstrapRequest.newBuilder()
                .setHeader(header)
                .setStore(
                    Store.newBuilder().setId(1).setAddress("127.0.0.1:20160").setVersion("8.5.0"))
                .setRegion(
                    Region.newBuilder().setId(2).addPeers(Peer.newBuilder().setId(3).setStoreId(1)))
                .build());
  }

  /// Returns a fresh view at whoever leads.
  private PDGrpc.PDBlockingV2Stub leader() throws Exception {
    String url =
        limited(pds.getFirst())
            .getMembers(GetMembersRequest.getDefaultInstance())
            .getLeader()
            .getClientUrls(0);
    return limited(pds.get(members.indexOf(HostPort.ofUrl(url))));
  }

  private static PDGrpc.PDBlockingV2Stub limited(PDGrpc.PDBlockingV2Stub stub) {
    return stub.withDeadlineAfter(10, TimeUnit.SECONDS);
  }

  /// Sends one request; what is wrong with its answer is thrown.
  void next(Random random) throws Exception {
    int member = random.nextInt(members.size());
    int kind = random.nextInt(100);
    if (kind < 60) {
      read(member, READS.get(random.nextInt(READS.size())));
    } else if (kind < 80) {
      call(random);
    } else {
      throughEtcd(etcds.get(member), random);
    }
  }

  private void read(int member, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + members.get(member) + path))
            .timeout(Duration.ofSeconds(10))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    int expected = path.endsWith("nothing") ? 404 : 200;
    if (answer.statusCode() != expected) {
      throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
    }
    count("HTTP");
  }

  private void call(Random random) throws Exception {
    PDGrpc.PDBlockingV2Stub leader = leader();
    switch (random.nextInt(4)) {
      case 0 -> {
        BlockingClientCall<TsoRequest, TsoResponse> stream = leader.tso();
        for (int i = 0; i < 3; i++) {
          stream.write(TsoRequest.newBuilder().setHeader(header).setCount(1).build());
          stream.read();
        }
        stream.halfClose();
        stream.read();
      }
      case 1 -> leader.allocID(AllocIDRequest.newBuilder().setHeader(header).build());
      case 2 -> leader.scanRegions(ScanRegionsRequest.newBuilder().setHeader(header).build());
      default ->
          leader.storeHeartbeat(
              StoreHeartbeatRequest.newBuilder()
                  .setHeader(header)
                  .setStats(StoreStats.newBuilder().setStoreId(1).setCapacity(1L << 40))
                  .build());
    }
    count("gRPC");
  }

  private void throughEtcd(Client etcd, Random random) throws Exception {
    ByteSequence key = bytes("/soak/" + random.nextInt(KEYS));
    switch (random.nextInt(4)) {
      case 0 -> etcd.getKVClient().put(key, bytes("x".repeat(100))).get(10, TimeUnit.SECONDS);
      case 1 -> {
        // A watch that comes and goes, as clients do.
        try (Watch.Watcher watcher = etcd.getWatchClient().watch(key, response -> {})) {
          watcher.requestProgress();
        }
      }
      case 2 -> {
        long lease = etcd.getLeaseClient().grant(60).get(10, TimeUnit.SECONDS).getID();
        etcd.getLeaseClient().revoke(lease).get(10, TimeUnit.SECONDS);
      }
      default -> etcd.getKVClient().get(key).get(10, TimeUnit.SECONDS);
    }
    count("etcd");
  }

  private static ByteSequence bytes(String text) {
    return ByteSequence.from(text, StandardCharsets.UTF_8);
  }

  private void count(String what) {
    counts.computeIfAbsent(what, each -> new LongAdder()).increment();
  }

  @Override
  public String toString() {
    return counts.toString();
  }

  @Override
  public void close() {
    closer.close();
  }
}
