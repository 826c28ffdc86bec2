package io.minitidb.tidb.mysql;

import io.minitidb.node.HostPort;
import io.minitidb.server.EventLoops;
import io.minitidb.tidb.session.ServerVariables;
import io.minitidb.tidb.session.SessionRegistry;
import io.minitidb.tidb.sql.SqlEngine;
import io.minitidb.tidb.users.Logins;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/// Listens for MySQL clients.
public final class MysqlServer implements AutoCloseable {
  /// The most bytes of a packet of somebody who has not logged in.
  private static final int LONGEST_LOGIN = 128 << 10;

  private final Channel listener;
  private final ChannelGroup connections;

  private MysqlServer(Channel listener, ChannelGroup connections) {
    this.listener = listener;
    this.connections = connections;
  }

  /// Binds `address`; port 0 takes a free one. Connections are accepted at once and wait until
  /// `engine` is there.
  ///
  /// @param logins lets them in
  ///
  /// @throws IOException naming the address when it cannot be bound
  public static MysqlServer start(
      HostPort address,
      CompletableFuture<SqlEngine> engine,
      SessionRegistry sessions,
      Logins logins,
      ServerStatus status)
      throws IOException {
    return start(address, engine, sessions, logins, status, Transport.plain());
  }

  /// @param transport what protects the traffic
  public static MysqlServer start(
      HostPort address,
      CompletableFuture<SqlEngine> engine,
      SessionRegistry sessions,
      Logins logins,
      ServerStatus status,
      Transport transport)
      throws IOException {
    Services services =
        new Services(engine, sessions, logins, status, transport, new AtomicInteger());
    ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(EventLoops.shared())
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    connections.add(channel);
                    PacketDecoder packets = new PacketDecoder(LONGEST_LOGIN);
                    transport
                        .tls()
                        .ifPresent(tls ->
                            channel
                                .pipeline()
                                .addLast(
                                    new TlsUpgrade(
                                        tls,
                                        () ->
                                            services
                                                .server()
                                                .number(ServerVariables.CONNECT_TIMEOUT))));
                    channel.pipeline().addLast(packets, new ConnectionHandler(services, packets));
                  }
                });
    try {
      return new MysqlServer(bootstrap.bind(address.socketAddress()).sync().channel(), connections);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while binding " + address, e);
    } catch (Exception e) { // Netty throws the checked BindException unannounced
      throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
    }
  }

  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  @Override
  public void close() {
    listener.close().awaitUninterruptibly();
    connections.close().awaitUninterruptibly();
  }
}
