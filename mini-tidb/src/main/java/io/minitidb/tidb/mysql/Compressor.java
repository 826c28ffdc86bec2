package io.minitidb.tidb.mysql;

import io.netty.buffer.ByteBuf;

/// Puts packets into the frames of the compressed protocol. Used by the connection's thread.
final class Compressor {
  private static final int HEADER = 7;
  private static final int MOST = 0xFFFFFF;

  /// Less is not worth the time.
  private static final int LEAST = 50;

  private final Compression compression;
  private int sequence;

  Compressor(Compression compression) {
    this.compression = compression;
  }

  /// The next frames answer the one of this number.
  void answering(int received) {
    sequence = received + 1;
  }

  /// Returns the frames that hold the packets, whose buffer it takes.
  ByteBuf frames(ByteBuf packets) {
    ByteBuf out = packets.alloc().buffer(packets.readableBytes() + HEADER);
    try {
      while (packets.isReadable()) {
        frame(packets.readSlice(Math.min(MOST, packets.readableBytes())), out);
      }
      return out;
    } finally {
      packets.release();
    }
  }

  private void frame(ByteBuf content, ByteBuf out) {
    int length = content.readableBytes();
    int start = out.writerIndex();
    out.writeMediumLE(0).writeByte(sequence++).writeMediumLE(length);
    boolean smaller =
        length >= LEAST
            && compression.compress(content.duplicate(), out)
            && out.writerIndex() - start - HEADER < length;
    if (!smaller) {
      out.writerIndex(start + HEADER).setMediumLE(start + 4, 0).writeBytes(content);
    }
    out.setMediumLE(start, out.writerIndex() - start - HEADER);
  }
}
