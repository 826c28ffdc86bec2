package io.minitidb.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.ScanCounts;
import io.minitidb.cop.exec.Summary;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.proto.coprocessor.Response;
import io.minitidb.proto.errorpb.Error;
import io.minitidb.proto.errorpb.ServerIsBusy;
import io.minitidb.proto.errorpb.StoreNotMatch;
import io.minitidb.proto.tipb.Chunk;
import io.minitidb.proto.tipb.EncodeType;
import io.minitidb.proto.tipb.ExecutorExecutionSummary;
import io.minitidb.proto.tipb.RowMeta;
import io.minitidb.proto.tipb.SelectResponse;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;

/// What a node answers to a plan.
public sealed interface CopAnswer {

  Response encode();

  /// All rows, or in a stream a part of them.
  ///
  /// @param summaries what each operator of the plan did, in their order; empty when nobody asked
  /// @param scanned what was read for all rows, told with the last of them
  record Rows(
      List<Batch> batches,
      List<EvalContext.Warning> warnings,
      List<Summary> summaries,
      ScanCounts scanned)
      implements CopAnswer {
    /// Rows for which no store was read.
    public Rows(List<Batch> batches, List<EvalContext.Warning> warnings, List<Summary> summaries) {
      this(batches, warnings, summaries, ScanCounts.NONE);
    }

    public Rows {
      batches = List.copyOf(batches);
      warnings = List.copyOf(warnings);
      summaries = List.copyOf(summaries);
    }

    @Override
    public Response encode() {
      return encode(EncodeType.TypeChunk, ChunkCodec::encode);
    }

    private Response encode(EncodeType encoding, Function<Batch, ByteString> codec) {
      SelectResponse.Builder select = SelectResponse.newBuilder().setEncodeType(encoding);
      for (Batch batch : batches) {
        Chunk.Builder chunk = Chunk.newBuilder().setRowsData(codec.apply(batch));
        // Rows without columns leave no bytes; what tells how many there are is their metadata.
        for (int row = 0; row < batch.rows() && batch.columns().isEmpty(); row++) {
          chunk.addRowsMeta(RowMeta.getDefaultInstance());
        }
        select.addChunks(chunk);
      }
      for (EvalContext.Warning warning : warnings) {
        select.addWarnings(error(warning.code(), warning.message()));
      }
      select.setWarningCount(warnings.size());
      for (Summary summary : summaries) {
        select.addExecutionSummaries(
            ExecutorExecutionSummary.newBuilder()
                .setTimeProcessedNs(summary.nanos())
                .setNumProducedRows(summary.rows())
                .setNumIterations(summary.loops()));
      }
      Response.Builder response = Response.newBuilder().setData(select.build().toByteString());
      if (!scanned.equals(ScanCounts.NONE)) {
        response.getExecDetailsV2Builder().setScanDetailV2(ScanDetail.encode(scanned));
      }
      return response.build();
    }
  }

  /// The same rows for a reader who asked for datum encoding.
  ///
  /// @param zone that the timestamps of the rows are in
  record DatumRows(Rows rows, ZoneId zone) implements CopAnswer {
    @Override
    public Response encode() {
      return rows.encode(EncodeType.TypeDefault, batch -> DatumCodec.encode(batch, zone));
    }
  }

  /// An error of the statement itself, with its MySQL code; it would fail on every node.
  record StatementError(int code, String message) implements CopAnswer {
    @Override
    public Response encode() {
      return Response.newBuilder()
          .setData(
              SelectResponse.newBuilder().setError(error(code, message)).build().toByteString())
          .build();
    }
  }

  /// The node could not or would not run the plan.
  ///
  /// @param isBusy whether it would have, had there been a place; clients try that again later
  record Refused(String reason, boolean isBusy) implements CopAnswer {
    public Refused(String reason) {
      this(reason, false);
    }

    public static Refused busy(String reason) {
      return new Refused(reason, true);
    }

    @Override
    public Response encode() {
      if (isBusy) {
        ServerIsBusy busy = ServerIsBusy.newBuilder().setReason(reason).build();
        return Response.newBuilder()
            .setRegionError(Error.newBuilder().setMessage(reason).setServerIsBusy(busy))
            .build();
      }
      // An empty text would read as no error.
      return Response.newBuilder().setOtherError(reason.isEmpty() ? "refused" : reason).build();
    }
  }

  /// The rows are more than the request allows in one message; a stream would bring them.
  record TooLarge() implements CopAnswer {
    @Override
    public Response encode() {
      return Response.newBuilder()
          .setTooLarge(true)
          .setOtherError(
              "the answer is too large for one message; narrow the query or ask by CoprocessorStream")
          .build();
    }
  }

  /// The request was meant for another store: the sender's view of the cluster is out of date.
  record WrongStore(long requested, long actual) implements CopAnswer {
    @Override
    public Response encode() {
      StoreNotMatch mismatch =
          StoreNotMatch.newBuilder().setRequestStoreId(requested).setActualStoreId(actual).build();
      Error error =
          Error.newBuilder()
              .setMessage("store " + requested + " was asked, store " + actual + " listens here")
              .setStoreNotMatch(mismatch)
              .build();
      return Response.newBuilder().setRegionError(error).build();
    }
  }

  private static io.minitidb.proto.tipb.Error error(int code, String message) {
    return io.minitidb.proto.tipb.Error.newBuilder().setCode(code).setMsg(message).build();
  }

  /// @param types of the rows, which the message does not carry
  /// @throws WireException when the message contradicts them
  static CopAnswer decode(Response message, List<Type> types) {
    if (message.hasRegionError()) {
      return message.getRegionError().hasStoreNotMatch()
          ? new WrongStore(
              message.getRegionError().getStoreNotMatch().getRequestStoreId(),
              message.getRegionError().getStoreNotMatch().getActualStoreId())
          : new Refused(
              message.getRegionError().getMessage(), message.getRegionError().hasServerIsBusy());
    }
    if (message.getTooLarge()) {
      return new TooLarge();
    }
    if (!message.getOtherError().isEmpty()) {
      return new Refused(message.getOtherError());
    }
    SelectResponse select;
    try {
      select = SelectResponse.parseFrom(message.getData());
    } catch (InvalidProtocolBufferException e) {
      throw new WireException("the answer cannot be parsed: " + e.getMessage(), e);
    }
    if (select.hasError()) {
      return new StatementError(select.getError().getCode(), select.getError().getMsg());
    }
    if (select.getChunksCount() > 0 && select.getEncodeType() != EncodeType.TypeChunk) {
      throw new WireException("the answer is not in chunk encoding");
    }
    return new Rows(
        select.getChunksList().stream()
            .map(chunk ->
                types.isEmpty() && chunk.getRowsData().isEmpty()
                    ? new Batch(List.of(), chunk.getRowsMetaCount())
                    : ChunkCodec.decode(chunk.getRowsData(), types))
            .toList(),
        select.getWarningsList().stream()
            .map(w -> new EvalContext.Warning(w.getCode(), w.getMsg()))
            .toList(),
        select.getExecutionSummariesList().stream()
            .map(s ->
                new Summary(s.getTimeProcessedNs(), s.getNumProducedRows(), s.getNumIterations()))
            .toList(),
        ScanDetail.decode(message.getExecDetailsV2().getScanDetailV2()));
  }
}
