package io.minitidb.tidb.mysql;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts the stream into packets. A payload of 16 MiB - 1 goes on in the next packet; the parts are
/// put together here, up to the longest that is allowed. A fault is announced once, and what comes
/// behind it is thrown away.
final class PacketDecoder extends ByteToMessageDecoder {
  private static final int FULL = 0xFFFFFF;
  private static final int HEADER = 4;

  private volatile int longest;
  private @Nullable CompositeByteBuf parts;
  private int first;
  private int last;
  private boolean faulty;
  private long unfinished;

  /// @param longest most bytes of one payload
  PacketDecoder(int longest) {
    this.longest = longest;
  }

  /// Sets the most bytes of one payload; for any thread.
  void allow(int bytes) {
    longest = bytes;
  }

  /// Returns how many bytes there are of a packet whose end has not come yet, 0 between packets.
  /// For the event loop, once it has read.
  long unfinished() {
    return unfinished;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (faulty) {
      in.skipBytes(in.readableBytes());
      unfinished = 0;
      return;
    }
    long collected = parts == null ? 0 : parts.readableBytes();
    unfinished = collected + in.readableBytes();
    if (in.readableBytes() < HEADER) {
      return;
    }
    int length = in.getUnsignedMediumLE(in.readerIndex());
    int sequence = in.getUnsignedByte(in.readerIndex() + 3);
    Fault fault = fault(collected + length, sequence);
    if (fault != null) {
      faulty = true;
      out.add(Packet.faulty(sequence, fault));
      in.skipBytes(in.readableBytes());
    } else if (in.readableBytes() >= HEADER + length) {
      in.skipBytes(HEADER);
      part(context, in.readRetainedSlice(length), sequence, out);
      unfinished = parts == null ? 0 : parts.readableBytes() + HEADER;
    }
  }

  private @Nullable Fault fault(long length, int sequence) {
    if (length > longest) {
      return Fault.TOO_LONG;
    }
    return parts != null && sequence != (last + 1 & 0xFF) ? Fault.OUT_OF_ORDER : null;
  }

  private void part(
      ChannelHandlerContext context, ByteBuf payload, int sequence, List<Object> out) {
    last = sequence;
    if (parts == null) {
      first = sequence;
      if (payload.readableBytes() < FULL) {
        out.add(new Packet(first, last, payload));
        return;
      }
      parts = context.alloc().compositeBuffer(64);
    }
    boolean end = payload.readableBytes() < FULL;
    parts.addComponent(true, payload);
    if (end) {
      out.add(new Packet(first, last, parts));
      parts = null;
    }
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) {
    if (parts != null) {
      parts.release();
      parts = null;
    }
  }
}
