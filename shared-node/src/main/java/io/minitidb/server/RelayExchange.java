package io.minitidb.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request that another server answers. Each side is read only as fast as the other one takes
/// what came, so that a body of any size needs the memory of two reads and two write buffers.
///
/// The next target is tried only while nothing of the request's body was given away and nothing of
/// an answer has come. An answer that breaks off in the middle closes the client's connection:
/// there is no other way to tell him. Belongs to the event loop of the client's connection.
final class RelayExchange {
  private static final Logger log = LoggerFactory.getLogger(RelayExchange.class);
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);

  private final Client client;
  private final HttpRequest request;
  private final HttpPlan.Forward plan;
  private final Deque<String> targets;
  private @Nullable Upstream up;
  private boolean over;
  private boolean bodyGiven;
  private boolean requestDone;
  private boolean answerBegun;
  private boolean interim;
  private boolean reusableAnswer;

  /// Whether the client can tell where the answer ends without the end of the connection.
  private boolean endsByItself = true;

  private long lastByte = System.nanoTime();
  private OutboundMark sentUp = OutboundMark.NONE;
  private OutboundMark sentDown = OutboundMark.NONE;

  /// The connection from which the request comes.
  interface Client {
    ChannelHandlerContext context();

    /// Lets the body of the request come, or not. A request that is here completely stays the only
    /// one.
    void reading(boolean on);

    /// Asks to be told by [#late] after that time.
    void patience(Duration time);

    /// Says whether the connection can go on after this answer.
    boolean reusable();

    /// @param written when the end of the answer is out
    /// @param open whether the client can tell where the answer ends
    void relayed(ChannelFuture written, boolean open);

    /// No answer came, so the client gets ours.
    void notRelayed(HttpAnswer otherwise);
  }

  RelayExchange(Client client, HttpRequest request, HttpPlan.Forward plan) {
    this.client = client;
    this.request = request;
    this.plan = plan;
    this.targets = new ArrayDeque<>(plan.targets());
  }

  private Channel down() {
    return client.context().channel();
  }

  private boolean repeatable() {
    return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
  }

  void start() {
    String first = targets.peek();
    // A connection that was idle may just be ending, and only some requests can be sent again.
    Upstream idle =
        first == null || !repeatable() ? null : plan.relay().idle(down().eventLoop(), first);
    if (idle == null) {
      next();
    } else {
      use(idle);
    }
  }

  private void next() {
    String target = targets.poll();
    if (target == null) {
      fail();
      return;
    }
    client.reading(false);
    client.patience(CONNECT_LIMIT);
    plan.relay()
        .connect(target, down().eventLoop())
        .whenComplete((connected, failure) -> {
          if (over) {
            if (connected != null) {
              connected.release();
            }
          } else if (connected == null) {
            log.debug("{} cannot be reached: {}", target, String.valueOf(failure));
            next();
          } else {
            use(connected);
            connected.channel().flush();
          }
        });
  }

  private void use(Upstream connected) {
    up = connected;
    connected.begin(this);
    client.patience(plan.relay().patience());
    lastByte = System.nanoTime();
    connected.channel().write(outgoing());
    if (requestDone) { // sent once more
      connected.channel().writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
      return;
    }
    if (HttpUtil.is100ContinueExpected(request)) {
      client.context().writeAndFlush(Refusals.goOn());
    }
    client.reading(true);
  }

  private HttpRequest outgoing() {
    HttpRequest sent =
        new DefaultHttpRequest(
            HttpVersion.HTTP_1_1, request.method(), HttpCall.origin(request.uri()));
    HopByHop.copy(request.headers(), sent.headers());
    sent.headers().remove(HttpHeaderNames.EXPECT);
    plan.added().forEach(sent.headers()::add);
    if (HttpUtil.isTransferEncodingChunked(request)) {
      HttpUtil.setTransferEncodingChunked(sent, true);
    }
    return sent;
  }

  /// A part of the request's body has come.
  void content(HttpContent part) {
    Upstream to = up;
    if (to == null || over) {
      part.release();
      return;
    }
    if (part.decoderResult().isFailure()) {
      part.release();
      cutOff();
      return;
    }
    lastByte = System.nanoTime();
    bodyGiven |= part.content().isReadable();
    if (part instanceof LastHttpContent) {
      requestDone = true;
      client.reading(false);
      to.channel().writeAndFlush(part);
    } else {
      to.channel().write(part);
      if (!to.channel().isWritable()) {
        client.reading(false);
        to.channel().flush();
      }
    }
  }

  /// Nothing more of the request is here at the moment.
  void readComplete() {
    if (up != null && !requestDone) {
      up.channel().flush();
    }
  }

  /// The other server takes more.
  void upWritable() {
    if (up != null && up.channel().isWritable() && !requestDone) {
      client.reading(true);
    }
  }

  /// The client takes more.
  void clientWritable() {
    if (up != null && down().isWritable()) {
      up.channel().config().setAutoRead(true);
    }
  }

  void answer(HttpResponse head) {
    lastByte = System.nanoTime();
    if (head.decoderResult().isFailure()) {
      broken(head.decoderResult().cause());
      return;
    }
    interim = head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    if (interim) {
      return;
    }
    answerBegun = true;
    boolean delimited =
        HttpUtil.isContentLengthSet(head)
            || HttpUtil.isTransferEncodingChunked(head)
            || request.method().equals(HttpMethod.HEAD)
            || head.status().code() == 204
            || head.status().code() == 304;
    reusableAnswer = delimited && HttpUtil.isKeepAlive(head);
    HttpResponse sent = new DefaultHttpResponse(HttpVersion.HTTP_1_1, head.status());
    HopByHop.copy(head.headers(), sent.headers());
    plan.ours()
        .forEach((name, value) -> {
          if (!sent.headers().contains(name, value, false)) {
            sent.headers().add(name, value);
          }
        });
    boolean chunked = !delimited || HttpUtil.isTransferEncodingChunked(head);
    boolean old = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
    if (chunked && !old) {
      HttpUtil.setTransferEncodingChunked(sent, true);
    }
    endsByItself = !chunked || !old;
    boolean open = endsByItself && client.reusable();
    sent.headers().set(HttpHeaderNames.CONNECTION, open ? "keep-alive" : "close");
    client.context().write(sent);
  }

  void answerContent(HttpContent part) {
    lastByte = System.nanoTime();
    if (part.decoderResult().isFailure()) {
      part.release();
      broken(part.decoderResult().cause());
    } else if (interim) {
      part.release();
    } else if (part instanceof LastHttpContent) {
      finish(part);
    } else {
      client.context().write(part);
      if (!down().isWritable() && up != null) {
        up.channel().config().setAutoRead(false);
        client.context().flush();
      }
    }
  }

  private void finish(HttpContent last) {
    over = true;
    Upstream from = up;
    up = null;
    if (from != null) {
      from.end(reusableAnswer && requestDone);
    }
    boolean open = endsByItself && client.reusable();
    client.relayed(client.context().writeAndFlush(last), open);
  }

  /// Nothing more of the answer is here at the moment.
  void answerReadComplete() {
    if (!over) {
      client.context().flush();
    }
  }

  /// The connection to the other server is gone, or what comes from it makes no sense.
  void broken(@Nullable Throwable cause) {
    Upstream from = up;
    if (over || from == null) {
      return;
    }
    up = null;
    from.end(false);
    log.debug("{} broke off: {}", from.target(), String.valueOf(cause));
    if (answerBegun) {
      cutOff();
    } else if (bodyGiven || !repeatable()) {
      fail();
    } else {
      if (from.wasIdle()) {
        targets.addFirst(from.target());
      }
      next();
    }
  }

  private void fail() {
    drop();
    client.notRelayed(plan.otherwise());
  }

  private void cutOff() {
    drop();
    client.context().close();
  }

  private void drop() {
    over = true;
    if (up != null) {
      up.end(false);
      up = null;
    }
  }

  void clientGone() {
    drop();
  }

  /// Looks whether anything moved since the last time, in any direction.
  void late() {
    if (over) {
      return;
    }
    if (up == null) { // no connection so far
      fail();
      return;
    }
    OutboundMark nowUp = OutboundMark.of(up.channel());
    OutboundMark nowDown = OutboundMark.of(down());
    boolean moved =
        (!nowUp.isEmpty() && !nowUp.equals(sentUp))
            || (!nowDown.isEmpty() && !nowDown.equals(sentDown));
    sentUp = nowUp;
    sentDown = nowDown;
    Duration patience = plan.relay().patience();
    Duration left = patience.minusNanos(System.nanoTime() - lastByte);
    if (left.isPositive()) {
      client.patience(left);
    } else if (moved) {
      client.patience(patience);
    } else if (answerBegun) {
      log.warn("{} stalled in the middle of an answer", up.target());
      cutOff();
    } else {
      fail();
    }
  }
}
