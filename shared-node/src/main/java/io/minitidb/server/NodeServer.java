package io.minitidb.server;

import io.grpc.BindableService;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import io.minitidb.node.HostPort;
import io.minitidb.tls.Security;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A server that speaks gRPC and HTTP/1.1 on one port.
///
/// ```java
/// NodeServer server = NodeServer.at(HostPort.parse("127.0.0.1:0"))
///     .addService(new CoprocessorService(...))
///     .http("metrics", metrics)
///     .start();
/// ```
///
/// gRPC methods and HTTP handlers run on virtual threads and may block. An HTTP handler is found by
/// the exact first segment of the path. Requests are bounded ([HttpLimits], gRPC messages 64 MiB).
public final class NodeServer implements AutoCloseable {
  private static final int MAX_MESSAGE_BYTES = 64 << 20;
  private static final int FLOW_WINDOW_BYTES = 2 << 20;
  private static final int MAX_CALLS_PER_CONNECTION = 1024;
  private static final int MAX_METADATA_BYTES = 64 << 10;
  private static final Duration STOP_LIMIT = Duration.ofSeconds(3);
  private static final HttpDispatcher BUSY = head -> HttpPlan.of(Refusals.busy());

  private final Server grpc;
  private final ChannelGroup httpConnections;

  private NodeServer(Server grpc, ChannelGroup httpConnections) {
    this.grpc = grpc;
    this.httpConnections = httpConnections;
  }

  /// Starts to describe a server that will listen on `address`; port 0 takes a free one.
  public static Builder at(HostPort address) {
    return new Builder(address);
  }

  /// Returns the port that is listened on.
  public int port() {
    return grpc.getPort();
  }

  /// Waits until the server is closed.
  public void awaitTermination() throws InterruptedException {
    grpc.awaitTermination();
  }

  /// Stops listening, lets calls in progress finish for at most three seconds, then cuts them off.
  @Override
  public void close() {
    grpc.shutdown();
    try {
      if (!grpc.awaitTermination(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        // From the head of the pipeline on, hence not held up by a request in progress.
        httpConnections.forEach(channel -> channel.pipeline().firstContext().close());
        grpc.shutdownNow().awaitTermination(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      grpc.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /// Collects what the server serves. Not safe for use by several threads.
  public static final class Builder {
    private final NettyServerBuilder grpc;
    private final HostPort address;
    private final Map<String, HttpDispatcher> prefixes = new LinkedHashMap<>();
    private Optional<TlsGate.Factory> tls = Optional.empty();
    private UnaryOperator<HttpDispatcher> filter = UnaryOperator.identity();
    private Supplier<HttpLimits> httpLimits = () -> HttpLimits.DEFAULT;
    private Executor executor = Executors.newVirtualThreadPerTaskExecutor();

    private Builder(HostPort address) {
      this.address = address;
      this.grpc =
          NettyServerBuilder.forAddress(address.socketAddress())
              .channelType(NioServerSocketChannel.class)
              .bossEventLoopGroup(EventLoops.shared())
              .workerEventLoopGroup(EventLoops.shared())
              .maxInboundMessageSize(MAX_MESSAGE_BYTES)
              .maxInboundMetadataSize(MAX_METADATA_BYTES)
              .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
              .flowControlWindow(FLOW_WINDOW_BYTES)
              .permitKeepAliveTime(5, TimeUnit.SECONDS)
              .permitKeepAliveWithoutCalls(true);
    }

    /// Serves with TLS alone, and clients that have a certificate, when `security` says so.
    public Builder security(Security security) {
      tls = security.tls() ? Optional.of(new TlsGate.Factory(security)) : Optional.empty();
      return this;
    }

    public Builder addService(BindableService service) {
      grpc.addService(service);
      return this;
    }

    /// Sets who serves the gRPC methods that no added service has.
    public Builder fallback(HandlerRegistry registry) {
      grpc.fallbackHandlerRegistry(registry);
      return this;
    }

    public Builder intercept(ServerInterceptor interceptor) {
      grpc.intercept(interceptor);
      return this;
    }

    /// Lets the messages of some gRPC methods be taken on the event loop instead of a virtual
    /// thread, which saves two handovers each. They must never block.
    ///
    /// @param methods full names, `package.Service/Method`
    public Builder onEventLoop(Predicate<String> methods) {
      grpc.callExecutor(
          new ServerCallExecutorSupplier() {
            @Override
            public <Q, A> @Nullable Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
              return methods.test(call.getMethodDescriptor().getFullMethodName())
                  ? Runnable::run
                  : null;
            }
          });
      return this;
    }

    /// Sets the handler of all paths whose first segment is exactly `prefix`.
    public Builder http(String prefix, HttpHandler handler) {
      return dispatch(prefix, handler);
    }

    /// Sets who decides about all paths whose first segment is exactly `prefix`.
    public Builder dispatch(String prefix, HttpDispatcher dispatcher) {
      if (prefixes.put(prefix, dispatcher) != null) {
        throw new IllegalArgumentException("two handlers for /" + prefix);
      }
      return this;
    }

    /// Sets what clients may ask of the HTTP side, by the configuration of each moment.
    public Builder httpLimits(Supplier<HttpLimits> limits) {
      httpLimits = limits;
      return this;
    }

    /// Wraps the whole HTTP side, unknown paths included; what is added last sees a request first.
    public Builder httpFilter(UnaryOperator<HttpDispatcher> outer) {
      UnaryOperator<HttpDispatcher> inner = filter;
      filter = dispatcher -> outer.apply(inner.apply(dispatcher));
      return this;
    }

    /// Replaces the executor of gRPC calls and HTTP handlers, by default a virtual thread for each.
    public Builder executor(Executor executor) {
      this.executor = executor;
      return this;
    }

    /// Binds and serves.
    ///
    /// @throws IOException naming the address when it cannot be bound
    public NodeServer start() throws IOException {
      HttpDispatcher http = filter.apply(new HttpPrefixes(prefixes));
      Supplier<HttpLimits> limits = httpLimits;
      ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
      Executor workers = executor;
      grpc.protocolNegotiator(
          new ProtocolSniffer(
              tls,
              pipeline -> {
                connections.add(pipeline.channel());
                boolean full = connections.size() > limits.get().connections();
                HttpConnection.install(pipeline, full ? BUSY : http, workers, limits);
              }));
      try {
        return new NodeServer(grpc.executor(workers).build().start(), connections);
      } catch (IOException e) {
        throw new IOException("cannot listen on " + address + ": " + rootMessage(e), e);
      }
    }

    private static String rootMessage(Throwable e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      return String.valueOf(root.getMessage());
    }
  }
}
