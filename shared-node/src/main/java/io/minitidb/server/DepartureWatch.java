package io.minitidb.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Reads on from a connection whose request is being answered: nothing else tells that the client
/// has closed it. Bytes that come meanwhile are kept for later, a bounded number; then it looks no
/// further. Belongs to the event loop.
final class DepartureWatch extends ChannelInboundHandlerAdapter {
  private static final int MAX_KEPT_BYTES = 64 << 10;

  private final Deque<Object> kept = new ArrayDeque<>();
  private @Nullable ChannelHandlerContext context;
  private int keptBytes;
  private boolean watching;
  private boolean passed;

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  /// Begins to look whether the client leaves.
  void start() {
    if (context != null && !watching) {
      watching = true;
      context.read();
    }
  }

  /// Whatever came is for those behind, and whatever comes.
  void stop() {
    watching = false;
    keptBytes = 0;
    if (context == null || kept.isEmpty()) {
      return;
    }
    for (Object bytes = kept.poll(); bytes != null; bytes = kept.poll()) {
      context.fireChannelRead(bytes);
    }
    context.fireChannelReadComplete();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (watching) {
      kept.add(message);
      keptBytes += message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
    } else {
      passed = true;
      ctx.fireChannelRead(message);
    }
  }

  /// Says whether bytes have gone through since the last question.
  boolean takePassed() {
    boolean any = passed;
    passed = false;
    return any;
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (!watching) {
      ctx.fireChannelReadComplete();
    } else if (keptBytes < MAX_KEPT_BYTES) {
      ctx.read();
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    kept.forEach(ReferenceCountUtil::release);
    kept.clear();
  }
}
