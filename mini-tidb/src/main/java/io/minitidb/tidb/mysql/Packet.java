package io.minitidb.tidb.mysql;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/// The payload of one packet with its sequence number. The receiver releases the payload.
///
/// @param tooLong whether the payload is longer than allowed, and empty here
record Packet(int sequence, ByteBuf payload, boolean tooLong) {
  Packet(int sequence, ByteBuf payload) {
    this(sequence, payload, false);
  }

  static Packet tooLong(int sequence) {
    return new Packet(sequence, Unpooled.EMPTY_BUFFER, true);
  }
}
