package io.minitidb.tidb.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.tidb.error.SqlException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Bytes that somebody made up, or that a bad wire changed, are refused in one way only.
/// `-Dfuzz.inputs=10000000` sets how many, in all four ways together, `-Dfuzz.seed=7` where they
/// begin.
class PacketFuzzTest {
  private static final long SEED = Long.getLong("fuzz.seed", 1);
  private static final int INPUTS = Integer.getInteger("fuzz.inputs", 100_000) / 4;
  private static final int LONGEST = 1000;

  private static byte[] garbage(Random random, int most) {
    byte[] bytes = new byte[random.nextInt(most)];
    random.nextBytes(bytes);
    return bytes;
  }

  /// Changes some bytes of what would be right, cuts it, or lengthens it.
  static byte[] damaged(byte[] right, Random random) {
    byte[] bytes = right.clone();
    for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
      int at = random.nextInt(bytes.length);
      bytes[at] =
          random.nextBoolean() ? (byte) random.nextInt(256) : (byte) (0xF8 + random.nextInt(8));
    }
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      case 1 -> RawClient.join(bytes, garbage(random, 20));
      default -> bytes;
    };
  }

  private static void inputs(Consumer<Random> check) {
    for (int i = 0; i < INPUTS; i++) {
      try {
        check.accept(new Random(SEED * 1_000_003 + i));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + SEED + ", input " + i, e);
      }
    }
  }

  private static void refusedOrUnderstood(byte[] bytes, Consumer<ByteBuf> reader) {
    try {
      reader.accept(Unpooled.wrappedBuffer(bytes));
    } catch (SqlException e) {
      assertThat(e.code()).isIn(1043, 1105, 1210, 1235, 1835);
    }
  }

  /// However the stream is cut on its way, the packets are the same.
  @Test
  void packetsComeOutAsTheyWentIn() {
    inputs(random -> {
      EmbeddedChannel channel = new EmbeddedChannel(new PacketDecoder(LONGEST));
      List<byte[]> sent = new ArrayList<>();
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      for (int i = random.nextInt(5); i >= 0; i--) {
        byte[] payload = garbage(random, 60);
        sent.add(payload);
        stream.writeBytes(
            RawClient.join(RawClient.little(payload.length, 3), new byte[1], payload));
      }
      byte[] bytes = stream.toByteArray();
      for (int at = 0; at < bytes.length; ) {
        int to = Math.min(bytes.length, at + 1 + random.nextInt(80));
        channel.writeInbound(Unpooled.copiedBuffer(bytes, at, to - at));
        at = to;
      }
      for (byte[] payload : sent) {
        Packet packet = channel.readInbound();
        assertThat(packet.fault()).isEmpty();
        assertThat(Wire.readBytes(packet.payload(), payload.length)).isEqualTo(payload);
        packet.payload().release();
      }
      assertThat(channel.finish()).isFalse();
    });
  }

  /// What is no stream of packets ends in at most one fault, and nothing comes behind it.
  @Test
  void garbageOnTheWire() {
    inputs(random -> {
      PacketDecoder decoder = new PacketDecoder(LONGEST);
      EmbeddedChannel channel =
          random.nextBoolean()
              ? new EmbeddedChannel(decoder)
              : new EmbeddedChannel(
                  new FrameDecoder(
                      random.nextBoolean() ? new Compression.Zlib() : new Compression.Zstandard(3)),
                  decoder);
      for (int i = random.nextInt(4); i >= 0; i--) {
        byte[] bytes = garbage(random, 60);
        for (int at = 2; at < bytes.length; at += 1 + random.nextInt(9)) {
          bytes[at] = (byte) random.nextInt(2); // so that lengths are small enough to be believed
        }
        channel.writeInbound(Unpooled.copiedBuffer(bytes));
      }
      boolean faulty = false;
      for (Packet packet = channel.readInbound(); packet != null; packet = channel.readInbound()) {
        assertThat(faulty).isFalse();
        faulty = packet.fault().isPresent();
        assertThat(packet.payload().readableBytes()).isLessThanOrEqualTo(LONGEST);
        packet.payload().release();
      }
      channel.finishAndReleaseAll();
    });
  }

  private static final byte[] RESPONSE =
      RawClient.join(
          RawClient.response(
              "ann", RawClient.BASE | Capabilities.CONNECT_ATTRS | Capabilities.ZSTD),
          new byte[] {6, 1, 'a', 3, 'b', 'c', 'd', 5});

  @Test
  void damagedLogins() {
    inputs(random -> {
      byte[] bytes = damaged(RESPONSE, random);
      refusedOrUnderstood(bytes, HandshakeResponse::parse);
      HandshakeResponse before = HandshakeResponse.parse(Unpooled.wrappedBuffer(RESPONSE));
      refusedOrUnderstood(bytes, in -> HandshakeResponse.change(in, before));
    });
  }

  @Test
  void damagedValuesOfStatements() {
    int[] codes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 245, 246, 252, 253, 254};
    inputs(random -> {
      int count = 1 + random.nextInt(6);
      ByteArrayOutputStream right = new ByteArrayOutputStream();
      right.writeBytes(new byte[(count + 7) / 8]);
      right.write(1);
      for (int i = 0; i < count; i++) {
        right.writeBytes(RawClient.little(codes[random.nextInt(codes.length)], 2));
      }
      for (int i = 0; i < count; i++) {
        right.write(random.nextInt(13));
        right.writeBytes(garbage(random, 14));
      }
      refusedOrUnderstood(
          damaged(right.toByteArray(), random),
          in -> ParameterReader.read(in, new int[count], new HashMap<>()));
    });
  }
}
