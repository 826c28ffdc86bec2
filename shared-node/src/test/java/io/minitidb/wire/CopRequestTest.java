package io.minitidb.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Functions;
import io.minitidb.memtable.User;
import io.minitidb.proto.coprocessor.Request;
import io.minitidb.proto.kvrpcpb.Context;
import io.minitidb.proto.tipb.ChunkMemoryLayout;
import io.minitidb.proto.tipb.DAGRequest;
import io.minitidb.proto.tipb.EncodeType;
import io.minitidb.proto.tipb.Endian;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CopRequestTest {
  private static final Dag DAG =
      Dag.scan(
          new Operator.MemTableScan(
              "processlist", List.of(0, 2), List.of(Type.UNSIGNED_BIGINT, Type.varchar(64))));
  private static final CopRequest REQUEST =
      new CopRequest(
          DAG,
          User.all("root", "127.0.0.1"),
          ZoneId.of("Asia/Shanghai"),
          Duration.ofSeconds(3),
          42,
          AnswerForm.WHOLE,
          33,
          2097154);

  private static Request with(Consumer<DAGRequest.Builder> change) {
    try {
      DAGRequest.Builder plan = DAGRequest.parseFrom(REQUEST.encode().getData()).toBuilder();
      change.accept(plan);
      return REQUEST.encode().toBuilder().setData(plan.build().toByteString()).build();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void comesBackWhole() throws InvalidProtocolBufferException {
    assertThat(CopRequest.decode(Request.parseFrom(REQUEST.encode().toByteArray())))
        .isEqualTo(REQUEST);
  }

  @Test
  void saysWhatOtherServersExpect() throws InvalidProtocolBufferException {
    Request message = REQUEST.encode();
    DAGRequest plan = DAGRequest.parseFrom(message.getData());
    assertThat(message.getTp()).isEqualTo(103);
    assertThat(plan.getEncodeType()).isEqualTo(EncodeType.TypeChunk);
    assertThat(plan.getOutputOffsetsList()).containsExactly(0, 1);
    assertThat(plan.getTimeZoneName()).isEqualTo("Asia/Shanghai");
    assertThat(plan.getTimeZoneOffset()).isEqualTo(28800);
  }

  @Test
  void withoutADeadlineThereIsStillOne() {
    Request message = REQUEST.encode().toBuilder().clearContext().build();
    assertThat(CopRequest.decode(message).deadline()).isEqualTo(Duration.ofSeconds(60));
    CopRequest hurried = new CopRequest(DAG, User.INTERNAL, ZoneOffset.UTC, Duration.ofNanos(1), 0);
    assertThat(CopRequest.decode(hurried.encode()).deadline()).isEqualTo(Duration.ofMillis(1));
  }

  @Test
  void theOffsetServesWhenTheZoneHasNoName() {
    assertThat(
            CopRequest.decode(with(plan -> plan.clearTimeZoneName().setTimeZoneOffset(-12600)))
                .zone())
        .isEqualTo(ZoneOffset.ofHoursMinutes(-3, -30));
    assertThat(
            CopRequest.decode(with(plan -> plan.setTimeZoneName("System").setTimeZoneOffset(3600)))
                .zone())
        .isEqualTo(ZoneOffset.ofHours(1));
    assertThat(CopRequest.decode(with(plan -> plan.setTimeZoneName("+08:00"))).zone())
        .isEqualTo(ZoneOffset.ofHours(8));
  }

  @Test
  void outputOffsetsChooseAndReorder() {
    Dag swapped =
        CopRequest.decode(
                with(plan ->
                    plan.clearOutputOffsets()
                        .addOutputOffsets(1)
                        .addOutputOffsets(0)
                        .addOutputOffsets(1)))
            .dag();
    assertThat(swapped.output())
        .containsExactly(Type.varchar(64), Type.UNSIGNED_BIGINT, Type.varchar(64));
    assertThat(CopRequest.decode(with(DAGRequest.Builder::clearOutputOffsets)).dag())
        .isEqualTo(DAG);
  }

  @Test
  void longConditionsPassHoweverDeepTheyAreNested() {
    Expr deep = Rows.column(0, Type.UNSIGNED_BIGINT);
    for (int i = 0; i < 400; i++) {
      deep =
          new Expr.Call(
              Functions.get("or", Kind.INT),
              List.of(deep, Rows.constant(Type.BIGINT, i)),
              Type.BOOLEAN);
    }
    CopRequest request =
        new CopRequest(
            DAG.then(new Operator.Selection(List.of(deep))),
            User.INTERNAL,
            ZoneOffset.UTC,
            Duration.ofSeconds(1),
            0);
    assertThat(CopRequest.decode(request.encode()).encode().getData())
        .isEqualTo(request.encode().getData());
  }

  private static void refused(Request message, String reason) {
    assertThatThrownBy(() -> CopRequest.decode(message))
        .isInstanceOf(WireException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void refusesWhatIsNoMemtablePlan() {
    Request message = REQUEST.encode();
    refused(message.toBuilder().setTp(104).build(), "unsupported request type 104");
    refused(message.toBuilder().clearTp().build(), "unsupported request type 0");
    refused(message.toBuilder().setContext(Context.newBuilder().setRegionId(2)).build(), "region");
    refused(
        message.toBuilder().setData(ByteString.copyFromUtf8("\u0007garbage")).build(),
        "cannot be parsed");
    refused(message.toBuilder().clearData().build(), "MemTableScan");
    refused(with(DAGRequest.Builder::clearExecutors), "MemTableScan");
    refused(with(plan -> plan.setEncodeType(EncodeType.TypeCHBlock)), "TypeCHBlock");
    refused(with(plan -> plan.addOutputOffsets(2)), "output offsets");
    refused(with(plan -> plan.addOutputOffsets(-1)), "output offsets");
  }

  @Test
  void rowsAreAskedForAsChunksOrAsDatums() {
    assertThat(CopRequest.decode(REQUEST.encode()).form().encoding())
        .isEqualTo(AnswerForm.Encoding.CHUNK);
    CopRequest datums = CopRequest.decode(with(plan -> plan.setEncodeType(EncodeType.TypeDefault)));
    assertThat(datums.form().encoding()).isEqualTo(AnswerForm.Encoding.DATUM);
    assertThat(CopRequest.decode(datums.encode()).form()).isEqualTo(datums.form());
    CopRequest otherWayRound =
        CopRequest.decode(
            with(plan ->
                plan.setChunkMemoryLayout(
                    ChunkMemoryLayout.newBuilder().setEndian(Endian.BigEndian))));
    assertThat(otherWayRound.form().encoding()).isEqualTo(AnswerForm.Encoding.DATUM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Mars/Olympus", "+99:00", "?"})
  void refusesUnknownZones(String zone) {
    refused(with(plan -> plan.setTimeZoneName(zone)), "unknown time zone");
  }

  @Test
  void refusesOffsetsThatNoZoneHas() {
    refused(
        with(plan -> plan.clearTimeZoneName().setTimeZoneOffset(Long.MAX_VALUE)),
        "unknown time zone");
    refused(with(plan -> plan.clearTimeZoneName().setTimeZoneOffset(100_000)), "unknown time zone");
  }
}
