package io.minitidb.server;

import io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.InternalProtocolNegotiator;
import io.grpc.netty.InternalProtocolNegotiators;
import io.grpc.netty.ProtocolNegotiationEvent;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells gRPC from HTTP/1.1 by the first bytes of a connection: HTTP/2 with prior knowledge starts
/// with `PRI`, which is no method of HTTP/1.1. gRPC's connections go on through its own negotiator,
/// without a hop and without a copy.
///
/// With TLS a [TlsGate] stands before it and ALPN has chosen the protocol already; the first bytes
/// behind the TLS say the same, so there is one way to tell.
final class ProtocolSniffer implements InternalProtocolNegotiator.ProtocolNegotiator {
  private static final byte[] HTTP2 = "PRI".getBytes(StandardCharsets.US_ASCII);
  private static final AsciiString HTTPS = AsciiString.cached("https");
  private static final Duration SILENCE_LIMIT = Duration.ofSeconds(30);

  private final InternalProtocolNegotiator.ProtocolNegotiator plaintext =
      InternalProtocolNegotiators.serverPlaintext();
  private final Optional<TlsGate.Factory> tls;
  private final Consumer<ChannelPipeline> http;

  /// @param tls stands before the reader; empty: plaintext
  /// @param http puts the handlers of HTTP/1.1 at the end of a pipeline that holds no other reader
  ProtocolSniffer(Optional<TlsGate.Factory> tls, Consumer<ChannelPipeline> http) {
    this.tls = tls;
    this.http = http;
  }

  @Override
  public AsciiString scheme() {
    return tls.isPresent() ? HTTPS : plaintext.scheme();
  }

  @Override
  public ChannelHandler newHandler(GrpcHttp2ConnectionHandler grpc) {
    return new Reader(plaintext.newHandler(grpc));
  }

  @Override
  public void close() {
    plaintext.close();
  }

  private final class Reader extends ByteToMessageDecoder {
    private final ChannelHandler grpc;
    private @Nullable ProtocolNegotiationEvent held;

    Reader(ChannelHandler grpc) {
      this.grpc = grpc;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
      tls.ifPresent(gate -> ctx.pipeline().addBefore(ctx.name(), null, gate.open()));
      // Who connects and says nothing gives its place back.
      ctx.executor()
          .schedule(
              () -> ctx.isRemoved() ? null : ctx.close(),
              SILENCE_LIMIT.toMillis(),
              TimeUnit.MILLISECONDS);
    }

    /// gRPC starts to negotiate as soon as the connection is there, so its event waits here until
    /// its protocol is known.
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
      if (event instanceof ProtocolNegotiationEvent negotiation) {
        held = negotiation;
      } else {
        super.userEventTriggered(ctx, event);
      }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
      int known = Math.min(in.readableBytes(), HTTP2.length);
      for (int i = 0; i < known; i++) {
        if (in.getByte(in.readerIndex() + i) != HTTP2[i]) {
          // What gRPC put behind this handler would buffer all writes for a connection that never
          // comes.
          while (ctx.pipeline().last() != this) {
            ctx.pipeline().removeLast();
          }
          http.accept(ctx.pipeline());
          ctx.pipeline().remove(this); // hands the bytes on
          return;
        }
      }
      if (known == HTTP2.length) {
        ctx.pipeline().addAfter(ctx.name(), null, grpc);
        if (held != null) {
          ctx.fireUserEventTriggered(held);
        }
        ctx.pipeline().remove(this);
      }
    }
  }
}
