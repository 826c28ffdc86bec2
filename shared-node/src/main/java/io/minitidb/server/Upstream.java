package io.minitidb.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// A connection to another server: carries one exchange after the other and waits in the pool in
/// between. Belongs to its event loop.
final class Upstream extends ChannelInboundHandlerAdapter {
  /// Shorter than [HttpLimits#idle] of the other side, who should not be the one who closes.
  private static final Duration IDLE_LIMIT = Duration.ofSeconds(15);

  private static final int MAX_IDLE = 16;

  private final String target;
  private final Channel channel;
  private final Deque<Upstream> pool;
  private final Deadline idle;
  private @Nullable RelayExchange exchange;
  private boolean wasIdle;

  /// @param pool where it waits, of the same event loop and target
  Upstream(String target, Channel channel, Deque<Upstream> pool) {
    this.target = target;
    this.channel = channel;
    this.pool = pool;
    this.idle = new Deadline(channel.eventLoop(), channel::close);
  }

  String target() {
    return target;
  }

  Channel channel() {
    return channel;
  }

  /// Says whether it has carried other exchanges before this one.
  boolean wasIdle() {
    return wasIdle;
  }

  void begin(RelayExchange next) {
    idle.clear();
    exchange = next;
  }

  /// @param reusable whether both messages are complete
  void end(boolean reusable) {
    exchange = null;
    if (reusable && channel.isActive()) {
      release();
    } else {
      channel.close();
    }
  }

  /// Goes into the pool, or ends when there are enough in it.
  void release() {
    if (pool.size() >= MAX_IDLE) {
      channel.close();
      return;
    }
    wasIdle = true;
    channel.config().setAutoRead(true); // hears when the other side closes
    idle.in(IDLE_LIMIT);
    pool.push(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    RelayExchange current = exchange;
    if (current == null) {
      ReferenceCountUtil.release(message);
      ctx.close(); // nobody asked for anything
      return;
    }
    if (message instanceof HttpResponse head) {
      current.answer(head);
    }
    if (message instanceof HttpContent part) {
      if (exchange == current) {
        current.answerContent(part);
      } else {
        part.release();
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (exchange != null) {
      exchange.answerReadComplete();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (exchange != null) {
      exchange.upWritable();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    idle.cancel();
    pool.remove(this);
    if (exchange != null) {
      exchange.broken(null);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (exchange != null) {
      exchange.broken(cause);
    }
    ctx.close();
  }
}
