package io.minitidb.server;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One HTTP/1.1 connection: reads the next request only when the answer to the last one is out,
/// which keeps pipelined answers in order and bounds what a client can make us hold. Whatever it
/// waits for has a deadline. Fields belong to the event loop.
final class HttpConnection extends ChannelDuplexHandler {
  private static final Logger log = LoggerFactory.getLogger(HttpConnection.class);
  private static final int MAX_LINE_BYTES = 16 << 10;
  private static final int MAX_HEADER_BYTES = 64 << 10;

  /// More than the shortest requests that one read of a socket, 64 KiB, can hold; no second read
  /// happens before they are answered.
  private static final int MAX_PIPELINED = 4096;

  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(16 << 10, 32 << 10);

  /// How long a client that was answered before it had sent everything may read its answer.
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final HttpDispatcher dispatcher;
  private final Executor executor;
  private final Supplier<HttpLimits> limits;
  private final DepartureWatch departures;
  private final Deadline deadline;
  private @Nullable HttpExchange current;
  private @Nullable ChannelPromise closeWhenAnswered;

  /// Whether a part of a head has come.
  private boolean headBegun;

  /// Whether this read has brought more than a part of a head.
  private boolean sawMessage;

  /// Whether the last answer is out; what the client still sends is thrown away.
  private boolean leaving;

  private HttpConnection(
      ChannelPipeline pipeline,
      HttpDispatcher dispatcher,
      Executor executor,
      Supplier<HttpLimits> limits,
      DepartureWatch departures) {
    this.dispatcher = dispatcher;
    this.executor = executor;
    this.limits = limits;
    this.departures = departures;
    this.deadline = new Deadline(pipeline.channel().eventLoop(), () -> late(pipeline));
  }

  /// Puts the handlers of HTTP/1.1 at the end of a pipeline.
  static void install(
      ChannelPipeline pipeline,
      HttpDispatcher dispatcher,
      Executor executor,
      Supplier<HttpLimits> limits) {
    HttpDecoderConfig sizes =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(MAX_LINE_BYTES)
            .setMaxHeaderSize(MAX_HEADER_BYTES);
    pipeline.channel().config().setWriteBufferWaterMark(WATER_MARK);
    DepartureWatch departures = new DepartureWatch();
    pipeline
        .addLast(departures)
        .addLast(new HttpServerCodec(sizes, MAX_PIPELINED))
        // Holds decoded messages back while nobody reads.
        .addLast(new FlowControlHandler())
        .addLast(new HttpConnection(pipeline, dispatcher, executor, limits, departures));
  }

  HttpDispatcher dispatcher() {
    return dispatcher;
  }

  /// Where handlers work.
  Executor executor() {
    return executor;
  }

  HttpLimits limits() {
    return limits.get();
  }

  DepartureWatch departures() {
    return departures;
  }

  /// The one deadline of the connection, whatever it waits for.
  Deadline deadline() {
    return deadline;
  }

  boolean isServing(HttpExchange exchange) {
    return exchange.equals(current);
  }

  /// Says whether the connection ends with the next answer because the server stops.
  boolean isStopping() {
    return closeWhenAnswered != null;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    deadline.in(limits().head());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    sawMessage = true;
    if (current == null && !leaving && message instanceof HttpRequest head) {
      HttpExchange next = new HttpExchange(this, ctx, head);
      current = next;
      headBegun = false;
      deadline.clear();
      next.begin();
    }
    if (message instanceof HttpContent part) {
      if (current == null) {
        part.release();
      } else {
        current.content(part);
      }
    }
  }

  /// The answer is out, or the client has not taken it.
  void answered(HttpExchange exchange, ChannelFuture written) {
    if (!isServing(exchange)) {
      return;
    }
    current = null;
    ChannelHandlerContext ctx = exchange.context();
    if (!written.isSuccess() || !ctx.channel().isActive()) {
      ctx.close();
    } else if (closeWhenAnswered != null) {
      ctx.close(closeWhenAnswered);
    } else if (exchange.isKeptAlive()) {
      deadline.in(limits().idle());
      ctx.channel().config().setAutoRead(true);
      departures.stop();
    } else if (exchange.isComplete()) {
      ctx.close();
    } else {
      leave(ctx);
    }
  }

  /// To close with bytes unread would make the client's side drop the answer.
  private void leave(ChannelHandlerContext ctx) {
    leaving = true;
    deadline.in(FAREWELL);
    if (ctx.channel() instanceof DuplexChannel socket) {
      socket.shutdownOutput();
    }
    ctx.channel().config().setAutoRead(true);
    departures.stop();
  }

  /// What is waited for has not come in time.
  private void late(ChannelPipeline pipeline) {
    if (current != null) {
      current.late();
      return;
    }
    ChannelHandlerContext ctx = pipeline.context(this);
    if (ctx == null) {
      return;
    }
    if (headBegun && !leaving) {
      ctx.writeAndFlush(Refusals.tooSlowHead()).addListener(any -> ctx.close());
    } else {
      ctx.close();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    boolean bytes = departures.takePassed();
    if (current != null) {
      current.readComplete();
    } else if (bytes && !sawMessage && !headBegun && !leaving) {
      headBegun = true;
      deadline.in(limits().head());
    }
    sawMessage = false;
    ctx.fireChannelReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (current != null) {
      current.writabilityChanged();
    }
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    HttpExchange unfinished = current;
    current = null;
    deadline.cancel();
    if (closeWhenAnswered != null) {
      closeWhenAnswered.trySuccess();
    }
    if (unfinished != null) {
      unfinished.clientGone();
    }
    ctx.fireChannelInactive();
  }

  /// A server that stops lets the request in progress finish; the caller bounds how long it waits
  /// for that.
  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    if (current != null && ctx.channel().isActive()) {
      closeWhenAnswered = promise;
    } else {
      ctx.close(promise);
    }
  }

  /// gRPC still keeps a transport for this connection and may send it commands of its own, such as
  /// the end of its handshake time.
  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (message instanceof HttpObject) {
      ctx.write(message, promise);
    } else {
      ReferenceCountUtil.release(message);
      promise.setSuccess();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // A client that went away, even in the middle of its request, is nothing to report.
    if (ctx.channel().isActive() && !(cause instanceof IOException)) {
      log.warn("HTTP connection from {} failed", ctx.channel().remoteAddress(), cause);
    }
    ctx.close();
  }
}
