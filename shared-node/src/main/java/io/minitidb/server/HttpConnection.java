package io.minitidb.server;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One HTTP/1.1 connection: hands each request to the handler on the executor and reads the next
/// one only when the answer is out, which keeps pipelined answers in order and bounds what a client
/// can make us hold. Fields belong to the event loop.
final class HttpConnection extends ChannelDuplexHandler {
  private static final Logger log = LoggerFactory.getLogger(HttpConnection.class);
  private static final int MAX_LINE_BYTES = 16 << 10;
  private static final int MAX_HEADER_BYTES = 64 << 10;
  private static final int MAX_BODY_BYTES = 16 << 20;

  /// More than the shortest requests that one read of a socket, 64 KiB, can hold; no second read
  /// happens before they are answered.
  private static final int MAX_PIPELINED = 4096;

  private static final int IDLE_SECONDS = 75;

  private final HttpHandler handler;
  private final Executor executor;
  private final DepartureWatch departures;
  private boolean busy;
  private @Nullable Caller caller;
  private @Nullable ChannelPromise closeWhenAnswered;

  private HttpConnection(HttpHandler handler, Executor executor, DepartureWatch departures) {
    this.handler = handler;
    this.executor = executor;
    this.departures = departures;
  }

  /// The client of one call, who may leave before he is answered.
  private final class Caller implements BooleanSupplier {
    private final ChannelHandlerContext ctx;
    private volatile boolean watched;
    private volatile boolean gone;

    Caller(ChannelHandlerContext ctx) {
      this.ctx = ctx;
    }

    @Override
    public boolean getAsBoolean() {
      if (!watched) {
        watched = true;
        ctx.executor().execute(this::watch);
      }
      return gone;
    }

    private void watch() {
      if (busy) {
        departures.start();
      }
    }
  }

  static void install(ChannelPipeline pipeline, HttpHandler handler, Executor executor) {
    HttpDecoderConfig limits =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(MAX_LINE_BYTES)
            .setMaxHeaderSize(MAX_HEADER_BYTES);
    DepartureWatch departures = new DepartureWatch();
    pipeline
        .addLast(departures)
        .addLast(new HttpServerCodec(limits, MAX_PIPELINED))
        .addLast(new IdleStateHandler(0, 0, IDLE_SECONDS))
        // Holds decoded messages back while a request is being answered; also keeps a `100
        // Continue` behind that answer.
        .addLast(new FlowControlHandler())
        .addLast(new HttpObjectAggregator(MAX_BODY_BYTES))
        .addLast(new HttpConnection(handler, executor, departures));
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    FullHttpRequest request = (FullHttpRequest) message;
    try {
      if (request.decoderResult().isFailure()) {
        write(
            ctx,
            HttpAnswer.text(400, "bad request: " + request.decoderResult().cause().getMessage()),
            false);
        return;
      }
      Caller client = new Caller(ctx);
      HttpCall call = call(ctx, request, client);
      caller = client;
      boolean keepAlive = HttpUtil.isKeepAlive(request);
      busy = true;
      ctx.channel().config().setAutoRead(false);
      executor.execute(() -> answer(ctx, call, keepAlive));
    } catch (IllegalArgumentException e) {
      write(ctx, HttpAnswer.text(400, "bad request: " + e.getMessage()), false);
    } finally {
      request.release();
    }
  }

  private static HttpCall call(
      ChannelHandlerContext ctx, FullHttpRequest request, BooleanSupplier gone) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (String name : request.headers().names()) {
      headers.put(name, List.copyOf(request.headers().getAll(name)));
    }
    InetSocketAddress remote = (InetSocketAddress) ctx.channel().remoteAddress();
    return HttpCall.of(
        request.method().name(),
        request.uri(),
        headers,
        ByteBufUtil.getBytes(request.content()),
        remote,
        gone);
  }

  private void answer(ChannelHandlerContext ctx, HttpCall call, boolean keepAlive) {
    HttpAnswer answer;
    try {
      answer = handler.handle(call);
    } catch (
        Throwable
            e) { // the outermost frame of a request: without an answer the connection would hang
      log.error("{} {} failed", call.method(), call.path(), e);
      answer = HttpAnswer.text(500, String.valueOf(e.getMessage()));
    }
    HttpAnswer ready = answer;
    ctx.executor().execute(() -> write(ctx, ready, keepAlive));
  }

  private void write(ChannelHandlerContext ctx, HttpAnswer answer, boolean keepAlive) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.status()),
            Unpooled.wrappedBuffer(answer.body()));
    answer.headers().forEach((name, values) -> response.headers().add(name, values));
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
    response.headers().remove(HttpHeaderNames.TRANSFER_ENCODING);
    busy = false;
    boolean open = keepAlive && closeWhenAnswered == null;
    response.headers().set(HttpHeaderNames.CONNECTION, open ? "keep-alive" : "close");
    if (open) {
      ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
      ctx.channel().config().setAutoRead(true);
      departures.stop();
    } else {
      ChannelPromise promise = closeWhenAnswered == null ? ctx.newPromise() : closeWhenAnswered;
      ctx.writeAndFlush(response).addListener(written -> ctx.close(promise));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (caller != null) {
      caller.gone = true;
    }
    ctx.fireChannelInactive();
  }

  /// A server that stops lets the request in progress finish; the caller bounds how long it waits
  /// for that.
  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    if (busy && ctx.channel().isActive()) {
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
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof IdleStateEvent && !busy) {
      ctx.close();
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
