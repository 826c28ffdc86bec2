package io.minitidb.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.Dag;
import io.minitidb.memtable.User;
import io.minitidb.proto.coprocessor.Request;
import io.minitidb.proto.coprocessor.Response;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Bytes that somebody made up, or that a bad wire changed, are refused in one way only.
final class GarbageTest {
  private static final int ROUNDS = 5_000;

  /// What is accepted must also be usable.
  private static void decode(Request request) {
    CopRequest decoded = CopRequest.decode(request);
    assertThat(decoded.dag().output()).isNotNull();
  }

  private static void check(long seed, int round, ThrowingCallable decode) {
    Throwable thrown = catchThrowable(decode);
    if (thrown != null && !(thrown instanceof WireException)) {
      throw new AssertionError("seed " + seed + ", round " + round, thrown);
    }
  }

  /// Changes, cuts or repeats a few bytes.
  private static ByteString damaged(ByteString bytes, Random random) {
    byte[] copy = bytes.toByteArray();
    for (int i = random.nextInt(4); i >= 0 && copy.length > 0; i--) {
      copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
    }
    return ByteString.copyFrom(
        copy, 0, random.nextInt(4) == 0 ? random.nextInt(copy.length + 1) : copy.length);
  }

  @Test
  void damagedPlansAreRefusedOrUnderstood() {
    for (int round = 0; round < ROUNDS; round++) {
      Random random = new Random(round);
      RandomPlans plans = new RandomPlans(round % 500);
      Dag dag = plans.dag(plans.types());
      Request request =
          new CopRequest(dag, User.INTERNAL, ZoneOffset.UTC, Duration.ofSeconds(1), 0).encode();
      Request damaged = request.toBuilder().setData(damaged(request.getData(), random)).build();
      check(round, round, () -> decode(damaged));
    }
  }

  @Test
  void damagedRowsAreRefusedOrReadable() {
    for (int round = 0; round < ROUNDS; round++) {
      Random random = new Random(round);
      RandomPlans plans = new RandomPlans(round % 500);
      List<Type> types = plans.types();
      ByteString bytes =
          damaged(ChunkCodec.encode(plans.batch(types, 1 + random.nextInt(9))), random);
      check(round, round, () -> assertThat(Rows.text(ChunkCodec.decode(bytes, types))).isNotNull());
    }
  }

  @Test
  void randomBytesAreRefused() throws InvalidProtocolBufferException {
    Random random = new Random(20191026);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = new byte[random.nextInt(100)];
      random.nextBytes(bytes);
      ByteString data = ByteString.copyFrom(bytes);
      List<Type> types =
          List.of(RandomPlans.TYPES.get(round % RandomPlans.TYPES.size()), Type.TEXT);
      check(20191026, round, () -> decode(Request.newBuilder().setTp(103).setData(data).build()));
      check(
          20191026,
          round,
          () -> CopAnswer.decode(Response.newBuilder().setData(data).build(), types));
      check(20191026, round, () -> ChunkCodec.decode(data, types));
      check(20191026, round, () -> BinaryDecimal.decode(data));
    }
  }
}
