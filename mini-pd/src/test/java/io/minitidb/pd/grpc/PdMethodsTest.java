package io.minitidb.pd.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.MetadataUtils;
import io.minitidb.pd.FreePorts;
import io.minitidb.pd.PdConfig;
import io.minitidb.pd.PdServer;
import io.minitidb.pd.TestCluster;
import io.minitidb.pd.TestStores;
import io.minitidb.proto.metapb.Cluster;
import io.minitidb.proto.pdpb.AllocIDRequest;
import io.minitidb.proto.pdpb.AllocIDResponse;
import io.minitidb.proto.pdpb.ErrorType;
import io.minitidb.proto.pdpb.GetAllStoresRequest;
import io.minitidb.proto.pdpb.GetClusterConfigRequest;
import io.minitidb.proto.pdpb.GetClusterInfoRequest;
import io.minitidb.proto.pdpb.GetGCSafePointRequest;
import io.minitidb.proto.pdpb.GetMembersRequest;
import io.minitidb.proto.pdpb.GetOperatorRequest;
import io.minitidb.proto.pdpb.GetRegionByIDRequest;
import io.minitidb.proto.pdpb.GetRegionRequest;
import io.minitidb.proto.pdpb.GetStoreRequest;
import io.minitidb.proto.pdpb.IsBootstrappedRequest;
import io.minitidb.proto.pdpb.PDGrpc;
import io.minitidb.proto.pdpb.PDGrpc.PDBlockingV2Stub;
import io.minitidb.proto.pdpb.PutClusterConfigRequest;
import io.minitidb.proto.pdpb.RequestHeader;
import io.minitidb.proto.pdpb.ResponseHeader;
import io.minitidb.proto.pdpb.ScanRegionsRequest;
import io.minitidb.proto.pdpb.ScatterRegionRequest;
import io.minitidb.proto.pdpb.ScatterRegionResponse;
import io.minitidb.proto.pdpb.TsoRequest;
import io.minitidb.proto.pdpb.TsoResponse;
import io.minitidb.proto.pdpb.UpdateServiceGCSafePointRequest;
import io.minitidb.proto.pdpb.UpdateServiceGCSafePointResponse;
import io.minitidb.server.Channels;
import io.minitidb.server.Closer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every method of `pdpb.PD`: what the leader, another member, a member that has not started and a
/// cluster that is not bootstrapped answer; and that a call is sent on to the leader when it asks
/// for that.
@Timeout(120)
final class PdMethodsTest {
  private static final Closer closer = new Closer();
  @TempDir static Path directory;
  private static TestCluster cluster;
  private static PDBlockingV2Stub leader;
  private static PDBlockingV2Stub follower;
  private static RequestHeader header;

  /// What the leader said before it was bootstrapped, by method.
  private static final Map<String, ResponseHeader> before = new TreeMap<>();

  /// A call of one method.
  interface Ask {
    ResponseHeader of(PDBlockingV2Stub stub, RequestHeader header) throws StatusException;
  }

  /// @param leads whether only the leader answers it
  /// @param region whether it is about stores or regions, of which there is none before bootstrap
  record Method(String name, boolean leads, boolean region, Ask ask) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Method> methods() {
    return List.of(
        new Method(
            "GetMembers",
            false,
            false,
            (stub, header) ->
                stub.getMembers(GetMembersRequest.newBuilder().setHeader(header).build())
                    .getHeader()),
        new Method(
            "GetClusterInfo",
            false,
            false,
            (stub, header) ->
                stub.getClusterInfo(GetClusterInfoRequest.getDefaultInstance()).getHeader()),
        new Method("Tso", true, false, (stub, header) -> tso(stub, header, 1).getHeader()),
        new Method(
            "IsBootstrapped",
            true,
            false,
            (stub, header) ->
                stub.isBootstrapped(IsBootstrappedRequest.newBuilder().setHeader(header).build())
                    .getHeader()),
        new Method(
            "AllocID",
            true,
            false,
            (stub, header) ->
                stub.allocID(AllocIDRequest.newBuilder().setHeader(header).build()).getHeader()),
        new Method(
            "GetStore",
            true,
            true,
            (stub, header) ->
                stub.getStore(GetStoreRequest.newBuilder().setHeader(header).setStoreId(1).build())
                    .getHeader()),
        new Method(
            "GetAllStores",
            true,
            true,
            (stub, header) ->
                stub.getAllStores(GetAllStoresRequest.newBuilder().setHeader(header).build())
                    .getHeader()),
        new Method(
            "GetRegion",
            true,
            true,
            (stub, header) ->
                stub.getRegion(GetRegionRequest.newBuilder().setHeader(header).build())
                    .getHeader()),
        new Method(
            "GetPrevRegion",
            true,
            true,
            (stub, header) ->
                stub.getPrevRegion(GetRegionRequest.newBuilder().setHeader(header).build())
                    .getHeader()),
        new Method(
            "GetRegionByID",
            true,
            true,
            (stub, header) ->
                stub.getRegionByID(
                        GetRegionByIDRequest.newBuilder().setHeader(header).setRegionId(2).build())
                    .getHeader()),
        new Method(
            "ScanRegions",
            true,
            true,
            (stub, header) ->
                stub.scanRegions(ScanRegionsRequest.newBuilder().setHeader(header).build())
                    .getHeader()),
        new Method(
            "GetClusterConfig",
            true,
            false,
            (stub, header) ->
                stub.getClusterConfig(
                        GetClusterConfigRequest.newBuilder().setHeader(header).build())
                    .getHeader()),
        new Method(
            "PutClusterConfig",
            true,
            true,
            (stub, header) ->
                stub.putClusterConfig(
                        PutClusterConfigRequest.newBuilder()
                            .setHeader(header)
                            .setCluster(Cluster.newBuilder().setId(header.getClusterId()))
                            .build())
                    .getHeader()),
        new Method(
            "GetGCSafePoint",
            true,
            true,
            (stub, header) ->
                stub.getGCSafePoint(GetGCSafePointRequest.newBuilder().setHeader(header).build())
                    .getHeader()),
        new Method(
            "UpdateServiceGCSafePoint",
            true,
            true,
            (stub, header) -> hold(stub, header, "someone", 0, 0).getHeader()),
        new Method(
            "ScatterRegion",
            true,
            true,
            (stub, header) ->
                stub.scatterRegion(
                        ScatterRegionRequest.newBuilder().setHeader(header).setRegionId(2).build())
                    .getHeader()));
  }

  private static TsoResponse tso(PDBlockingV2Stub stub, RequestHeader header, int count)
      throws StatusException {
    BlockingClientCall<TsoRequest, TsoResponse> call = stub.tso();
    try {
      // The only use that some clients make of it: one request, one answer, and the end.
      call.write(TsoRequest.newBuilder().setHeader(header).setCount(count).build());
      call.halfClose();
      TsoResponse answer = call.read();
      assertThat(call.read()).isNull();
      return answer;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static UpdateServiceGCSafePointResponse hold(
      PDBlockingV2Stub stub, RequestHeader header, String service, long ttl, long safePoint)
      throws StatusException {
    return stub.updateServiceGCSafePoint(
        UpdateServiceGCSafePointRequest.newBuilder()
            .setHeader(header)
            .setServiceId(ByteString.copyFromUtf8(service))
            .setTTL(ttl)
            .setSafePoint(safePoint)
            .build());
  }

  @BeforeAll
  static void start() throws Exception {
    cluster = closer.add(TestCluster.start(directory, 2));
    leader = stub(cluster.server(cluster.awaitLeader()));
    follower = stub(cluster.server(cluster.aFollower()));
    TestStores stores = TestStores.of(cluster.server(cluster.awaitLeader()), closer);
    header = stores.header();
    for (Method method : methods()) {
      before.put(method.name(), method.ask().of(leader, header));
    }
    assertThat(stores.bootstrap("8.5.0")).isEmpty();
  }

  private static PDBlockingV2Stub stub(PdServer server) {
    return PDGrpc.newBlockingV2Stub(channel(server));
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

  @ParameterizedTest
  @MethodSource("methods")
  void theLeaderAnswers(Method method) throws Exception {
    assertThat(method.ask().of(leader, header))
        .isEqualTo(ResponseHeader.newBuilder().setClusterId(header.getClusterId()).build());
    ResponseHeader early = Optional.ofNullable(before.get(method.name())).orElseThrow();
    assertThat(early.getError().getType())
        .isEqualTo(method.region() ? ErrorType.NOT_BOOTSTRAPPED : ErrorType.OK);
    assertThat(early.hasError()).isEqualTo(method.region());
  }

  @ParameterizedTest
  @MethodSource("methods")
  void anotherMemberRefusesAndWhoAsksForAnotherClusterIsTold(Method method) throws Exception {
    RequestHeader other = RequestHeader.newBuilder().setClusterId(-1).build();
    if (!method.leads()) {
      assertThat(method.ask().of(follower, other).hasError()).isFalse();
      return;
    }
    assertThatThrownBy(() -> method.ask().of(follower, header))
        .hasMessage("UNAVAILABLE: not leader");
    assertThatThrownBy(() -> method.ask().of(leader, other))
        .hasMessage(
            "FAILED_PRECONDITION: mismatch cluster id, need "
                + Long.toUnsignedString(header.getClusterId())
                + " but got 18446744073709551615");
  }

  private static PDBlockingV2Stub with(PDBlockingV2Stub stub, String key, String value) {
    Metadata metadata = new Metadata();
    metadata.put(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER), value);
    return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void anotherMemberSendsACallOnToTheLeaderThatItNames(Method method) throws Exception {
    String url = cluster.uri(cluster.awaitLeader(), "").toString();
    PDBlockingV2Stub over = with(follower, "pd-forwarded-host", url);
    assertThat(method.ask().of(over, header)).isEqualTo(method.ask().of(leader, header));
    if (method.leads()) {
      RequestHeader other = RequestHeader.newBuilder().setClusterId(1).build();
      assertThatThrownBy(() -> method.ask().of(over, other))
          .hasMessageStartingWith("FAILED_PRECONDITION: mismatch cluster id");
    }
    assertThatThrownBy(() ->
            method.ask().of(with(follower, "pd-forwarded-host", "http://127.0.0.1:1"), header))
        .hasMessageStartingWith("INVALID_ARGUMENT: invalid forwarded host http://127.0.0.1:1");
  }

  @Test
  void aHostToForwardToIsComparedByHostAndPort() throws Exception {
    PdServer leading = cluster.server(cluster.awaitLeader());
    AllocIDRequest request = AllocIDRequest.newBuilder().setHeader(header).build();
    AllocIDResponse bare =
        with(follower, "pd-forwarded-host", leading.address().toString()).allocID(request);
    assertThat(bare.getId()).isPositive();
    // The leader itself is already there, and a call that was sent on is not sent on again.
    String url = "http://" + leading.address();
    assertThat(with(leader, "pd-forwarded-host", url).allocID(request).getId())
        .isGreaterThan(bare.getId());
    assertThatThrownBy(() -> with(follower, "pd-forwarded-host", "").allocID(request))
        .hasMessage("UNAVAILABLE: not leader");
    String own = "http://" + cluster.server(cluster.aFollower()).address();
    assertThatThrownBy(() -> with(follower, "pd-forwarded-host", own).allocID(request))
        .hasMessage("UNAVAILABLE: not leader");
  }

  @Test
  void aStreamOfTimestampsIsSentOn() throws Exception {
    String url = cluster.uri(cluster.awaitLeader(), "").toString();
    BlockingClientCall<TsoRequest, TsoResponse> stream =
        with(follower, "pd-forwarded-host", url).tso();
    long last = 0;
    for (int i = 0; i < 100; i++) {
      stream.write(TsoRequest.newBuilder().setHeader(header).setCount(3).build());
      TsoResponse answer = stream.read();
      long number =
          (answer.getTimestamp().getPhysical() << 18) + answer.getTimestamp().getLogical();
      assertThat(number).isGreaterThanOrEqualTo(last + 3);
      last = number;
    }
    stream.halfClose();
    assertThat(stream.read()).isNull();
  }

  @Test
  void aMemberThatDoesNotLeadHasNoRegionsToRead() {
    assertThatThrownBy(() ->
            with(follower, "pd-allow-follower-handle", "")
                .getRegion(GetRegionRequest.newBuilder().setHeader(header).build()))
        .hasMessage("UNAVAILABLE: not leader and follower handling not allowed");
    assertThatThrownBy(() ->
            with(follower, "pd-allow-follower-handle", "")
                .allocID(AllocIDRequest.newBuilder().setHeader(header).build()))
        .hasMessage("UNAVAILABLE: not leader");
  }

  @Test
  void aCountOfTimestampsMustBePositiveAndFitIntoAMillisecond() throws Exception {
    for (int count : new int[] {0, 1 << 18, -1}) {
      assertThatThrownBy(() -> tso(leader, header, count))
          .hasMessageStartingWith("UNKNOWN: tso count should be positive and below 262144");
    }
    assertThat(tso(leader, header, (1 << 18) - 1).getTimestamp().getLogical())
        .isGreaterThanOrEqualTo((1 << 18) - 1);
  }

  @Test
  void idsComeInBatches() throws Exception {
    AllocIDResponse one = leader.allocID(AllocIDRequest.newBuilder().setHeader(header).build());
    AllocIDResponse many =
        leader.allocID(AllocIDRequest.newBuilder().setHeader(header).setCount(2500).build());
    assertThat(one.getCount()).isZero();
    assertThat(many.getCount()).isEqualTo(2500);
    assertThat(many.getId()).isGreaterThanOrEqualTo(one.getId() + 2500);
  }

  @Test
  void theLowestSafePointOfAllServicesCounts() throws Exception {
    long forever = Long.MAX_VALUE;
    // While the collector is silent, it may be anywhere.
    assertThat(hold(leader, header, "backup", 600, 100).getMinSafePoint()).isZero();
    UpdateServiceGCSafePointResponse lowest = hold(leader, header, "gc_worker", forever, 150);
    assertThat(lowest.getServiceId().toStringUtf8()).isEqualTo("backup");
    assertThat(lowest.getMinSafePoint()).isEqualTo(100);
    assertThat(lowest.getTTL()).isBetween(1L, 600L);
    assertThat(hold(leader, header, "late", 600, 99).getMinSafePoint())
        .as("above what was asked for: too late")
        .isEqualTo(100);
    assertThat(hold(leader, header, "backup", 0, 0).getMinSafePoint()).isEqualTo(150);
    assertThat(hold(leader, header, "gc_worker", 60, 160).getHeader().getError().getType())
        .isEqualTo(ErrorType.UNKNOWN);
    assertThat(
            leader
                .getGCSafePoint(GetGCSafePointRequest.newBuilder().setHeader(header).build())
                .getSafePoint())
        .isZero();
  }

  @Test
  void nothingMovesHere() throws Exception {
    ScatterRegionResponse scattered =
        leader.scatterRegion(
            ScatterRegionRequest.newBuilder()
                .setHeader(header)
                .addRegionsId(2)
                .addRegionsId(77)
                .build());
    assertThat(scattered.getFinishedPercentage()).isEqualTo(50);
    assertThat(scattered.getFailedRegionsIdList()).containsExactly(77L);
    assertThat(
            leader
                .scatterRegion(
                    ScatterRegionRequest.newBuilder().setHeader(header).setRegionId(77).build())
                .getHeader()
                .getError()
                .getType())
        .isEqualTo(ErrorType.REGION_NOT_FOUND);
    assertThat(
            leader
                .getOperator(GetOperatorRequest.newBuilder().setHeader(header).build())
                .getHeader()
                .getError()
                .getType())
        .isEqualTo(ErrorType.REGION_NOT_FOUND);
  }

  @Test
  void aClusterKeepsItsIdAndTheConfiguredNumberOfPeers() throws Exception {
    assertThat(put(Cluster.newBuilder().setId(5)).getType()).isEqualTo(ErrorType.UNKNOWN);
    Cluster.Builder ours = Cluster.newBuilder().setId(header.getClusterId());
    assertThat(put(ours.setMaxPeerCount(5)).getMessage()).contains("replication.max-replicas");
    assertThat(put(ours.setMaxPeerCount(3)).getMessage()).isEmpty();
  }

  private static io.minitidb.proto.pdpb.Error put(Cluster.Builder it) throws StatusException {
    return leader
        .putClusterConfig(
            PutClusterConfigRequest.newBuilder().setHeader(header).setCluster(it).build())
        .getHeader()
        .getError();
  }

  /// A member whose fellow never comes has no quorum and hence never starts.
  @Test
  void aMemberThatHasNotStartedSaysSo() throws Exception {
    List<Integer> ports = FreePorts.take(3);
    String peer = "http://127.0.0.1:" + ports.get(1);
    Map<String, String> flags =
        Map.of(
            "name",
            "lonely",
            "data-dir",
            directory.resolve("lonely").toString(),
            "client-urls",
            "http://127.0.0.1:" + ports.getFirst(),
            "peer-urls",
            peer,
            "initial-cluster",
            "lonely=" + peer + ",never=http://127.0.0.1:" + ports.get(2));
    try (PdServer server = PdServer.start(PdConfig.load(Optional.empty(), flags))) {
      ManagedChannel channel = Channels.open(server.address());
      closer.add(channel::shutdownNow);
      PDBlockingV2Stub stub = PDGrpc.newBlockingV2Stub(channel);
      for (Method method : methods()) {
        assertThatThrownBy(() -> method.ask().of(stub, header))
            .as(method.name())
            .hasMessage("UNAVAILABLE: server not started");
        assertThatThrownBy(
                () -> method.ask().of(with(stub, "pd-forwarded-host", "127.0.0.1:1"), header))
            .as(method.name())
            .hasMessage("UNAVAILABLE: server not started");
      }
      assertThat(
              HealthGrpc.newBlockingStub(channel)
                  .check(HealthCheckRequest.getDefaultInstance())
                  .getStatus())
          .isEqualTo(ServingStatus.NOT_SERVING);
    }
  }
}
