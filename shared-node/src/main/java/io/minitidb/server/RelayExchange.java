package io.minitidb.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
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

  /// Heads that go out with what follows them, which for small messages is all: one packet.
  private @Nullable HttpRequest headUp;

  private @Nullable HttpResponse headDown;
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
            readComplete();
          }
        });
  }

  private void use(Upstream connected) {
    up = connected;
    connected.begin(this);
    client.patience(plan.relay().patience());
    lastByte = System.nanoTime();
    headUp = RelayHeads.request(request, plan.added());
    if (requestDone) { // sent once more
      finishRequest(connected, LastHttpContent.EMPTY_LAST_CONTENT);
      return;
    }
    if (HttpUtil.is100ContinueExpected(request)) {
      client.context().writeAndFlush(Refusals.goOn());
    }
    client.reading(true);
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
    if (part instanceof LastHttpContent last) {
      requestDone = true;
      client.reading(false);
      finishRequest(to, last);
    } else {
      beginRequest(to);
      to.channel().write(part);
      if (!to.channel().isWritable()) {
        client.reading(false);
        to.channel().flush();
      }
    }
  }

  private void beginRequest(Upstream to) {
    HttpRequest head = headUp;
    headUp = null;
    if (head != null) {
      to.channel().write(head);
    }
  }

  private void finishRequest(Upstream to, LastHttpContent last) {
    HttpRequest head = headUp;
    headUp = null;
    to.channel().writeAndFlush(RelayHeads.end(head, last));
  }

  /// Nothing more of the request is here at the moment.
  void readComplete() {
    if (up != null && !requestDone) {
      beginRequest(up);
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
    reusableAnswer = RelayHeads.isDelimited(request, head) && HttpUtil.isKeepAlive(head);
    endsByItself = RelayHeads.endsByItself(request, head);
    HttpResponse sent = RelayHeads.answer(request, head, plan.ours());
    boolean open = endsByItself && client.reusable();
    sent.headers().set(HttpHeaderNames.CONNECTION, open ? "keep-alive" : "close");
    headDown = sent;
  }

  private void beginAnswer() {
    HttpResponse head = headDown;
    headDown = null;
    if (head != null) {
      answerBegun = true;
      client.context().write(head);
    }
  }

  void answerContent(HttpContent part) {
    lastByte = System.nanoTime();
    if (part.decoderResult().isFailure()) {
      part.release();
      broken(part.decoderResult().cause());
    } else if (interim) {
      part.release();
    } else if (part instanceof LastHttpContent last) {
      finish(last);
    } else {
      beginAnswer();
      client.context().write(part);
      if (!down().isWritable() && up != null) {
        up.channel().config().setAutoRead(false);
        client.context().flush();
      }
    }
  }

  private void finish(LastHttpContent last) {
    over = true;
    Upstream from = up;
    up = null;
    if (from != null) {
      from.end(reusableAnswer && requestDone);
    }
    boolean open = endsByItself && client.reusable();
    client.relayed(client.context().writeAndFlush(RelayHeads.end(headDown, last)), open);
  }

  /// Nothing more of the answer is here at the moment.
  void answerReadComplete() {
    if (!over) {
      beginAnswer();
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
