package io.minitidb.tidb.exec;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.minitidb.coprocessor.CoprocessorRoute;
import io.minitidb.node.HostPort;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.proto.coprocessor.Request;
import io.minitidb.proto.coprocessor.Response;
import io.minitidb.proto.tikvpb.TikvGrpc;
import io.minitidb.server.Channels;
import io.minitidb.tls.Security;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Sends coprocessor requests: by gRPC to mini-tidb and mini-tikv, by the member-local HTTP route
/// to mini-pd. Connections are kept. Thread-safe; nothing blocks.
public final class NodeClients implements AutoCloseable {
  /// In bytes, of what a node answers to a command.
  private static final long LARGEST_OUTCOME = 64L << 20;

  private static final String ROUTE = "/pd_member/api/v1/coprocessor";

  private final Map<HostPort, ManagedChannel> channels = new ConcurrentHashMap<>();
  private final Security security;
  private final HttpClient http;

  public NodeClients() {
    this(Security.NONE);
  }

  /// @param security how this node shows itself to the others
  public NodeClients(Security security) {
    this.security = security;
    this.http =
        security
            .secure(HttpClient.newBuilder())
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
  }

  /// Sends the request; the future fails when the node does not answer in time, and cancelling it
  /// stops the call.
  ///
  /// @param quota refuses an answer that is too large while it still arrives
  public CompletableFuture<Response> ask(
      NodeInfo node, Request request, Duration deadline, MemoryQuota quota) {
    return node.kind() == NodeKind.PD
        ? askByHttp(node.address(), request, deadline, quota)
        : askByGrpc(node.rpcAddress(), request, deadline, quota);
  }

  /// Sends a command; the future fails with a message for people.
  public CompletableFuture<Response> tell(NodeInfo node, Request command, Duration deadline) {
    return ask(node, command, deadline, new MemoryQuota(LARGEST_OUTCOME))
        .exceptionally(failure -> {
          throw new IllegalStateException(Failures.describe(failure), failure);
        });
  }

  /// Opens a stream of rows from a mini-tidb or mini-tikv.
  NodeStream stream(
      NodeInfo node, Request request, Duration deadline, Consumer<NodeStream.Event> listener) {
    ManagedChannel channel = channel(node.rpcAddress());
    return NodeStream.open(
        TikvGrpc.newStub(channel).withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS),
        request,
        listener);
  }

  private ManagedChannel channel(HostPort address) {
    return channels.computeIfAbsent(address, each -> Channels.openDirect(each, security));
  }

  private CompletableFuture<Response> askByGrpc(
      HostPort address, Request request, Duration deadline, MemoryQuota quota) {
    ManagedChannel channel = channel(address);
    ListenableFuture<Response> call =
        TikvGrpc.newFutureStub(channel)
            .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS)
            .coprocessor(request);
    CompletableFuture<Response> answer = new CompletableFuture<>();
    Futures.addCallback(
        call,
        new FutureCallback<>() {
          @Override
          public void onSuccess(Response response) {
            if (quota.tryHold(response.getData().size())) {
              answer.complete(response);
            } else {
              answer.completeExceptionally(quota.exceeded());
            }
          }

          @Override
          public void onFailure(Throwable failure) {
            if (Status.fromThrowable(failure).getCode() == Status.Code.UNAVAILABLE) {
              discard(address, channel);
            }
            answer.completeExceptionally(failure);
          }
        },
        MoreExecutors.directExecutor());
    answer.whenComplete((response, failure) -> call.cancel(true));
    return answer;
  }

  /// A channel that lost its connection waits longer and longer before it tries again; a new one
  /// tries at once, so that a node is asked again in the moment in which it is back.
  private void discard(HostPort address, ManagedChannel channel) {
    if (channels.remove(address, channel)) {
      channel.shutdown();
    }
  }

  private CompletableFuture<Response> askByHttp(
      HostPort address, Request request, Duration deadline, MemoryQuota quota) {
    HttpRequest post =
        security
            .authorize(HttpRequest.newBuilder(security.uri(address, ROUTE)))
            .timeout(deadline)
            .header("Content-Type", CoprocessorRoute.CONTENT_TYPE)
            .POST(HttpRequest.BodyPublishers.ofByteArray(request.toByteArray()))
            .build();
    HttpResponse.BodyHandler<byte[]> body = head -> new CountedBody(quota);
    CompletableFuture<HttpResponse<byte[]>> call = http.sendAsync(post, body);
    CompletableFuture<Response> answer = new CompletableFuture<>();
    call.exceptionallyCompose(failure ->
            wasStale(failure)
                ? http.sendAsync(post, body)
                : CompletableFuture.failedFuture(failure))
        .thenApply(NodeClients::response)
        .whenComplete((response, failure) -> {
          if (failure == null) {
            answer.complete(response);
          } else {
            answer.completeExceptionally(failure);
          }
        });
    answer.whenComplete((response, failure) -> {
      if (answer.isCancelled()) {
        call.cancel(true);
      }
    });
    return answer;
  }

  /// A kept connection may have been closed by a node that was restarted, which shows only when it
  /// is used. The request changes nothing on the node, so it may be sent once more.
  private static boolean wasStale(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof IOException
        && !(cause instanceof ConnectException)
        && !(cause instanceof HttpTimeoutException);
  }

  private static Response response(HttpResponse<byte[]> answer) {
    if (answer.statusCode() != 200) {
      throw new CompletionException(new IOException("HTTP status " + answer.statusCode()));
    }
    try {
      return Response.parseFrom(answer.body());
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
    http.shutdownNow();
  }
}
