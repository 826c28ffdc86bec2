package io.minitidb.server;

import io.minitidb.tls.Security;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets nobody in who does not speak TLS. Puts TLS in its own place when the first bytes are those
/// of TLS; else it says in the words of HTTP/1.1 what is wrong, and closes.
final class TlsGate extends ByteToMessageDecoder {
  private static final Logger log = LoggerFactory.getLogger(TlsGate.class);

  /// As many bytes as show the head of a TLS record.
  private static final int HEAD_BYTES = 5;

  private static final String HTTP2 = "PRI ";
  private static final byte[] HINT = hint();

  private final Factory factory;

  private TlsGate(Factory factory) {
    this.factory = factory;
  }

  /// Makes the gate of each connection.
  static final class Factory {
    private final SslContext context;

    Factory(Security security) {
      this.context = TlsContexts.server(security);
    }

    TlsGate open() {
      return new TlsGate(this);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (in.readableBytes() < HEAD_BYTES) {
      return;
    }
    if (SslHandler.isEncrypted(in, false)) {
      SslHandler tls = factory.context.newHandler(ctx.alloc(), TlsContexts.HANDSHAKES);
      ctx.pipeline().addAfter(ctx.name(), null, new Outcome()).addAfter(ctx.name(), null, tls);
      ctx.pipeline().remove(this); // hands the bytes on
      return;
    }
    log.debug("{} does not speak TLS and is sent away", ctx.channel().remoteAddress());
    boolean http = !in.toString(in.readerIndex(), 4, StandardCharsets.US_ASCII).equals(HTTP2);
    in.skipBytes(in.readableBytes());
    if (http) {
      ctx.writeAndFlush(Unpooled.wrappedBuffer(HINT)).addListener(ChannelFutureListener.CLOSE);
    } else {
      ctx.close();
    }
  }

  private static byte[] hint() {
    String body = "this port speaks TLS only: use https://, with a client certificate\n";
    return ("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
            + body.length()
            + "\r\nConnection: close\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /// Stays behind TLS. A client without a certificate that we believe, or one that breaks off in
  /// the middle of a record, is nothing to report aloud: anybody can connect.
  private static final class Outcome extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
      if (event instanceof SslHandshakeCompletionEvent handshake) {
        if (!handshake.isSuccess()) {
          log.debug(
              "no TLS with {}: {}",
              ctx.channel().remoteAddress(),
              String.valueOf(handshake.cause()));
          ctx.close();
        }
      } else {
        super.userEventTriggered(ctx, event);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
      if (cause instanceof SSLException || cause.getCause() instanceof SSLException) {
        log.debug("TLS with {} failed: {}", ctx.channel().remoteAddress(), cause.toString());
        ctx.close();
      } else {
        super.exceptionCaught(ctx, cause);
      }
    }
  }
}
