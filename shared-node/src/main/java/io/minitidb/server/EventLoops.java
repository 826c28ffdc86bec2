package io.minitidb.server;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;

/// The event loops of this process. Nothing blocks on them and every server and client shares them,
/// so two threads are enough however many nodes one JVM hosts. They are daemons and live as long as
/// the process.
public final class EventLoops {
  private static final int THREADS = 2;

  private EventLoops() {}

  /// Returns the shared NIO group; do not shut it down.
  public static EventLoopGroup shared() {
    return Holder.GROUP;
  }

  private static final class Holder {
    static final EventLoopGroup GROUP =
        new MultiThreadIoEventLoopGroup(
            THREADS, new DefaultThreadFactory("net", true), NioIoHandler.newFactory());
  }
}
