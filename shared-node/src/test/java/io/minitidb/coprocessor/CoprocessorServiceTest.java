package io.minitidb.coprocessor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.minitidb.memtable.Nodes;
import io.minitidb.node.HostPort;
import io.minitidb.node.NodeKind;
import io.minitidb.proto.coprocessor.Request;
import io.minitidb.proto.coprocessor.Response;
import io.minitidb.proto.tikvpb.TikvGrpc;
import io.minitidb.server.Closer;
import io.minitidb.server.NodeServer;
import io.minitidb.wire.CopAnswer;
import io.minitidb.wire.CopRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class CoprocessorServiceTest {
  private static final CopRequest REQUEST =
      new CopRequest(CoprocessorTest.IDS, Nodes.ROOT, ZoneOffset.UTC, Duration.ofMinutes(1), 0);

  private final Closer closer = new Closer();
  private NodeServer server;
  private TikvGrpc.TikvBlockingStub stub;

  @BeforeEach
  void start() throws IOException {
    Coprocessor coprocessor = CoprocessorTest.coprocessor(NodeKind.TIDB, 4);
    server =
        closer.add(
            NodeServer.at(new HostPort("127.0.0.1", 0))
                .addService(new CoprocessorService(() -> coprocessor))
                .http("coprocessor", new CoprocessorRoute(coprocessor))
                .start());
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
    closer.add(channel::shutdownNow);
    stub = TikvGrpc.newBlockingStub(channel);
  }

  @AfterEach
  void stop() {
    closer.close();
  }

  private static CopAnswer decode(Response response) {
    return CopAnswer.decode(response, CoprocessorTest.IDS.output());
  }

  private HttpResponse<byte[]> post(byte[] body) throws Exception {
    HttpClient client = closer.add(HttpClient.newHttpClient());
    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/coprocessor");
    return client.send(
        HttpRequest.newBuilder(uri).POST(BodyPublishers.ofByteArray(body)).build(),
        BodyHandlers.ofByteArray());
  }

  @Test
  void answersByGrpc() {
    assertThat(CoprocessorTest.rows(decode(stub.coprocessor(REQUEST.encode()))))
        .containsExactly("7", "8");
  }

  @Test
  void streamsWhatDoesNotFitIntoOneMessage() {
    Request tiny = REQUEST.encode().toBuilder().setMaxAnswerBytes(1).build();
    assertThat(decode(stub.coprocessor(tiny))).isEqualTo(new CopAnswer.TooLarge());
    List<String> rows = new ArrayList<>();
    stub.coprocessorStream(tiny)
        .forEachRemaining(part -> rows.addAll(CoprocessorTest.rows(decode(part))));
    assertThat(rows).containsExactly("7", "8");
  }

  @Test
  void answersByHttp() throws Exception {
    HttpResponse<byte[]> answer = post(REQUEST.encode().toByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue(CoprocessorRoute.CONTENT_TYPE);
    assertThat(CoprocessorTest.rows(decode(Response.parseFrom(answer.body()))))
        .containsExactly("7", "8");
  }

  @Test
  void aRequestThatMeansNothingIsAnsweredWithTheReason() {
    Request wrong = REQUEST.encode().toBuilder().setTp(104).build();
    assertThat(CoprocessorTest.refusal(decode(stub.coprocessor(wrong))))
        .isEqualTo("unsupported request type 104");
    assertThat(CoprocessorTest.refusal(decode(stub.coprocessor(Request.getDefaultInstance()))))
        .isEqualTo("unsupported request type 0");
  }

  @Test
  void theWrongStoreSaysWhichOneItIs() {
    CopRequest other =
        new CopRequest(REQUEST.dag(), REQUEST.user(), REQUEST.zone(), REQUEST.deadline(), 9);
    Response response = stub.coprocessor(other.encode());
    assertThat(decode(response)).isEqualTo(new CopAnswer.WrongStore(9, 4));
    assertThat(response.getRegionError().getMessage()).contains("store 9", "store 4");
  }

  @Test
  void aBodyThatIsNoRequestIsABadRequest() throws Exception {
    HttpResponse<byte[]> answer = post(new byte[] {7, 7, 7});
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8))
        .startsWith("the body is no coprocessor request");
    assertThat(post(new byte[0]).statusCode()).isEqualTo(200);
  }

  @Test
  void otherMethodsOfTheServiceAreUnimplemented() {
    assertThatThrownBy(
            () -> stub.rawGet(io.minitidb.proto.kvrpcpb.RawGetRequest.getDefaultInstance()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED));
  }
}
