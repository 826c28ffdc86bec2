package io.minitidb.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/// Reads on from a connection whose request is being answered: nothing else tells that the client
/// has closed it. Bytes that come meanwhile are kept for later, those of one read; then it looks no
/// further. Belongs to the event loop.
final class DepartureWatch extends ChannelInboundHandlerAdapter {
  private @Nullable ChannelHandlerContext context;
  private @Nullable Object kept;
  private boolean watching;

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

  /// The request was answered: whatever came belongs to the next one.
  void stop() {
    watching = false;
    if (context != null && kept != null) {
      handOn(context);
      context.fireChannelReadComplete();
    }
  }

  private void handOn(ChannelHandlerContext ctx) {
    Object bytes = kept;
    kept = null;
    if (bytes != null) {
      ctx.fireChannelRead(bytes);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (watching && kept == null) {
      kept = message;
    } else {
      // With TLS one read may bring several messages; none overtakes the one that is kept.
      handOn(ctx);
      ctx.fireChannelRead(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (!watching) {
      ctx.fireChannelReadComplete();
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    ReferenceCountUtil.release(kept);
    kept = null;
  }
}
