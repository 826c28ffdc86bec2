package io.minitidb.tidb.mysql;

import io.minitidb.tidb.session.Counters;
import io.minitidb.tidb.session.Counters.Event;
import io.minitidb.tidb.session.ServerVariables;
import io.minitidb.tidb.session.SystemVariables;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.Objects;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client connection on its event loop, which greets and then hands packets over: login and
/// commands run on a virtual thread of the connection's own, see [Conversation], which begins with
/// the client's first packet. Only a command that needs nobody else is answered here, while that
/// thread waits.
final class ConnectionHandler extends SimpleChannelInboundHandler<Packet> {
  private static final Logger log = LoggerFactory.getLogger(ConnectionHandler.class);
  private static final int HEADER = 4;

  /// So many bytes of a packet have to come in each span of net_read_timeout.
  private static final long PROGRESS = 256 << 10;

  /// So many commands that were read at once are answered here; other connections want their turn.
  private static final int MOST_AT_ONCE = 16;

  private final Services services;
  private final PacketDecoder packets;
  private final Counters counters;
  private final Inbox inbox = new Inbox();
  private @Nullable Thread thread;
  private @Nullable ScheduledFuture<?> silence;
  private @Nullable Conversation conversation;
  private long whole;
  private int answered;
  private boolean watched;

  ConnectionHandler(Services services, PacketDecoder packets) {
    super(false);
    this.services = services;
    this.packets = packets;
    this.counters = new Counters(services.sessions().counters());
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    int present = services.present().incrementAndGet();
    Conversation talk = new Conversation(context, inbox, packets, services, counters);
    conversation = talk;
    if (!talk.greet(present)) {
      context.close();
      return;
    }
    // Who has begun to log in has the same time to end, which his thread watches.
    silence =
        context
            .executor()
            .schedule(
                () -> context.close(),
                services.server().number(ServerVariables.CONNECT_TIMEOUT),
                TimeUnit.SECONDS);
    context.read();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, Packet packet) {
    counters.add(Event.BYTES_RECEIVED, HEADER + packet.payload().readableBytes());
    whole++;
    if (conversation != null && answered < MOST_AT_ONCE && conversation.answers(packet)) {
      answered++;
    } else {
      hand(context, packet);
    }
  }

  private void hand(ChannelHandlerContext context, Packet packet) {
    inbox.add(packet);
    if (thread == null) {
      Conversation talk = Objects.requireNonNull(conversation);
      Objects.requireNonNull(silence).cancel(false);
      thread =
          Thread.ofVirtual()
              .name("mysql-" + context.channel().id().asShortText())
              .start(() -> run(context, talk));
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    answered = 0;
    inbox.readOn(context);
    if (!watched && unfinished(context) > 0) {
      watch(context);
    }
  }

  private long unfinished(ChannelHandlerContext context) {
    FrameDecoder frames = context.pipeline().get(FrameDecoder.class);
    return packets.unfinished() + (frames == null ? 0 : frames.unfinished());
  }

  /// A client that has begun a packet has to go on with it.
  private void watch(ChannelHandlerContext context) {
    watched = true;
    long wholeNow = whole;
    long bytes = unfinished(context);
    long seconds = services.server().number(SystemVariables.NET_READ_TIMEOUT);
    context.executor().schedule(() -> look(context, wholeNow, bytes), seconds, TimeUnit.SECONDS);
  }

  private void look(ChannelHandlerContext context, long wholeThen, long bytesThen) {
    watched = false;
    long bytes = unfinished(context);
    if (bytes == 0 || !context.channel().isActive()) {
      return;
    }
    if (whole == wholeThen && bytes - bytesThen < PROGRESS && inbox.reads()) {
      hand(context, Packet.faulty(0, Fault.TOO_SLOW));
    } else {
      watch(context);
    }
  }

  /// A client that sends no more is gone. Only who has not logged in yet may still want to read why
  /// he is not let in.
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inbox.end();
      if (thread == null) {
        context.close();
      } else if (conversation != null && conversation.isLoggedIn()) {
        thread.interrupt();
      }
    }
    if (event instanceof SslHandshakeCompletionEvent shaken && !shaken.isSuccess()) {
      context.close();
    }
  }

  /// Whatever a statement waits for, nobody will read its answer.
  @Override
  public void channelInactive(ChannelHandlerContext context) {
    services.present().decrementAndGet();
    inbox.end();
    if (thread != null) {
      thread.interrupt();
      return;
    }
    if (silence != null) {
      silence.cancel(false);
      counters.count(Event.ABORTED_CONNECTS);
    }
    Objects.requireNonNull(conversation).release();
    inbox.release();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.debug("closing a connection: {}", cause.toString());
    context.close();
  }

  private void run(ChannelHandlerContext context, Conversation talk) {
    try {
      talk.run();
    } catch (InterruptedException e) {
      log.debug("a connection ended");
    } catch (TimeoutException e) {
      log.debug("a client was silent for too long");
    } catch (RuntimeException e) {
      log.warn("a connection failed", e);
    } finally {
      context.close();
      talk.release();
      inbox.release();
    }
  }
}
