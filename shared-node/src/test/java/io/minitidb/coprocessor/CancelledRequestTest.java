package io.minitidb.coprocessor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.memtable.MemTables;
import io.minitidb.memtable.Nodes;
import io.minitidb.memtable.TableInfo;
import io.minitidb.memtable.TableInfo.ColumnInfo;
import io.minitidb.memtable.User;
import io.minitidb.node.HostPort;
import io.minitidb.node.NodeKind;
import io.minitidb.proto.coprocessor.Request;
import io.minitidb.proto.coprocessor.Response;
import io.minitidb.proto.tikvpb.TikvGrpc;
import io.minitidb.server.Closer;
import io.minitidb.server.NodeServer;
import io.minitidb.wire.AnswerForm;
import io.minitidb.wire.CopAnswer;
import io.minitidb.wire.CopRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A request of a minute, a profile, ends as soon as nobody waits for it.
@Timeout(50)
final class CancelledRequestTest {
  private static final MemTables TABLES = MemTables.load();
  private static final User ALICE = User.all("alice", "10.0.0.7");
  private static final Request LONG =
      new CopRequest(
              scan("cluster_profile", "DEPTH"),
              ALICE,
              ZoneOffset.UTC,
              Duration.ofMinutes(2),
              0,
              AnswerForm.WHOLE,
              60,
              2097154)
          .encode();

  private final Closer closer = new Closer();
  private final Coprocessor coprocessor = CoprocessorTest.coprocessor(NodeKind.TIKV, 4);
  private ManagedChannel channel;
  private NodeServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        closer.add(
            NodeServer.at(new HostPort("127.0.0.1", 0))
                .addService(new CoprocessorService(() -> coprocessor))
                .http("coprocessor", new CoprocessorRoute(coprocessor))
                .start());
    channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
    closer.add(channel::shutdownNow);
  }

  @AfterEach
  void stop() {
    closer.close();
  }

  private static Dag scan(String table, String... columns) {
    TableInfo info = TABLES.find(table).orElseThrow().info();
    List<String> names = info.columns().stream().map(ColumnInfo::name).toList();
    List<Integer> positions = Arrays.stream(columns).map(names::indexOf).toList();
    return Dag.scan(
        new Operator.MemTableScan(
            table,
            positions,
            positions.stream().map(position -> info.columns().get(position).type()).toList()));
  }

  /// Returns what the node shows to `user`.
  private List<String> running(User user) {
    CopRequest request =
        new CopRequest(
            scan("coprocessor_requests", "CONNECTION_ID", "USER", "HOST", "TABLE_NAME"),
            user,
            ZoneOffset.UTC,
            Duration.ofMinutes(1),
            0);
    CopAnswer answer =
        coprocessor.run(request, new EvalContext(ZoneOffset.UTC, Instant.now()), rows -> false);
    return CoprocessorTest.rows(answer);
  }

  private void awaitBegin() {
    await()
        .untilAsserted(() ->
            assertThat(running(Nodes.ROOT))
                .containsExactly("2097154 alice 10.0.0.7 cluster_profile"));
  }

  private void awaitEnd() {
    await().untilAsserted(() -> assertThat(running(Nodes.ROOT)).isEmpty());
    await()
        .untilAsserted(() ->
            assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("profile-cpu"));
  }

  @Test
  void aCallThatIsCancelled() {
    ListenableFuture<Response> call = TikvGrpc.newFutureStub(channel).coprocessor(LONG);
    awaitBegin();
    call.cancel(true);
    awaitEnd();
  }

  @Test
  void aCallWhoseDeadlinePasses() {
    ListenableFuture<Response> call =
        TikvGrpc.newFutureStub(channel).withDeadlineAfter(1, TimeUnit.SECONDS).coprocessor(LONG);
    await().until(call::isDone);
    awaitEnd();
  }

  @Test
  void aStreamThatIsCancelled() {
    Context.CancellableContext context = Context.current().withCancellation();
    context.run(() -> TikvGrpc.newBlockingStub(channel).coprocessorStream(LONG));
    awaitBegin();
    context.cancel(null);
    awaitEnd();
  }

  @Test
  void aConnectionThatIsLost() {
    TikvGrpc.newFutureStub(channel).coprocessor(LONG);
    awaitBegin();
    channel.shutdownNow();
    awaitEnd();
  }

  @Test
  void aCallByHttpWhoseClientLeaves() {
    HttpClient client = closer.add(HttpClient.newHttpClient());
    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/coprocessor");
    CompletableFuture<?> call =
        client.sendAsync(
            HttpRequest.newBuilder(uri)
                .version(HttpClient.Version.HTTP_1_1)
                .POST(BodyPublishers.ofByteArray(LONG.toByteArray()))
                .build(),
            BodyHandlers.ofByteArray());
    awaitBegin();
    await()
        .during(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(running(Nodes.ROOT)).hasSize(1));
    call.cancel(true);
    awaitEnd();
  }

  @Test
  void onlyWhoMaySeesTheRequestsOfOthers() {
    ListenableFuture<Response> call = TikvGrpc.newFutureStub(channel).coprocessor(LONG);
    awaitBegin();
    assertThat(running(new User("bob", "here", Set.of()))).isEmpty();
    assertThat(running(new User("alice", "elsewhere", Set.of()))).hasSize(1);
    call.cancel(true);
    awaitEnd();
  }
}
