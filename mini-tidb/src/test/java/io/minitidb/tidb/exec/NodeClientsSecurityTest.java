package io.minitidb.tidb.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.minitidb.node.HostPort;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.proto.coprocessor.Request;
import io.minitidb.proto.coprocessor.Response;
import io.minitidb.server.Closer;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.NodeServer;
import io.minitidb.tls.BearerToken;
import io.minitidb.tls.CertificateAuthority;
import io.minitidb.tls.Security;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// How a mini-tidb shows itself to a mini-pd that asks for a certificate and a token.
@Timeout(60)
final class NodeClientsSecurityTest {
  private final Closer closer = new Closer();
  @TempDir private Path directory;

  @AfterEach
  void close() {
    closer.close();
  }

  @Test
  void aMiniPdIsShownTheCertificateAndTheToken() throws Exception {
    var files = Optional.of(CertificateAuthority.in(directory).issue("node"));
    Security withToken = Security.of(files, List.of(), BearerToken.of("sesame", ""));
    Security without = Security.of(files, List.of(), Optional.empty());
    NodeInfo pd = pd(without);
    assertThat(ask(pd, withToken).getData().toStringUtf8()).isEqualTo("in");
    assertThatThrownBy(() -> ask(pd, without)).hasMessageContaining("401");
    assertThatThrownBy(() -> ask(pd, Security.NONE)).hasMessageContaining("400");
  }

  private NodeInfo pd(Security security) throws IOException {
    NodeServer server =
        closer.add(
            NodeServer.at(new HostPort("127.0.0.1", 0))
                .security(security)
                .http(
                    "pd_member",
                    call ->
                        call.header("Authorization").filter("Bearer sesame"::equals).isEmpty()
                            ? HttpAnswer.json(401, "\"no\"\n")
                            : HttpAnswer.of(200, "application/octet-stream", answer()))
                .start());
    HostPort address = new HostPort("127.0.0.1", server.port());
    return new NodeInfo(NodeKind.PD, "pd-0", address, address, "", "", Instant.EPOCH);
  }

  private static byte[] answer() {
    return Response.newBuilder().setData(ByteString.copyFromUtf8("in")).build().toByteArray();
  }

  private Response ask(NodeInfo pd, Security security) throws Exception {
    NodeClients clients = closer.add(new NodeClients(security));
    return clients
        .ask(pd, Request.getDefaultInstance(), Duration.ofSeconds(30), new MemoryQuota(1 << 20))
        .get(40, TimeUnit.SECONDS);
  }
}
