package io.minitidb.tidb.mysql;

import io.minitidb.tidb.session.Counters;
import io.minitidb.tidb.session.Counters.Event;
import io.minitidb.tidb.session.SystemVariables;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.CodecException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.Objects;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client connection on its event loop. A login and commands that need nobody else are done
/// here. The first packet that takes longer starts a virtual thread of the connection's own, see
/// [Conversation]; from then on, what is quick is answered here while that thread waits.
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
    listen(context, talk);
    context.read();
  }

  /// Waits for a client that has no thread yet, which would watch over it.
  private void listen(ChannelHandlerContext context, Conversation talk) {
    silence =
        context
            .executor()
            .schedule(() -> silent(context, talk), talk.patience(), TimeUnit.NANOSECONDS);
  }

  private void silent(ChannelHandlerContext context, Conversation talk) {
    if (talk.patience() > 0) {
      listen(context, talk);
    } else {
      talk.giveUp();
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, Packet packet) {
    counters.add(Event.BYTES_RECEIVED, HEADER + packet.payload().readableBytes());
    whole++;
    Conversation talk = Objects.requireNonNull(conversation);
    if (talk.isLoggedIn()) {
      command(context, talk, packet);
    } else if (whole == 1 && talk.enters(packet)) {
      if (talk.needsThread()) {
        start(context, talk);
      } else {
        hurry(context, talk);
      }
    } else {
      hand(context, talk, packet);
    }
  }

  private void command(ChannelHandlerContext context, Conversation talk, Packet packet) {
    if (answered >= MOST_AT_ONCE || !talk.answers(packet, thread != null)) {
      hand(context, talk, packet);
      return;
    }
    answered++;
    hurry(context, talk);
  }

  /// What was done may have made the server less patient.
  private void hurry(ChannelHandlerContext context, Conversation talk) {
    ScheduledFuture<?> timer = Objects.requireNonNull(silence);
    if (thread == null && timer.getDelay(TimeUnit.NANOSECONDS) > talk.patience()) {
      timer.cancel(false);
      listen(context, talk);
    }
  }

  private void hand(ChannelHandlerContext context, Conversation talk, Packet packet) {
    if (!context.channel().isActive()) {
      packet.payload().release();
      return;
    }
    inbox.add(packet);
    if (thread == null) {
      start(context, talk);
    }
  }

  private void start(ChannelHandlerContext context, Conversation talk) {
    Objects.requireNonNull(silence).cancel(false);
    thread =
        Thread.ofVirtual()
            .name("mysql-" + context.channel().id().asShortText())
            .start(() -> run(context, talk));
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
      hand(context, Objects.requireNonNull(conversation), Packet.faulty(0, Fault.TOO_SLOW));
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
    }
    Objects.requireNonNull(conversation).end();
    inbox.release();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof RuntimeException && !(cause instanceof CodecException)) {
      log.warn("a connection failed", cause);
    } else {
      log.debug("closing a connection: {}", cause.toString());
    }
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
