package io.minitidb.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.ScanCounts;
import io.minitidb.cop.exec.Summary;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.proto.coprocessor.Response;
import io.minitidb.proto.errorpb.Error;
import io.minitidb.proto.tipb.Chunk;
import io.minitidb.proto.tipb.EncodeType;
import io.minitidb.proto.tipb.SelectResponse;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CopAnswerTest {
  private static final List<Type> TYPES = List.of(Type.BIGINT, Type.TEXT);
  private static final Batch BATCH =
      Rows.batch(Rows.vector(Type.BIGINT, 1, null), Rows.vector(Type.TEXT, "a", null));

  private static Response chunk(ByteString rows) {
    SelectResponse select =
        SelectResponse.newBuilder()
            .setEncodeType(EncodeType.TypeChunk)
            .addChunks(Chunk.newBuilder().setRowsData(rows))
            .build();
    return Response.newBuilder().setData(select.toByteString()).build();
  }

  @Test
  void rowsWarningsAndSummariesComeBack() throws InvalidProtocolBufferException {
    CopAnswer.Rows rows =
        new CopAnswer.Rows(
            List.of(BATCH, BATCH.head(1)),
            List.of(new EvalContext.Warning(1365, "Division by 0")),
            List.of(new Summary(77, 3, 2)),
            new ScanCounts(1, 2, 3, 4, new ScanCounts.Engine(5, 6, 7, 8, 9)));
    CopAnswer back = CopAnswer.decode(Response.parseFrom(rows.encode().toByteArray()), TYPES);
    assertThat(back)
        .isInstanceOfSatisfying(
            CopAnswer.Rows.class,
            answer -> {
              assertThat(Rows.text(answer.batches())).containsExactly("1 a", "NULL NULL", "1 a");
              assertThat(answer.warnings()).isEqualTo(rows.warnings());
              assertThat(answer.summaries()).isEqualTo(rows.summaries());
              assertThat(answer.scanned()).isEqualTo(rows.scanned());
            });
  }

  @Test
  void theEncodingIsWrittenWhereModernReadersLook() throws InvalidProtocolBufferException {
    SelectResponse select =
        SelectResponse.parseFrom(
            new CopAnswer.Rows(List.of(BATCH), List.of(), List.of()).encode().getData());
    assertThat(SelectResponse.ENCODE_TYPE_FIELD_NUMBER).isEqualTo(9);
    assertThat(select.getEncodeType()).isEqualTo(EncodeType.TypeChunk);
  }

  static List<CopAnswer> failures() {
    return List.of(
        new CopAnswer.TooLarge(),
        new CopAnswer.StatementError(1690, "BIGINT value is out of range"),
        new CopAnswer.Refused("no such table"),
        CopAnswer.Refused.busy("no more may wait"),
        new CopAnswer.WrongStore(4, 5),
        new CopAnswer.Rows(List.of(), List.of(), List.of()));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failuresAndEmptyAnswersComeBack(CopAnswer answer) {
    assertThat(CopAnswer.decode(answer.encode(), TYPES)).isEqualTo(answer);
  }

  @Test
  void aRefusalWithoutAReasonIsStillARefusal() {
    assertThat(CopAnswer.decode(new CopAnswer.Refused("").encode(), TYPES))
        .isInstanceOf(CopAnswer.Refused.class);
  }

  @Test
  void otherRegionErrorsAreRefusals() {
    Response busy =
        Response.newBuilder()
            .setRegionError(Error.newBuilder().setMessage("server is busy"))
            .build();
    assertThat(CopAnswer.decode(busy, TYPES)).isEqualTo(new CopAnswer.Refused("server is busy"));
  }

  @Test
  void refusesRowsThatAreNotInChunkEncoding() {
    SelectResponse select =
        SelectResponse.newBuilder().addChunks(Chunk.getDefaultInstance()).build();
    Response message = Response.newBuilder().setData(select.toByteString()).build();
    assertThatThrownBy(() -> CopAnswer.decode(message, TYPES))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("chunk encoding");
    Response garbage = Response.newBuilder().setData(ByteString.copyFromUtf8("\u0007")).build();
    assertThatThrownBy(() -> CopAnswer.decode(garbage, TYPES)).isInstanceOf(WireException.class);
  }

  @Test
  void rowsWithoutColumnsKeepTheirNumber() {
    Batch empty = new Batch(List.of(), 7);
    CopAnswer back =
        CopAnswer.decode(
            new CopAnswer.Rows(List.of(empty), List.of(), List.of()).encode(), List.of());
    assertThat(((CopAnswer.Rows) back).batches()).containsExactly(empty);
  }

  @Test
  void datumRowsSayWhatTheyAre() throws InvalidProtocolBufferException {
    CopAnswer.Rows rows = new CopAnswer.Rows(List.of(BATCH), List.of(), List.of());
    SelectResponse select =
        SelectResponse.parseFrom(new CopAnswer.DatumRows(rows, ZoneOffset.UTC).encode().getData());
    assertThat(select.getEncodeType()).isEqualTo(EncodeType.TypeDefault);
    assertThat(
            Rows.text(DatumCodec.decode(select.getChunks(0).getRowsData(), TYPES, ZoneOffset.UTC)))
        .isEqualTo(Rows.text(BATCH));
  }

  @Test
  void refusesColumnsThatContradictTheTypes() {
    ByteString rows = ChunkCodec.encode(BATCH);
    for (List<Type> types :
        List.of(
            List.of(Type.BIGINT),
            List.of(Type.TEXT, Type.BIGINT),
            List.of(Type.BIGINT, Type.TEXT, Type.TEXT),
            List.<Type>of())) {
      assertThatThrownBy(() -> CopAnswer.decode(chunk(rows), types))
          .as("%s", types)
          .isInstanceOf(WireException.class);
    }
    Batch uneven =
        new Batch(List.of(Rows.vector(Type.BIGINT, 1), Rows.vector(Type.TEXT, "a", "b")), 1);
    assertThatThrownBy(() -> CopAnswer.decode(chunk(ChunkCodec.encode(uneven)), TYPES))
        .isInstanceOf(WireException.class);
  }
}
