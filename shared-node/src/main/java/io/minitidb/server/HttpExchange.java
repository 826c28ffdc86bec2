package io.minitidb.server;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request of an [HttpConnection], from its head to the end of its answer. It says itself
/// whether the client, who may leave before he is answered, is gone. Belongs to the event loop.
final class HttpExchange implements RelayExchange.Client, BooleanSupplier {
  private static final Logger log = LoggerFactory.getLogger(HttpExchange.class);

  private enum Stage {
    /// The head is here and waits for a decision.
    DECIDING,
    /// The body is being kept for a handler.
    COLLECTING,
    /// A handler works.
    WORKING,
    /// Another server answers.
    RELAYING,
    /// The answer is on its way to the client.
    ANSWERING
  }

  private final HttpConnection connection;
  private final ChannelHandlerContext ctx;
  private final HttpRequest message;
  private final BodyCollector body = new BodyCollector();
  private Stage stage = Stage.DECIDING;
  private @Nullable HttpPlan plan;
  private @Nullable HttpCall call;
  private @Nullable RelayExchange relay;
  private OutboundMark mark = OutboundMark.NONE;
  private boolean keepAlive;

  /// Whether all of the request has been read.
  private boolean complete;

  /// Whether the body did not come together with the head.
  private boolean inParts;

  private volatile boolean watched;
  private volatile boolean gone;

  HttpExchange(HttpConnection connection, ChannelHandlerContext ctx, HttpRequest message) {
    this.connection = connection;
    this.ctx = ctx;
    this.message = message;
    this.keepAlive = HttpUtil.isKeepAlive(message);
  }

  void begin() {
    Optional<HttpAnswer> refusal = Refusals.of(message);
    if (refusal.isPresent()) {
      refuse(refusal.get());
      return;
    }
    HttpCall head;
    try {
      InetSocketAddress remote = (InetSocketAddress) ctx.channel().remoteAddress();
      head = HttpCall.head(message.method().name(), message.uri(), message.headers(), remote, this);
    } catch (IllegalArgumentException e) {
      refuse(Refusals.malformed(e));
      return;
    }
    call = head;
    follow(planned(head));
  }

  private HttpPlan planned(HttpCall head) {
    try {
      return connection.dispatcher().plan(head);
    } catch (RuntimeException e) { // whatever it was, the client wants an answer
      return failed(e);
    }
  }

  private HttpPlan failed(Exception e) {
    log.error("{} {} failed", message.method(), message.uri(), e);
    return HttpPlan.of(HttpAnswer.text(500, String.valueOf(e.getMessage())));
  }

  private void follow(HttpPlan next) {
    plan = next;
    switch (next) {
      case HttpPlan.Undecided undecided -> {
        stage = Stage.DECIDING;
        ctx.channel().config().setAutoRead(false);
        connection.executor().execute(() -> decide(undecided));
      }
      case HttpPlan.Forward forward -> {
        stage = Stage.RELAYING;
        RelayExchange passing = new RelayExchange(this, message, forward);
        relay = passing;
        passing.start();
      }
      case HttpPlan.Work work -> collect();
      case HttpPlan.Instant instant -> collect();
    }
  }

  private void decide(HttpPlan.Undecided undecided) {
    HttpPlan decided;
    try {
      decided = undecided.decision().call();
    } catch (Exception e) { // whatever it was, the client wants an answer
      decided = failed(e);
    }
    HttpPlan next = decided.with(undecided.ours());
    ctx.executor()
        .execute(() -> {
          if (!connection.isServing(this)) {
            return;
          }
          connection.departures().stop();
          follow(next);
          if (stage == Stage.COLLECTING) {
            connection.deadline().in(connection.limits().body());
            ctx.channel().config().setAutoRead(true);
          }
        });
  }

  private void collect() {
    stage = Stage.COLLECTING;
    if (HttpUtil.getContentLength(message, 0L) > connection.limits().bodyBytes()) {
      refuse(Refusals.tooLarge());
    } else if (HttpUtil.is100ContinueExpected(message)) {
      ctx.writeAndFlush(Refusals.goOn());
    }
  }

  /// A part of the body has come.
  void content(HttpContent part) {
    boolean last = part instanceof LastHttpContent;
    complete |= last;
    if (relay != null) {
      relay.content(part);
      return;
    }
    try {
      if (stage != Stage.COLLECTING) {
        return;
      }
      if (part.decoderResult().isFailure()) {
        refuse(Refusals.malformed(part.decoderResult().cause()));
      } else if (!body.add(part.content(), connection.limits().bodyBytes())) {
        refuse(Refusals.tooLarge());
      } else if (last) {
        work();
      }
    } finally {
      part.release();
    }
  }

  private void work() {
    connection.deadline().clear();
    stage = Stage.WORKING;
    HttpCall head = call;
    if (head == null) {
      throw new IllegalStateException("a request without a head");
    }
    HttpCall whole = body.isEmpty() ? head : head.with(body.take());
    switch (plan) {
      case HttpPlan.Instant(HttpHandler handler, var any) -> answer(answered(handler, whole));
      case HttpPlan.Work(HttpHandler handler, var any) -> {
        ctx.channel().config().setAutoRead(false);
        connection
            .executor()
            .execute(() -> {
              HttpAnswer answer = answered(handler, whole);
              ctx.executor().execute(() -> answer(answer));
            });
      }
      case null, default -> throw new IllegalStateException("nobody works on " + plan);
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

  /// Answers for the last time on this connection.
  private void refuse(HttpAnswer refusal) {
    keepAlive = false;
    answer(refusal);
  }

  private void answer(HttpAnswer answer) {
    if (!connection.isServing(this)) {
      return;
    }
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.status()),
            Unpooled.wrappedBuffer(answer.body()));
    answer.headers().forEach((name, values) -> response.headers().add(name, values));
    if (plan != null) {
      plan.ours().forEach((name, value) -> response.headers().set(name, value));
    }
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
    response.headers().remove(HttpHeaderNames.TRANSFER_ENCODING);
    keepAlive =
        reusable() && !response.headers().contains(HttpHeaderNames.CONNECTION, "close", true);
    response.headers().set(HttpHeaderNames.CONNECTION, keepAlive ? "keep-alive" : "close");
    afterWriting(ctx.writeAndFlush(response));
  }

  private void afterWriting(ChannelFuture written) {
    stage = Stage.ANSWERING;
    if (written.isDone()) {
      connection.answered(this, written);
    } else {
      mark = OutboundMark.of(ctx.channel());
      connection.deadline().in(connection.limits().answer());
      written.addListener(done -> connection.answered(this, written));
    }
  }

  boolean isKeptAlive() {
    return keepAlive;
  }

  boolean isComplete() {
    return complete;
  }

  /// What this stage waits for has not come in time. Decisions and handlers have deadlines of their
  /// own.
  void late() {
    if (stage == Stage.COLLECTING) {
      refuse(Refusals.tooSlow());
    } else if (relay != null) {
      relay.late();
    } else if (stage == Stage.ANSWERING) {
      OutboundMark now = OutboundMark.of(ctx.channel());
      if (now.equals(mark)) {
        ctx.close();
      } else {
        mark = now;
        connection.deadline().in(connection.limits().answer());
      }
    }
  }

  /// Nothing more of the request is here at the moment.
  void readComplete() {
    if (relay != null) {
      relay.readComplete();
    } else if (stage == Stage.COLLECTING && !inParts) {
      inParts = true;
      connection.deadline().in(connection.limits().body());
    }
  }

  /// The client takes more of the answer, or less.
  void writabilityChanged() {
    if (relay != null) {
      relay.clientWritable();
    }
  }

  void clientGone() {
    gone = true;
    if (relay != null) {
      relay.clientGone();
    }
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
    boolean waiting = stage == Stage.WORKING || stage == Stage.DECIDING;
    if (waiting && connection.isServing(this)) {
      connection.departures().start();
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
      connection.departures().start();
    }
  }

  @Override
  public void patience(Duration time) {
    connection.deadline().in(time);
  }

  @Override
  public boolean reusable() {
    return keepAlive && complete && !connection.isStopping();
  }

  @Override
  public void relayed(ChannelFuture written, boolean open) {
    relay = null;
    keepAlive &= open;
    afterWriting(written);
  }

  @Override
  public void notRelayed(HttpAnswer otherwise) {
    relay = null;
    answer(otherwise);
  }
}
