package io.minitidb.tikv.raw;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.minitidb.proto.kvrpcpb.KvPair;
import io.minitidb.proto.kvrpcpb.RawScanResponse;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;

/// The answer of a scan as it goes over the wire, made while RocksDB is read: neither the message
/// nor its pairs are ever objects. `RawScanResponse` and `RawBatchScanResponse` have the same
/// fields.
final class Pairs implements RawStore.Taker {
  private static final byte PAIR = tag(RawScanResponse.KVS_FIELD_NUMBER);
  private static final byte KEY = tag(KvPair.KEY_FIELD_NUMBER);
  private static final byte VALUE = tag(KvPair.VALUE_FIELD_NUMBER);
  private static final int FIRST_SIZE = 32 << 10;
  private static final int LONGEST_HEAD = 1 + 5;

  private byte[] bytes = new byte[FIRST_SIZE];
  private int size;

  private static byte tag(int field) {
    return (byte) (field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED);
  }

  @Override
  public void take(byte[] key, int keyLength, byte[] value, int valueLength) {
    int pair = field(keyLength) + field(valueLength);
    if (bytes.length - size < LONGEST_HEAD + pair) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + LONGEST_HEAD + pair));
    }
    head(PAIR, pair);
    write(KEY, key, keyLength);
    write(VALUE, value, valueLength);
  }

  /// Returns the size of a field, which is not there when it is empty.
  private static int field(int length) {
    return length == 0 ? 0 : 1 + CodedOutputStream.computeUInt32SizeNoTag(length) + length;
  }

  private void write(byte tag, byte[] content, int length) {
    if (length > 0) {
      head(tag, length);
      System.arraycopy(content, 0, bytes, size, length);
      size += length;
    }
  }

  private void head(byte tag, int length) {
    bytes[size++] = tag;
    int left = length;
    while (left > 0x7f) {
      bytes[size++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    bytes[size++] = (byte) left;
  }

  InputStream encoded() {
    return new ByteArrayInputStream(bytes, 0, size);
  }
}
