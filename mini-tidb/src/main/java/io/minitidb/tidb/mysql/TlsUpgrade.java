package io.minitidb.tidb.mysql;

import io.minitidb.server.ServerTls;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.function.LongSupplier;

/// Looks at the first packet of a client. One that asks for TLS is a login packet without its end,
/// and what follows it is TLS. Whatever it is, the bytes behind go on to who reads them next.
final class TlsUpgrade extends ByteToMessageDecoder {
  static final String TLS = "tls";

  private static final int HEADER = 4;
  private static final int REQUEST = 32;

  private final ServerTls server;
  private final LongSupplier seconds;

  /// @param seconds that a client may take for the TLS handshake
  TlsUpgrade(ServerTls server, LongSupplier seconds) {
    this.server = server;
    this.seconds = seconds;
  }

  @Override
  protected void decode(ChannelHandlerContext channel, ByteBuf in, List<Object> out) {
    if (in.readableBytes() < HEADER) {
      return;
    }
    if (in.getUnsignedMediumLE(in.readerIndex()) != REQUEST) {
      channel.pipeline().remove(this);
      return;
    }
    if (in.readableBytes() < HEADER + REQUEST) {
      return;
    }
    if ((in.getIntLE(in.readerIndex() + HEADER) & Capabilities.SSL) == 0) {
      channel.pipeline().remove(this);
      return;
    }
    in.skipBytes(HEADER + REQUEST);
    channel.pipeline().replace(this, TLS, server.accept(channel.alloc(), seconds.getAsLong()));
  }
}
