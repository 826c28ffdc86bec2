package io.minitidb.tidb.mysql;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/// Takes the stream of packets out of the frames of the compressed protocol. A frame holds 16 MiB
/// at most, whatever its length was before.
final class FrameDecoder extends ByteToMessageDecoder {
  static final String NAME = "frames";

  private static final int HEADER = 7;

  private final Compression compression;
  private boolean faulty;
  private volatile int sequence;

  FrameDecoder(Compression compression) {
    this.compression = compression;
  }

  /// Returns the number of the last frame; for any thread.
  int sequence() {
    return sequence;
  }

  /// Returns how many bytes there are of a frame whose end has not come yet; for the event loop.
  long unfinished() {
    return actualReadableBytes();
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (faulty) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (in.readableBytes() < HEADER) {
      return;
    }
    int length = in.getUnsignedMediumLE(in.readerIndex());
    if (in.readableBytes() < HEADER + length) {
      return;
    }
    sequence = in.getUnsignedByte(in.readerIndex() + 3);
    int expanded = in.getUnsignedMediumLE(in.readerIndex() + 4);
    in.skipBytes(HEADER);
    if (expanded == 0) {
      out.add(in.readRetainedSlice(length));
      return;
    }
    ByteBuf content = context.alloc().buffer(expanded);
    if (compression.expand(in.readSlice(length), expanded, content)) {
      out.add(content);
    } else {
      content.release();
      faulty = true;
      out.add(Packet.faulty(sequence, Fault.NOT_COMPRESSED));
    }
  }
}
