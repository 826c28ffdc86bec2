package io.minitidb.tidb.mysql;

import io.minitidb.tidb.error.SqlException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;

/// The payload of one packet with its sequence numbers. The receiver releases the payload.
///
/// @param first the sequence number of its first part
/// @param sequence the sequence number of its last part
/// @param fault why the client cannot be understood any more; then there is no payload
record Packet(int first, int sequence, ByteBuf payload, Optional<Fault> fault) {
  Packet(int first, int sequence, ByteBuf payload) {
    this(first, sequence, payload, Optional.empty());
  }

  static Packet faulty(int sequence, Fault fault) {
    return new Packet(sequence, sequence, Unpooled.EMPTY_BUFFER, Optional.of(fault));
  }

  /// Returns the packet when it is whole and in its place; else its payload is released.
  ///
  /// @param place the sequence number that it has to have
  /// @throws SqlException the fault, after which the connection has to be closed
  Packet checked(int place) {
    if (fault.isPresent()) {
      throw fault.get().error();
    }
    if (first != place) {
      payload.release();
      throw Fault.OUT_OF_ORDER.error();
    }
    return this;
  }
}
