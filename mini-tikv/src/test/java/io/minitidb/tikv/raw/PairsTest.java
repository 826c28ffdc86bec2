package io.minitidb.tikv.raw;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.minitidb.proto.kvrpcpb.KvPair;
import io.minitidb.proto.kvrpcpb.RawBatchScanResponse;
import io.minitidb.proto.kvrpcpb.RawScanResponse;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What is encoded pair by pair is, byte for byte, what protobuf makes of the message.
class PairsTest {
  /// Lengths at which the length of a length changes, and none at all.
  private static final int[] LENGTHS = {0, 1, 125, 126, 127, 128, 16_381, 16_383, 16_384, 300_000};

  @Test
  void theBytesAreThoseOfTheMessage() throws IOException {
    Random random = new Random(1);
    Pairs pairs = new Pairs();
    RawScanResponse.Builder message = RawScanResponse.newBuilder();
    for (int keyLength : LENGTHS) {
      for (int valueLength : LENGTHS) {
        byte[] key = new byte[keyLength + 10];
        byte[] value = new byte[valueLength + 10];
        random.nextBytes(key);
        random.nextBytes(value);
        pairs.take(key, keyLength, value, valueLength);
        message.addKvs(
            KvPair.newBuilder()
                .setKey(ByteString.copyFrom(key, 0, keyLength))
                .setValue(ByteString.copyFrom(value, 0, valueLength)));
      }
    }
    byte[] encoded = pairs.encoded().readAllBytes();
    assertThat(encoded).isEqualTo(message.build().toByteArray());
    assertThat(RawBatchScanResponse.parseFrom(encoded).getKvsList())
        .isEqualTo(message.getKvsList());
  }
}
