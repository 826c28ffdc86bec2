package io.minitidb.server;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.minitidb.node.HostPort;
import io.minitidb.tls.Security;
import io.netty.channel.socket.nio.NioSocketChannel;

/// Opens gRPC channels to other nodes, on the process's shared event loops and with the limits that
/// [NodeServer] has.
public final class Channels {
  private static final int MAX_MESSAGE_BYTES = 64 << 20;
  private static final int FLOW_WINDOW_BYTES = 2 << 20;

  private Channels() {}

  /// Returns an idle channel; the first call connects. The caller shuts it down.
  public static ManagedChannel open(HostPort address) {
    return open(address, Security.NONE);
  }

  /// As [#open(HostPort)], with this node's certificate when it has one.
  public static ManagedChannel open(HostPort address, Security security) {
    return builder(address, security).build();
  }

  /// As [#open(HostPort)], with callbacks on the event loop: for callers whose listeners never
  /// block.
  public static ManagedChannel openDirect(HostPort address) {
    return openDirect(address, Security.NONE);
  }

  /// As [#openDirect(HostPort)], with this node's certificate when it has one.
  public static ManagedChannel openDirect(HostPort address, Security security) {
    return builder(address, security).directExecutor().build();
  }

  /// As [#openDirect(HostPort, Security)], to a helper on this machine whose certificate need not
  /// name the host.
  public static ManagedChannel openLocal(HostPort address, Security security) {
    NettyChannelBuilder builder = builder(address, security).directExecutor();
    return security.tls()
        ? builder.sslContext(TlsContexts.clientOfAnyHost(security)).build()
        : builder.build();
  }

  private static NettyChannelBuilder builder(HostPort address, Security security) {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(address.socketAddress())
            .channelType(NioSocketChannel.class)
            .eventLoopGroup(EventLoops.shared())
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .flowControlWindow(FLOW_WINDOW_BYTES);
    return security.tls()
        ? builder.sslContext(TlsContexts.client(security))
        : builder.usePlaintext();
  }
}
