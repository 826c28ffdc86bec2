package io.minitidb.pd.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import io.minitidb.node.HostPort;
import io.minitidb.server.Channels;
import io.minitidb.server.Closer;
import io.minitidb.server.NodeServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A deadline and a cancellation reach the server behind, over which a call was handed through.
@Timeout(60)
final class PassageTest {
  /// A server that keeps every call, and what it learned of them.
  private static final class Silent extends KVGrpc.KVImplBase {
    final CompletableFuture<Deadline> deadline = new CompletableFuture<>();
    final CompletableFuture<Void> cancelled = new CompletableFuture<>();

    @Override
    public void range(RangeRequest request, StreamObserver<RangeResponse> out) {
      Context context = Context.current();
      context.addListener(ended -> cancelled.complete(null), Runnable::run);
      deadline.complete(context.getDeadline());
    }
  }

  @Test
  void deadlineAndCancellationPass() throws Exception {
    HostPort any = HostPort.parse("127.0.0.1:0");
    try (Closer closer = new Closer()) {
      Silent silent = new Silent();
      NodeServer behind = closer.add(NodeServer.at(any).addService(silent).start());
      ManagedChannel to = Channels.openDirect(new HostPort("127.0.0.1", behind.port()));
      closer.add(to::shutdownNow);
      NodeServer front = closer.add(NodeServer.at(any).fallback(new EtcdPassThrough(to)).start());
      ManagedChannel client = Channels.open(new HostPort("127.0.0.1", front.port()));
      closer.add(client::shutdownNow);
      Awaitility.await("a call that arrives before its deadline")
          .atMost(Duration.ofSeconds(30))
          .until(() -> {
            assertThatThrownBy(() ->
                    KVGrpc.newBlockingStub(client)
                        .withDeadlineAfter(1, TimeUnit.SECONDS)
                        .range(RangeRequest.getDefaultInstance()))
                .hasMessageStartingWith("DEADLINE_EXCEEDED");
            return silent.deadline.isDone();
          });
      assertThat(silent.deadline.get().timeRemaining(TimeUnit.SECONDS)).isLessThanOrEqualTo(1);
      silent.cancelled.get(20, TimeUnit.SECONDS);
    }
  }
}
