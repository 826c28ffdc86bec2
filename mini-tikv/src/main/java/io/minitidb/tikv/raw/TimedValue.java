package io.minitidb.tikv.raw;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.minitidb.tikv.engine.EngineException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The form in which values lie in the store, as TiKV has it with `enable-ttl`: the value, then
/// when it expires in eight bytes, Unix seconds, most significant byte first; 0 is never.
final class TimedValue {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private TimedValue() {}

  static byte[] encode(ByteString value, long expiry) {
    byte[] stored = new byte[value.size() + Long.BYTES];
    value.copyTo(stored, 0);
    LONG.set(stored, value.size(), expiry);
    return stored;
  }

  /// Returns a view of the value.
  static ByteString value(byte[] stored) {
    return UnsafeByteOperations.unsafeWrap(stored, 0, stored.length - Long.BYTES);
  }

  /// Returns when it expires, 0 for never.
  ///
  /// @param length of what is stored, from the beginning of the array
  static long expiry(byte[] stored, int length) {
    if (length < Long.BYTES) {
      throw new EngineException("a value of " + length + " bytes has no time to live");
    }
    return (long) LONG.get(stored, length - Long.BYTES);
  }

  /// @param now Unix seconds
  static boolean lives(byte[] stored, int length, long now) {
    long expiry = expiry(stored, length);
    return expiry == 0 || Long.compareUnsigned(expiry, now) > 0;
  }

  /// Returns when what is written now expires.
  ///
  /// @param ttl seconds, unsigned; 0 for ever
  static long expiryAfter(long now, long ttl) {
    long expiry = now + ttl;
    boolean beyond = ttl != 0 && Long.compareUnsigned(expiry, now) < 0;
    return ttl == 0 ? 0 : beyond ? -1L : expiry;
  }
}
