package io.minitidb.tikv.raw;

/// `Crc64_Xor`: the sum of each pair, all of them combined so that their order does not matter.
final class Checksum implements RawStore.Taker {
  private long sum;
  private long pairs;
  private long bytes;

  @Override
  public void take(byte[] key, int keyLength, byte[] value, int valueLength) {
    sum ^= new Crc64().update(key, keyLength).update(value, valueLength).value();
    pairs++;
    bytes += keyLength + valueLength;
  }

  long value() {
    return sum;
  }

  long pairs() {
    return pairs;
  }

  long bytes() {
    return bytes;
  }
}
