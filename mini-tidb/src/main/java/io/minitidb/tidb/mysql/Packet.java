package io.minitidb.tidb.mysql;

import io.netty.buffer.ByteBuf;

/// The payload of one packet with its sequence number. The receiver releases the payload.
record Packet(int sequence, ByteBuf payload) {}
