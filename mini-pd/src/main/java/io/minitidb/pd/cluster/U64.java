package io.minitidb.pd.cluster;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;

/// Eight bytes, big-endian: how numbers lie in etcd.
final class U64 {
  private U64() {}

  static ByteString bytes(long value) {
    return ByteString.copyFrom(ByteBuffer.allocate(Long.BYTES).putLong(0, value));
  }

  /// @throws IllegalStateException when the value has another length
  static long parse(ByteString value) {
    if (value.size() != Long.BYTES) {
      throw new IllegalStateException(
          "a number in etcd has " + value.size() + " bytes instead of 8");
    }
    return value.asReadOnlyByteBuffer().getLong();
  }
}
