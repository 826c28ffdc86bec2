package io.minitidb.tikv.raw;

/// CRC-64/XZ: the polynomial of ECMA-182, reflected.
final class Crc64 {
  private static final long POLYNOMIAL = 0xC96C5795D7870F42L;
  private static final long[] TABLE = new long[256];

  static {
    for (int i = 0; i < TABLE.length; i++) {
      long crc = i;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ POLYNOMIAL;
      }
      TABLE[i] = crc;
    }
  }

  private long state = -1L;

  /// Takes the first `length` bytes.
  Crc64 update(byte[] bytes, int length) {
    long crc = state;
    for (int i = 0; i < length; i++) {
      crc = TABLE[(int) (crc ^ bytes[i]) & 0xff] ^ crc >>> 8;
    }
    state = crc;
    return this;
  }

  long value() {
    return ~state;
  }
}
