package io.minitidb.pd.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.BlockingClientCall;
import io.minitidb.pd.PdServer;
import io.minitidb.pd.TestCluster;
import io.minitidb.proto.metapb.Peer;
import io.minitidb.proto.metapb.Region;
import io.minitidb.proto.metapb.Store;
import io.minitidb.proto.pdpb.AllocIDRequest;
import io.minitidb.proto.pdpb.BootstrapRequest;
import io.minitidb.proto.pdpb.ErrorType;
import io.minitidb.proto.pdpb.GetAllStoresRequest;
import io.minitidb.proto.pdpb.GetClusterInfoRequest;
import io.minitidb.proto.pdpb.GetMembersRequest;
import io.minitidb.proto.pdpb.GetMembersResponse;
import io.minitidb.proto.pdpb.GetRegionRequest;
import io.minitidb.proto.pdpb.GetStoreRequest;
import io.minitidb.proto.pdpb.IsBootstrappedRequest;
import io.minitidb.proto.pdpb.PDGrpc;
import io.minitidb.proto.pdpb.PutStoreRequest;
import io.minitidb.proto.pdpb.RequestHeader;
import io.minitidb.proto.pdpb.ScanRegionsRequest;
import io.minitidb.proto.pdpb.ScanRegionsResponse;
import io.minitidb.proto.pdpb.StoreHeartbeatRequest;
import io.minitidb.proto.pdpb.StoreStats;
import io.minitidb.proto.pdpb.TsoRequest;
import io.minitidb.proto.pdpb.TsoResponse;
import io.minitidb.server.Channels;
import io.minitidb.server.Closer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// gRPC over the client port of two members: PD's own service, and etcd's API through it.
@Timeout(120)
final class PdServiceTest {
  private static final Closer closer = new Closer();
  @TempDir static Path directory;
  private static TestCluster cluster;
  private static PDGrpc.PDBlockingV2Stub leader;
  private static PDGrpc.PDBlockingV2Stub follower;
  private static RequestHeader header;

  @BeforeAll
  static void start() throws Exception {
    cluster = closer.add(TestCluster.start(directory, 2));
    leader = PDGrpc.newBlockingV2Stub(channel(cluster.server(cluster.awaitLeader())));
    follower = PDGrpc.newBlockingV2Stub(channel(cluster.server(cluster.aFollower())));
    header =
        RequestHeader.newBuilder()
            .setClusterId(
                leader
                    .getMembers(GetMembersRequest.getDefaultInstance())
                    .getHeader()
                    .getClusterId())
            .build();
    leader.bootstrap(
        BootstrapRequest.newBuilder()
            .setHeader(header)
            .setStore(Store.newBuilder().setId(1).setAddress("127.0.0.1:20160").setVersion("8.5.0"))
            .setRegion(
                Region.newBuilder().setId(2).addPeers(Peer.newBuilder().setId(3).setStoreId(1)))
            .build());
  }

  private static ManagedChannel channel(PdServer server) {
    ManagedChannel channel = Channels.open(server.address());
    closer.add(channel::shutdownNow);
    return channel;
  }

  @AfterAll
  static void stop() {
    closer.close();
  }

  @Test
  void anyMemberTellsTheMembers() throws Exception {
    GetMembersResponse answer = follower.getMembers(GetMembersRequest.getDefaultInstance());
    assertThat(answer.getHeader().hasError()).isFalse();
    assertThat(answer.getMembersCount()).isEqualTo(2);
    assertThat(answer.getLeader().getName()).isEqualTo(cluster.awaitLeader());
    assertThat(answer.getLeader().getClientUrls(0))
        .isEqualTo(cluster.uri(cluster.awaitLeader(), "").toString());
    assertThat(
            follower
                .getClusterInfo(GetClusterInfoRequest.getDefaultInstance())
                .getServiceModesCount())
        .isEqualTo(1);
  }

  @Test
  void onlyTheLeaderServesAndOnlyItsCluster() {
    IsBootstrappedRequest ours = IsBootstrappedRequest.newBuilder().setHeader(header).build();
    assertThatThrownBy(() -> follower.isBootstrapped(ours)).hasMessage("UNAVAILABLE: not leader");
    assertThatThrownBy(() -> leader.isBootstrapped(IsBootstrappedRequest.getDefaultInstance()))
        .hasMessageStartingWith("FAILED_PRECONDITION: mismatch cluster id, need ")
        .hasMessageEndingWith(" but got 0");
  }

  @Test
  void storesAreRegisteredAndHeard() throws Exception {
    assertThat(
            leader
                .isBootstrapped(IsBootstrappedRequest.newBuilder().setHeader(header).build())
                .getBootstrapped())
        .isTrue();
    Store second =
        Store.newBuilder().setId(7).setAddress("127.0.0.1:20161").setVersion("8.4.0").build();
    assertThat(
            leader
                .putStore(PutStoreRequest.newBuilder().setHeader(header).setStore(second).build())
                .getHeader()
                .hasError())
        .isFalse();
    leader.storeHeartbeat(
        StoreHeartbeatRequest.newBuilder()
            .setHeader(header)
            .setStats(
                StoreStats.newBuilder()
                    .setStoreId(7)
                    .setCapacity(1L << 40)
                    .setAvailable(1L << 39)
                    .setStartTime(1_700_000_000))
            .build());
    assertThat(
            leader
                .getStore(GetStoreRequest.newBuilder().setHeader(header).setStoreId(7).build())
                .getStats()
                .getCapacity())
        .isEqualTo(1L << 40);
    assertThat(
            leader
                .getAllStores(GetAllStoresRequest.newBuilder().setHeader(header).build())
                .getStoresList())
        .extracting(Store::getId)
        .contains(1L, 7L);
    assertThatThrownBy(() ->
            leader.getStore(GetStoreRequest.newBuilder().setHeader(header).setStoreId(99).build()))
        .hasMessage("UNKNOWN: invalid store ID 99, not found");
    String json = cluster.get(cluster.aFollower(), "/pd/api/v1/store/7").body();
    assertThat(json)
        .contains("\"state_name\": \"Up\"", "\"capacity\": \"1TiB\"", "\"available\": \"512GiB\"");
    assertThat(cluster.get(cluster.aFollower(), "/pd/api/v1/store/8").statusCode()).isEqualTo(404);
    assertThat(
            cluster
                .get(cluster.aFollower(), "/pd/api/v1/store/x")
                .headers()
                .firstValue("TiDB-Error-Code"))
        .contains("input");
    assertThat(cluster.get(cluster.aFollower(), "/pd/api/v1/stores?state=2").body())
        .isEqualTo("{\n  \"count\": 0,\n  \"stores\": []\n}\n");
  }

  @Test
  void bootstrapIsRefusedASecondTime() throws Exception {
    assertThat(
            leader
                .bootstrap(
                    BootstrapRequest.newBuilder()
                        .setHeader(header)
                        .setStore(Store.newBuilder().setId(1))
                        .setRegion(
                            Region.newBuilder()
                                .setId(2)
                                .addPeers(Peer.newBuilder().setId(3).setStoreId(1)))
                        .build())
                .getHeader()
                .getError()
                .getType())
        .isEqualTo(ErrorType.ALREADY_BOOTSTRAPPED);
  }

  @Test
  void idsAreConsecutive() throws Exception {
    long one = leader.allocID(AllocIDRequest.newBuilder().setHeader(header).build()).getId();
    long last =
        leader.allocID(AllocIDRequest.newBuilder().setHeader(header).setCount(10).build()).getId();
    assertThat(last).isEqualTo(one + 10);
  }

  @Test
  void timestampsIncreaseOnAStream() throws Exception {
    BlockingClientCall<TsoRequest, TsoResponse> stream = leader.tso();
    long before = 0;
    for (int i = 1; i <= 200; i++) {
      assertThat(stream.write(TsoRequest.newBuilder().setHeader(header).setCount(i).build()))
          .isTrue();
      TsoResponse answer = stream.read();
      long first =
          (answer.getTimestamp().getPhysical() << 18) + answer.getTimestamp().getLogical() - i + 1;
      assertThat(first).isGreaterThan(before);
      before = first + i - 1;
    }
    stream.halfClose();
    assertThat(stream.read()).isNull();
  }

  @Test
  void theBootstrapRegionHoldsAllKeys() throws Exception {
    GetRegionRequest any =
        GetRegionRequest.newBuilder()
            .setHeader(header)
            .setRegionKey(com.google.protobuf.ByteString.copyFromUtf8("k"))
            .build();
    assertThat(leader.getRegion(any).getRegion().getId()).isEqualTo(2);
    assertThat(leader.getRegion(any).getLeader().getStoreId()).isEqualTo(1);
    ScanRegionsResponse scan =
        leader.scanRegions(ScanRegionsRequest.newBuilder().setHeader(header).build());
    assertThat(List.of(scan.getRegionMetasCount(), scan.getLeadersCount(), scan.getRegionsCount()))
        .containsOnly(1);
  }

  @Test
  void healthIsServed() {
    HealthGrpc.HealthBlockingStub health =
        HealthGrpc.newBlockingStub(channel(cluster.server(cluster.awaitLeader())));
    assertThat(health.check(HealthCheckRequest.getDefaultInstance()).getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void theClientUrlIsAnEtcdEndpoint() throws Exception {
    try (Client client = Client.builder().endpoints(cluster.uri(cluster.aFollower(), "")).build()) {
      ByteSequence key = bytes("/test/key");
      List<String> seen = new CopyOnWriteArrayList<>();
      client
          .getWatchClient()
          .watch(
              key,
              WatchOption.builder().withRevision(1).build(),
              response -> {
                for (WatchEvent event : response.getEvents()) {
                  seen.add(event.getEventType() + " " + event.getKeyValue().getValue());
                }
              });
      client.getKVClient().put(key, bytes("one")).get(10, TimeUnit.SECONDS);
      byte[] large = new byte[1 << 20];
      client.getKVClient().put(key, ByteSequence.from(large)).get(10, TimeUnit.SECONDS);
      assertThat(
              client
                  .getKVClient()
                  .get(key)
                  .get(10, TimeUnit.SECONDS)
                  .getKvs()
                  .getFirst()
                  .getValue()
                  .getBytes())
          .isEqualTo(large);
      client.getKVClient().delete(key).get(10, TimeUnit.SECONDS);
      Awaitility.await("three events").atMost(TestCluster.PATIENCE).until(() -> seen.size() == 3);
      assertThat(seen.getFirst()).isEqualTo("PUT one");
      assertThat(seen.getLast()).startsWith("DELETE");

      long lease = client.getLeaseClient().grant(60).get(10, TimeUnit.SECONDS).getID();
      assertThat(client.getLeaseClient().keepAliveOnce(lease).get(10, TimeUnit.SECONDS).getTTL())
          .isEqualTo(60);
      client.getLeaseClient().revoke(lease).get(10, TimeUnit.SECONDS);
      assertThat(client.getLeaseClient().keepAliveOnce(lease))
          .failsWithin(java.time.Duration.ofSeconds(20));
      assertThat(client.getClusterClient().listMember().get(10, TimeUnit.SECONDS).getMembers())
          .hasSize(2);
    }
  }

  private static ByteSequence bytes(String text) {
    return ByteSequence.from(text, StandardCharsets.UTF_8);
  }
}
