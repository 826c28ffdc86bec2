package io.minitidb.server;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.minitidb.node.HostPort;
import io.netty.channel.socket.nio.NioSocketChannel;

/// Opens gRPC channels to other nodes, on the process's shared event loops and with the limits that
/// [NodeServer] has.
public final class Channels {
  private static final int MAX_MESSAGE_BYTES = 64 << 20;
  private static final int FLOW_WINDOW_BYTES = 2 << 20;

  private Channels() {}

  /// Returns an idle channel; the first call connects. The caller shuts it down.
  public static ManagedChannel open(HostPort address) {
    return builder(address).build();
  }

  /// As [#open(HostPort)], with callbacks on the event loop: for callers whose listeners never
  /// block.
  public static ManagedChannel openDirect(HostPort address) {
    return builder(address).directExecutor().build();
  }

  private static NettyChannelBuilder builder(HostPort address) {
    return NettyChannelBuilder.forAddress(address.socketAddress())
        .channelType(NioSocketChannel.class)
        .eventLoopGroup(EventLoops.shared())
        .usePlaintext()
        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
        .flowControlWindow(FLOW_WINDOW_BYTES);
  }
}
