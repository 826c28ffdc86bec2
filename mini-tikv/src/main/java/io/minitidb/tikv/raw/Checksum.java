package io.minitidb.tikv.raw;

import com.google.protobuf.ByteString;

/// `Crc64_Xor`: the sum of each pair, all of them combined so that their order does not matter.
final class Checksum implements RawStore.Taker {
  private long value;
  private long pairs;
  private long bytes;

  @Override
  public void take(ByteString key, ByteString value) {
    this.value ^= new Crc64().update(key).update(value).value();
    pairs++;
    bytes += key.size() + value.size();
  }

  long value() {
    return value;
  }

  long pairs() {
    return pairs;
  }

  long bytes() {
    return bytes;
  }
}
