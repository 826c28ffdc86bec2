package io.minitidb.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/// How far the other side has taken what was written to it. Two equal marks: not a single byte in
/// between.
record OutboundMark(long pendingBytes, long ofTheFirst) {
  static final OutboundMark NONE = new OutboundMark(-1, -1);

  static OutboundMark of(Channel channel) {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null
        ? NONE
        : new OutboundMark(buffer.totalPendingWriteBytes(), buffer.currentProgress());
  }

  boolean isEmpty() {
    return pendingBytes <= 0;
  }
}
