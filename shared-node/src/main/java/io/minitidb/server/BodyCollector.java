package io.minitidb.server;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// The body of one request, put together from its parts in an array that grows.
final class BodyCollector {
  private static final int FIRST_BYTES = 512;

  private byte[] bytes = {};
  private int size;

  /// Says whether the part still fits; takes nothing otherwise.
  boolean add(ByteBuf part, long limit) {
    int more = part.readableBytes();
    if (size + (long) more > limit) {
      return false;
    }
    if (size + more > bytes.length) {
      long larger = Math.max(Math.max(size + (long) more, 2L * bytes.length), FIRST_BYTES);
      bytes = Arrays.copyOf(bytes, (int) Math.min(larger, Math.max(limit, size + (long) more)));
    }
    part.readBytes(bytes, size, more);
    size += more;
    return true;
  }

  boolean isEmpty() {
    return size == 0;
  }

  byte[] take() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }
}
