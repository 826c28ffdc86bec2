package io.minitidb.pdclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minitidb.node.HostPort;
import io.minitidb.tls.Security;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class PdClientTest {

  /// A node that is stopped need not wait for members that do not answer.
  @Test
  void aCallEndsWithItsClient() throws IOException {
    try (ServerSocket one = silent();
        ServerSocket another = silent()) {
      PdClient client = new PdClient(List.of(address(one), address(another)), Security.NONE);
      CompletableFuture<String> failure = new CompletableFuture<>();
      Thread caller =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  failure.complete("an id: " + client.allocId());
                } catch (PdException e) {
                  failure.complete(String.valueOf(e.getMessage()));
                }
              });
      try (Socket asked = one.accept()) { // the call has begun
        client.close();
        await().until(() -> !caller.isAlive());
        assertThat(asked.isClosed()).isFalse();
      }
      assertThat(failure).isCompletedWithValue("the node is being stopped");
    }
  }

  private static ServerSocket silent() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private static HostPort address(ServerSocket server) {
    return new HostPort("127.0.0.1", server.getLocalPort());
  }
}
