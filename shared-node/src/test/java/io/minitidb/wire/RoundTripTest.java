package io.minitidb.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.ExecutorBuilder;
import io.minitidb.memtable.User;
import io.minitidb.proto.coprocessor.Request;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for any data and any plan. The seed is the name of the test, so a failure is repeated
/// by running it alone.
final class RoundTripTest {

  static LongStream seeds() {
    return LongStream.range(1, 151);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void batchesComeBackAsTheyWere(long seed) {
    RandomPlans random = new RandomPlans(seed);
    List<Type> types = random.types();
    Batch batch = random.batch(types, (int) (seed * 7 % 300));
    Batch back = ChunkCodec.decode(ChunkCodec.encode(batch), types);
    assertThat(Rows.text(back)).isEqualTo(Rows.text(batch));
    assertThat(ChunkCodec.encode(back)).isEqualTo(ChunkCodec.encode(batch));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aPlanDoesTheSameHereAndBehindTheWire(long seed) throws InvalidProtocolBufferException {
    RandomPlans random = new RandomPlans(seed);
    List<Type> types = random.types();
    List<Batch> table =
        List.of(random.batch(types, 200), random.batch(types, 0), random.batch(types, 57));
    Dag dag = random.dag(types);
    CopRequest request =
        new CopRequest(dag, User.INTERNAL, ZoneOffset.UTC, Duration.ofSeconds(1), 0);
    CopRequest decoded = CopRequest.decode(Request.parseFrom(request.encode().toByteArray()));
    assertThat(decoded.dag().output()).as(dag::toString).isEqualTo(dag.output());
    assertThat(run(decoded.dag(), table)).as(dag::toString).isEqualTo(run(dag, table));
    assertThat(decoded.encode().getData()).as(dag::toString).isEqualTo(request.encode().getData());
  }

  private static List<String> run(Dag dag, List<Batch> table) {
    Batch[] batches = table.toArray(Batch[]::new);
    return Rows.run(
        ExecutorBuilder.build(
            dag,
            (scan, demand, context) -> new ExecutorBuilder.Leaf(Rows.source(batches)),
            Rows.context()));
  }
}
