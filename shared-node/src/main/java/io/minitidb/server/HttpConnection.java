package io.minitidb.server;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One HTTP/1.1 connection: asks for each request's head what becomes of it, and reads the next
/// request only when the answer is out, which keeps pipelined answers in order and bounds what a
/// client can make us hold. Every state has a deadline. Fields belong to the event loop.
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

  private enum State {
    /// Between two requests.
    IDLE,
    /// The head is here and waits for a decision.
    DECIDING,
    /// The body is being kept for a handler.
    COLLECTING,
    /// A handler works.
    WORKING,
    /// Another server answers.
    RELAYING,
    /// The answer is on its way to the client.
    ANSWERING,
    /// The last answer is out; what the client still sends is thrown away.
    LEAVING
  }

  private final HttpDispatcher dispatcher;
  private final Executor executor;
  private final Supplier<HttpLimits> limits;
  private final DepartureWatch departures;
  private @Nullable Request current;
  private @Nullable Deadline deadline;
  private @Nullable ChannelPromise closeWhenAnswered;
  private State state = State.IDLE;
  private boolean headBegun;
  private boolean sawMessage;
  private OutboundMark mark = OutboundMark.NONE;

  private HttpConnection(
      HttpDispatcher dispatcher,
      Executor executor,
      Supplier<HttpLimits> limits,
      DepartureWatch departures) {
    this.dispatcher = dispatcher;
    this.executor = executor;
    this.limits = limits;
    this.departures = departures;
  }

  /// The request in progress. Its client may leave before he is answered.
  private final class Request implements BooleanSupplier, RelayExchange.Client {
    private final ChannelHandlerContext ctx;
    private final HttpRequest message;
    private final BodyCollector body = new BodyCollector();
    private @Nullable HttpCall call;
    private @Nullable HttpPlan plan;
    private @Nullable RelayExchange relay;
    private boolean keepAlive;

    /// Whether all of it has been read.
    private boolean complete;

    private volatile boolean watched;
    private volatile boolean gone;

    Request(ChannelHandlerContext ctx, HttpRequest message) {
      this.ctx = ctx;
      this.message = message;
      this.keepAlive = HttpUtil.isKeepAlive(message);
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
      if (current == this && (state == State.WORKING || state == State.DECIDING)) {
        departures.start();
      }
    }

    @Override
    public ChannelHandlerContext context() {
      return ctx;
    }

    @Override
    public void reading(boolean on) {
      ctx.channel().config().setAutoRead(on);
      if (complete) {
        departures.start();
      }
    }

    @Override
    public void patience(Duration time) {
      deadline(ctx).in(time);
    }

    @Override
    public boolean reusable() {
      return keepAlive && complete && closeWhenAnswered == null;
    }

    @Override
    public void relayed(ChannelFuture written, boolean open) {
      relay = null;
      keepAlive &= open;
      afterWriting(this, written);
    }

    @Override
    public void notRelayed(HttpAnswer otherwise) {
      relay = null;
      answer(this, otherwise);
    }
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
        .addLast(new HttpConnection(dispatcher, executor, limits, departures));
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    deadline(ctx).in(limits.get().head());
  }

  private Deadline deadline(ChannelHandlerContext ctx) {
    Deadline known = deadline;
    if (known == null) {
      known = new Deadline(ctx.executor(), () -> late(ctx));
      deadline = known;
    }
    return known;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    sawMessage = true;
    Request request = current;
    if (state == State.LEAVING || (request == null && !(message instanceof HttpRequest))) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (message instanceof HttpRequest head && request == null) {
      begin(ctx, head);
      request = current;
    }
    if (message instanceof HttpContent content) {
      if (request == null) {
        content.release();
      } else {
        content(request, content);
      }
    }
  }

  private void begin(ChannelHandlerContext ctx, HttpRequest head) {
    Request request = new Request(ctx, head);
    current = request;
    headBegun = false;
    deadline(ctx).clear();
    Optional<HttpAnswer> refusal = Refusals.of(head);
    if (refusal.isPresent()) {
      request.keepAlive = false;
      answer(request, refusal.get());
      return;
    }
    HttpCall call;
    try {
      call =
          HttpCall.head(
              head.method().name(),
              head.uri(),
              head.headers(),
              (InetSocketAddress) ctx.channel().remoteAddress(),
              request);
    } catch (IllegalArgumentException e) {
      answer(request, Refusals.malformed(e));
      return;
    }
    request.call = call;
    follow(request, plan(call));
  }

  private HttpPlan plan(HttpCall head) {
    try {
      return dispatcher.plan(head);
    } catch (RuntimeException e) { // whatever it was, the client wants an answer
      log.error("{} {} failed", head.method(), head.path(), e);
      return HttpPlan.of(HttpAnswer.text(500, String.valueOf(e.getMessage())));
    }
  }

  private void follow(Request request, HttpPlan plan) {
    request.plan = plan;
    switch (plan) {
      case HttpPlan.Undecided undecided -> {
        state = State.DECIDING;
        request.ctx.channel().config().setAutoRead(false);
        executor.execute(() -> decide(request, undecided));
      }
      case HttpPlan.Forward forward -> {
        state = State.RELAYING;
        RelayExchange relay = new RelayExchange(request, request.message, forward);
        request.relay = relay;
        relay.start();
      }
      case HttpPlan.Work work -> collect(request);
      case HttpPlan.Instant instant -> collect(request);
    }
  }

  private void decide(Request request, HttpPlan.Undecided undecided) {
    HttpPlan plan;
    try {
      plan = undecided.decision().call();
    } catch (Exception e) { // whatever it was, the client wants an answer
      log.error("{} {} failed", request.message.method(), request.message.uri(), e);
      plan = HttpPlan.of(HttpAnswer.text(500, String.valueOf(e.getMessage())));
    }
    HttpPlan decided = plan;
    request.ctx.executor().execute(() -> {
      if (current != request) {
        return;
      }
      departures.stop();
      follow(request, decided);
      if (state == State.COLLECTING) {
        deadline(request.ctx).in(limits.get().body());
        request.ctx.channel().config().setAutoRead(true);
      }
    });
  }

  private void collect(Request request) {
    state = State.COLLECTING;
    long limit = limits.get().bodyBytes();
    if (HttpUtil.getContentLength(request.message, 0L) > limit) {
      answer(request, Refusals.tooLarge());
    } else if (HttpUtil.is100ContinueExpected(request.message)) {
      request.ctx.writeAndFlush(Refusals.goOn());
    }
  }

  private void content(Request request, HttpContent content) {
    boolean last = content instanceof LastHttpContent;
    request.complete |= last;
    if (request.relay != null) {
      request.relay.content(content);
      return;
    }
    try {
      if (state != State.COLLECTING) {
        return;
      }
      if (content.decoderResult().isFailure()) {
        request.keepAlive = false;
        answer(request, Refusals.malformed(content.decoderResult().cause()));
      } else if (!request.body.add(content.content(), limits.get().bodyBytes())) {
        answer(request, Refusals.tooLarge());
      } else if (last) {
        work(request);
      }
    } finally {
      content.release();
    }
  }

  private void work(Request request) {
    deadline(request.ctx).clear();
    state = State.WORKING;
    HttpCall head = request.call;
    if (head == null) {
      throw new IllegalStateException("a request without a head");
    }
    HttpCall call = request.body.isEmpty() ? head : head.with(request.body.take());
    switch (request.plan) {
      case HttpPlan.Instant(HttpHandler handler) -> answer(request, answered(handler, call));
      case HttpPlan.Work(HttpHandler handler) -> {
        request.ctx.channel().config().setAutoRead(false);
        executor.execute(() -> {
          HttpAnswer answer = answered(handler, call);
          request.ctx.executor().execute(() -> answer(request, answer));
        });
      }
      case null, default -> throw new IllegalStateException("nobody works on " + request.plan);
    }
  }

  private static HttpAnswer answered(HttpHandler handler, HttpCall call) {
    try {
      return handler.handle(call);
    } catch (
        Throwable
            e) { // the outermost frame of a request: without an answer the connection would hang
      log.error("{} {} failed", call.method(), call.path(), e);
      return HttpAnswer.text(500, String.valueOf(e.getMessage()));
    }
  }

  private void answer(Request request, HttpAnswer answer) {
    if (current != request) {
      return;
    }
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.status()),
            Unpooled.wrappedBuffer(answer.body()));
    answer.headers().forEach((name, values) -> response.headers().add(name, values));
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
    response.headers().remove(HttpHeaderNames.TRANSFER_ENCODING);
    request.keepAlive &= !response.headers().contains(HttpHeaderNames.CONNECTION, "close", true);
    response
        .headers()
        .set(HttpHeaderNames.CONNECTION, request.reusable() ? "keep-alive" : "close");
    state = State.ANSWERING;
    request.keepAlive = request.reusable();
    afterWriting(request, request.ctx.writeAndFlush(response));
  }

  private void afterWriting(Request request, ChannelFuture written) {
    state = State.ANSWERING;
    if (written.isDone()) {
      done(request, written);
    } else {
      mark = OutboundMark.of(request.ctx.channel());
      deadline(request.ctx).in(limits.get().answer());
      written.addListener(any -> done(request, written));
    }
  }

  private void done(Request request, ChannelFuture written) {
    if (current != request) {
      return;
    }
    current = null;
    ChannelHandlerContext ctx = request.ctx;
    if (!written.isSuccess() || !ctx.channel().isActive()) {
      ctx.close();
    } else if (closeWhenAnswered != null) {
      ctx.close(closeWhenAnswered);
    } else if (request.keepAlive) {
      state = State.IDLE;
      deadline(ctx).in(limits.get().idle());
      ctx.channel().config().setAutoRead(true);
      departures.stop();
    } else if (request.complete) {
      ctx.close();
    } else {
      leave(ctx);
    }
  }

  /// To close with bytes unread would make the client's side drop the answer.
  private void leave(ChannelHandlerContext ctx) {
    state = State.LEAVING;
    deadline(ctx).in(FAREWELL);
    if (ctx.channel() instanceof DuplexChannel socket) {
      socket.shutdownOutput();
    }
    ctx.channel().config().setAutoRead(true);
    departures.stop();
  }

  /// What this state waits for has not come in time.
  private void late(ChannelHandlerContext ctx) {
    Request request = current;
    switch (state) {
      case IDLE -> {
        if (headBegun) {
          ctx.writeAndFlush(Refusals.tooSlow()).addListener(any -> ctx.close());
        } else {
          ctx.close();
        }
      }
      case COLLECTING -> {
        if (request != null) {
          request.keepAlive = false;
          answer(request, Refusals.tooSlowBody());
        }
      }
      case RELAYING -> {
        if (request != null && request.relay != null) {
          request.relay.late();
        }
      }
      case ANSWERING -> {
        OutboundMark now = OutboundMark.of(ctx.channel());
        if (now.equals(mark)) {
          ctx.close();
        } else {
          mark = now;
          deadline(ctx).in(limits.get().answer());
        }
      }
      case LEAVING -> ctx.close();
      case DECIDING, WORKING -> {} // those have deadlines of their own
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (state == State.RELAYING && current != null && current.relay != null) {
      current.relay.readComplete();
    } else if (state == State.COLLECTING && !headBegun) {
      headBegun = true;
      deadline(ctx).in(limits.get().body());
    } else if (state == State.IDLE && departures.takePassed() && !sawMessage && !headBegun) {
      headBegun = true; // some of it has come
      deadline(ctx).in(limits.get().head());
    }
    sawMessage = false;
    ctx.fireChannelReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (current != null && current.relay != null) {
      current.relay.clientWritable();
    }
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    Request request = current;
    current = null;
    deadline(ctx).cancel();
    if (closeWhenAnswered != null) {
      closeWhenAnswered.trySuccess();
    }
    if (request != null) {
      request.gone = true;
      if (request.relay != null) {
        request.relay.clientGone();
      }
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
