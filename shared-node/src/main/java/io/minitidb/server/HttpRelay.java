package io.minitidb.server;

import io.minitidb.node.HostPort;
import io.minitidb.tls.Security;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lets other servers answer requests. A connection to them lives on the event loop of the client's
/// connection, so nothing changes threads, and is kept for the next request. There are never more
/// busy ones than connections of clients, and at most 16 idle ones for each target and event loop.
public final class HttpRelay implements AutoCloseable {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int MAX_LINE_BYTES = 16 << 10;
  private static final int MAX_HEADER_BYTES = 64 << 10;
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(16 << 10, 32 << 10);

  private final Supplier<Duration> patience;
  private final Security security;
  private final boolean named;
  private final ChannelGroup connections =
      new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
  private final Map<EventLoop, Map<String, Deque<Upstream>>> pools = new ConcurrentHashMap<>();

  /// @param patience how long an exchange may stand still, whoever is to blame; at the time of each
  ///   request
  /// @param security how the other servers are dialled
  public HttpRelay(Supplier<Duration> patience, Security security) {
    this(patience, security, true);
  }

  private HttpRelay(Supplier<Duration> patience, Security security, boolean named) {
    this.patience = patience;
    this.security = security;
    this.named = named;
  }

  /// A relay to helpers on this machine, whose certificates need not name the host.
  public static HttpRelay local(Supplier<Duration> patience, Security security) {
    return new HttpRelay(patience, security, false);
  }

  /// Returns the plan that one of `targets` answers.
  ///
  /// @param targets URLs of one server, `http://host:port`; what is spoken there follows from our
  ///   own security
  /// @param added headers that go with the request
  /// @param otherwise the answer when none of the targets gives one
  public HttpPlan to(List<String> targets, Map<String, String> added, HttpAnswer otherwise) {
    return new HttpPlan.Forward(this, targets, added, otherwise, Map.of());
  }

  Duration patience() {
    return patience.get();
  }

  /// Returns a connection that waits for a request; on `loop`.
  @Nullable Upstream idle(EventLoop loop, String target) {
    return pool(loop, target).poll();
  }

  private Deque<Upstream> pool(EventLoop loop, String target) {
    return pools
        .computeIfAbsent(loop, any -> new HashMap<>())
        .computeIfAbsent(target, any -> new ArrayDeque<>());
  }

  /// Opens a connection. The future completes on `loop`, on which this is called.
  CompletableFuture<Upstream> connect(String target, EventLoop loop) {
    CompletableFuture<Upstream> connected = new CompletableFuture<>();
    HostPort address;
    try {
      address = HostPort.ofUrl(target);
    } catch (IllegalArgumentException e) {
      connected.completeExceptionally(e);
      return connected;
    }
    if (NetUtil.isValidIpV4Address(address.host()) || NetUtil.isValidIpV6Address(address.host())) {
      open(target, new InetSocketAddress(address.host(), address.port()), loop, connected);
    } else { // looking up a name waits
      Thread.ofVirtual()
          .start(() -> {
            InetSocketAddress found = new InetSocketAddress(address.host(), address.port());
            loop.execute(() -> open(target, found, loop, connected));
          });
    }
    return connected;
  }

  private void open(
      String target,
      InetSocketAddress address,
      EventLoop loop,
      CompletableFuture<Upstream> connected) {
    ChannelFuture opened =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    install(target, channel);
                  }
                })
            .connect(address);
    connections.add(opened.channel());
    opened.addListener(done -> {
      if (done.isSuccess()) {
        connected.complete(opened.channel().pipeline().get(Upstream.class));
      } else {
        connected.completeExceptionally(done.cause());
      }
    });
  }

  /// What a connection to another server consists of.
  private void install(String target, Channel channel) {
    HttpDecoderConfig sizes =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(MAX_LINE_BYTES)
            .setMaxHeaderSize(MAX_HEADER_BYTES);
    if (security.tls()) {
      channel.pipeline().addLast(TlsContexts.dial(security, HostPort.ofUrl(target), named));
    }
    channel
        .pipeline()
        .addLast(new HttpClientCodec(sizes, false, false))
        .addLast(new Upstream(target, channel, pool(channel.eventLoop(), target)));
  }

  /// Ends all exchanges at once.
  @Override
  public void close() {
    connections.close().awaitUninterruptibly(CONNECT_MILLIS);
  }
}
