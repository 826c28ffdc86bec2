package io.minitidb.tidb.mysql;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts the stream into packets. A payload of 16 MiB - 1 goes on in the next packet; the parts are
/// put together here, up to max_allowed_packet. A longer one is announced once, and what comes
/// behind it is thrown away.
final class PacketDecoder extends ByteToMessageDecoder {
  private static final int FULL = 0xFFFFFF;

  private final int longest;
  private @Nullable CompositeByteBuf parts;
  private boolean tooLong;

  /// @param longest most bytes of one payload
  PacketDecoder(int longest) {
    this.longest = longest;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (tooLong) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (in.readableBytes() < 4) {
      return;
    }
    int length = in.getUnsignedMediumLE(in.readerIndex());
    int collected = parts == null ? 0 : parts.readableBytes();
    if (collected + length > longest) {
      tooLong = true;
      out.add(Packet.tooLong(in.getUnsignedByte(in.readerIndex() + 3)));
      in.skipBytes(in.readableBytes());
      return;
    }
    if (in.readableBytes() < 4 + length) {
      return;
    }
    in.skipBytes(3);
    int sequence = in.readUnsignedByte();
    ByteBuf payload = in.readRetainedSlice(length);
    if (length == FULL || parts != null) {
      parts = parts == null ? context.alloc().compositeBuffer(64) : parts;
      parts.addComponent(true, payload);
      if (length == FULL) {
        return;
      }
      payload = parts;
      parts = null;
    }
    out.add(new Packet(sequence, payload));
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) {
    if (parts != null) {
      parts.release();
      parts = null;
    }
  }
}
