package io.minitidb.tikv.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlockTest {
  private static final List<Type> TYPES =
      List.of(Type.BIGINT, Type.UNSIGNED_BIGINT, Type.DOUBLE, Type.varchar(64));
  private static final long NOON = 1_780_315_200_000_000L;

  private static Vector vector(Type type, int rows, Consumer<VectorBuilder> value) {
    VectorBuilder out = new VectorBuilder(type, rows);
    IntStream.range(0, rows).forEach(row -> value.accept(out));
    return out.build();
  }

  private static Ticks ticks(int ticks, int perTick, List<Vector> columns) {
    long[] moments = new long[ticks];
    int[] counts = new int[ticks];
    for (int i = 0; i < ticks; i++) {
      moments[i] = NOON + 1_000_000L * i + i % 7;
      counts[i] = perTick;
    }
    return new Ticks(moments, moments.clone(), counts, columns);
  }

  private static List<Object> values(Vector column, int rows) {
    List<Object> values = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      values.add(
          column.isNull(row)
              ? "NULL"
              : switch (column.type().kind()) {
                case STRING -> column.getString(row);
                default -> column.getLong(row); // the bits of a double
              });
    }
    return values;
  }

  private static void assertSame(Ticks expected, Ticks actual) {
    assertThat(actual.moments()).isEqualTo(expected.moments());
    assertThat(actual.times()).isEqualTo(expected.times());
    assertThat(actual.counts()).isEqualTo(expected.counts());
    for (int i = 0; i < expected.columns().size(); i++) {
      assertThat(values(actual.columns().get(i), actual.rows()))
          .isEqualTo(values(expected.columns().get(i), expected.rows()));
    }
  }

  @Test
  void anythingIsReadBackAsItWas() {
    long seed = System.nanoTime();
    for (int round = 0; round < 300; round++) {
      Random random = new Random(seed + round);
      Ticks ticks = random(random);
      try {
        Block block = Block.open(Block.encode(ticks), TYPES.size());
        assertSame(ticks, block.ticks(TYPES));
        assertThat(block.rows()).isEqualTo(ticks.rows());
        assertThat(block.minTime()).isEqualTo(Arrays.stream(ticks.times()).min().orElseThrow());
        assertThat(block.maxTime()).isEqualTo(Arrays.stream(ticks.times()).max().orElseThrow());
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + (seed + round), e);
      }
    }
  }

  private static Ticks random(Random random) {
    int count = 1 + random.nextInt(40);
    long[] moments = new long[count];
    long[] times = new long[count];
    int[] counts = new int[count];
    long moment = NOON;
    boolean even = random.nextBoolean();
    for (int i = 0; i < count; i++) {
      moment += 1 + random.nextInt(2_000_000);
      moments[i] = moment;
      times[i] = random.nextInt(10) == 0 ? moment - random.nextInt(1 << 30) : moment;
      counts[i] = even ? 9 : 1 + random.nextInt(20);
    }
    int rows = Arrays.stream(counts).sum();
    int shape = random.nextInt(6);
    int nulls = random.nextInt(3) == 0 ? 4 : Integer.MAX_VALUE;
    return new Ticks(
        moments,
        times,
        counts,
        TYPES.stream()
            .map(type ->
                vector(
                    type,
                    rows,
                    out -> {
                      if (random.nextInt(nulls) == 0) {
                        out.appendNull();
                      } else {
                        append(random, shape, out);
                      }
                    }))
            .toList());
  }

  private static void append(Random random, int shape, VectorBuilder out) {
    long number =
        switch (shape) {
          case 0 -> 42;
          case 1 -> random.nextInt(1000);
          case 2 -> random.nextLong();
          case 3 -> out.rows() * 1000L + random.nextInt(10);
          case 4 -> out.rows() % 9 * 1_000_000_007L + random.nextInt(3);
          default -> random.nextInt(20) == 0 ? Long.MIN_VALUE : random.nextInt(5) - 2;
        };
    switch (out.type().kind()) {
      case INT -> out.appendLong(number);
      case REAL ->
          out.appendDouble(
              switch (random.nextInt(shape + 2)) {
                case 0 -> number / 1e6;
                case 5 -> Double.longBitsToDouble(random.nextLong());
                default -> number / 100.0;
              });
      default ->
          out.appendString(
              switch (random.nextInt(3 + shape)) {
                case 0 -> Long.toString(number % 1000);
                case 1 -> number % 1000 + ".50";
                case 6 -> "x" + number;
                case 7 ->
                    List.of("", "-", "-0", "00", "1.", ".5", "é", "1e3").get(random.nextInt(8));
                default -> Integer.toString((int) (number % 7));
              });
    }
  }

  private static int size(Type type, LongUnaryOperator value) {
    long[] row = new long[1];
    Vector column =
        vector(
            type,
            1024,
            out -> {
              long number = value.applyAsLong(row[0]++);
              if (type.kind() == io.minitidb.cop.data.Kind.REAL) {
                out.appendDouble(number / 1e6);
              } else {
                out.appendLong(number);
              }
            });
    return Block.encode(ticks(1024, 1, List.of(column))).length;
  }

  @Test
  void numbersTakeFewBytes() {
    Random random = new Random(1);
    int moments = size(Type.BIGINT, row -> 0);
    assertThat(moments).isLessThan(1024); // the steps of a clock, three bits each
    assertThat(size(Type.BIGINT, row -> 1L << 40) - moments).isLessThan(20);
    assertThat(size(Type.BIGINT, row -> (1L << 40) + 4096L * random.nextInt(1000)) - moments)
        .isLessThan(3 * 1024);
    assertThat(size(Type.BIGINT, row -> (1L << 40) + 1000 * row + random.nextInt(200)) - moments)
        .isLessThan(1200);
    assertThat(size(Type.DOUBLE, row -> random.nextInt(1_000_000)) - moments).isLessThan(3 * 1024);
  }

  @Test
  void aHeadTellsTheBoundsOfNumbers() {
    VectorBuilder longs = new VectorBuilder(Type.BIGINT, 3);
    VectorBuilder reals = new VectorBuilder(Type.DOUBLE, 3);
    VectorBuilder none = new VectorBuilder(Type.BIGINT, 3);
    for (long value : new long[] {5, -7, 3}) {
      longs.appendLong(value);
      reals.appendDouble(value / 2.0);
      none.appendNull();
    }
    Block block =
        Block.open(
            Block.encode(ticks(3, 1, List.of(longs.build(), reals.build(), none.build()))), 3);
    assertThat(block.bounds(0)).isEqualTo(new Block.Bounds(true, -7, 5));
    assertThat(block.bounds(1))
        .isEqualTo(
            new Block.Bounds(
                true, Double.doubleToRawLongBits(-3.5), Double.doubleToRawLongBits(2.5)));
    assertThat(block.bounds(2).known()).isFalse();
  }

  @Test
  void damageIsNoticedOrHarmless() {
    long seed = System.nanoTime();
    for (int round = 0; round < 500; round++) {
      Random random = new Random(seed + round);
      byte[] bytes = Block.encode(random(random));
      byte[] damaged =
          random.nextBoolean() ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
      for (int i = 0; i < 3 && damaged.length > 0; i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        Block.open(damaged, TYPES.size()).ticks(TYPES);
      } catch (IllegalArgumentException expected) {
        // this is how damage is told
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + (seed + round), e);
      }
    }
  }

  @Test
  void aBlockOfALaterFormatIsRefused() {
    assertThatThrownBy(() -> Block.open(new byte[] {9, 0, 0}, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown format");
  }
}
