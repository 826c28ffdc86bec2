package io.minitidb.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Internal.EnumLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UninitializedMessageException;
import io.minitidb.proto.coprocessor.Request;
import io.minitidb.proto.coprocessor.Response;
import io.minitidb.proto.diagnosticspb.DiagnosticsGrpc;
import io.minitidb.proto.diagnosticspb.LogLevel;
import io.minitidb.proto.diagnosticspb.LogMessage;
import io.minitidb.proto.diagnosticspb.SearchLogRequest;
import io.minitidb.proto.diagnosticspb.ServerInfoItem;
import io.minitidb.proto.errorpb.ServerIsBusy;
import io.minitidb.proto.errorpb.StoreNotMatch;
import io.minitidb.proto.kvrpcpb.APIVersion;
import io.minitidb.proto.kvrpcpb.Context;
import io.minitidb.proto.kvrpcpb.ExecDetailsV2;
import io.minitidb.proto.kvrpcpb.RawBatchPutRequest;
import io.minitidb.proto.kvrpcpb.RawCASRequest;
import io.minitidb.proto.kvrpcpb.RawCASResponse;
import io.minitidb.proto.kvrpcpb.RawGetKeyTTLResponse;
import io.minitidb.proto.kvrpcpb.RawGetResponse;
import io.minitidb.proto.kvrpcpb.RawPutRequest;
import io.minitidb.proto.kvrpcpb.RawScanRequest;
import io.minitidb.proto.kvrpcpb.SplitRegionResponse;
import io.minitidb.proto.metapb.NodeState;
import io.minitidb.proto.metapb.Peer;
import io.minitidb.proto.metapb.Region;
import io.minitidb.proto.metapb.RegionEpoch;
import io.minitidb.proto.metapb.Store;
import io.minitidb.proto.metapb.StoreState;
import io.minitidb.proto.pdpb.AllocIDResponse;
import io.minitidb.proto.pdpb.AskBatchSplitRequest;
import io.minitidb.proto.pdpb.AskBatchSplitResponse;
import io.minitidb.proto.pdpb.AskSplitResponse;
import io.minitidb.proto.pdpb.ErrorType;
import io.minitidb.proto.pdpb.GetMembersResponse;
import io.minitidb.proto.pdpb.GetRegionResponse;
import io.minitidb.proto.pdpb.Member;
import io.minitidb.proto.pdpb.PDGrpc;
import io.minitidb.proto.pdpb.RecoveryPlan;
import io.minitidb.proto.pdpb.RegionHeartbeatRequest;
import io.minitidb.proto.pdpb.RegionHeartbeatResponse;
import io.minitidb.proto.pdpb.ReportBatchSplitRequest;
import io.minitidb.proto.pdpb.RequestHeader;
import io.minitidb.proto.pdpb.ResponseHeader;
import io.minitidb.proto.pdpb.ScanRegionsRequest;
import io.minitidb.proto.pdpb.ScanRegionsResponse;
import io.minitidb.proto.pdpb.SplitID;
import io.minitidb.proto.pdpb.StoreHeartbeatResponse;
import io.minitidb.proto.pdpb.StoreStats;
import io.minitidb.proto.pdpb.TsoResponse;
import io.minitidb.proto.pdpb.UpdateServiceGCSafePointRequest;
import io.minitidb.proto.tikvpb.TikvGrpc;
import io.minitidb.proto.tipb.AggFunctionMode;
import io.minitidb.proto.tipb.Chunk;
import io.minitidb.proto.tipb.ColumnInfo;
import io.minitidb.proto.tipb.DAGRequest;
import io.minitidb.proto.tipb.EncodeType;
import io.minitidb.proto.tipb.ExecType;
import io.minitidb.proto.tipb.Executor;
import io.minitidb.proto.tipb.ExecutorExecutionSummary;
import io.minitidb.proto.tipb.Expr;
import io.minitidb.proto.tipb.ExprType;
import io.minitidb.proto.tipb.FieldType;
import io.minitidb.proto.tipb.MemTableScan;
import io.minitidb.proto.tipb.ScalarFuncSig;
import io.minitidb.proto.tipb.SelectResponse;
import io.minitidb.proto.tipb.SetServerVar;
import io.minitidb.proto.tipb.StreamResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers and names that other programs rely on: whoever changes one breaks them. */
class WireNumbersTest {

  @ParameterizedTest(name = "{0}.{1} = {2}")
  @MethodSource("fields")
  void fieldHasItsNumber(Descriptor message, String field, int number) {
    assertThat(message.findFieldByName(field)).isNotNull();
    assertThat(message.findFieldByName(field).getNumber()).isEqualTo(number);
  }

  static Stream<Arguments> fields() {
    return Stream.of(
        arguments(Executor.getDescriptor(), "tp", 1),
        arguments(Executor.getDescriptor(), "tbl_scan", 2),
        arguments(Executor.getDescriptor(), "selection", 4),
        arguments(Executor.getDescriptor(), "aggregation", 5),
        arguments(Executor.getDescriptor(), "topN", 6),
        arguments(Executor.getDescriptor(), "limit", 7),
        arguments(Executor.getDescriptor(), "executor_id", 10),
        arguments(Executor.getDescriptor(), "kill", 11),
        arguments(Executor.getDescriptor(), "Projection", 13),
        arguments(Executor.getDescriptor(), "mem_tbl_scan", 1009),
        arguments(Executor.getDescriptor(), "set_server_var", 1010),
        arguments(MemTableScan.getDescriptor(), "table_name", 1),
        arguments(MemTableScan.getDescriptor(), "columns", 2),
        arguments(MemTableScan.getDescriptor(), "store_id", 3),
        arguments(MemTableScan.getDescriptor(), "desc", 100),
        arguments(MemTableScan.getDescriptor(), "keep_order", 101),
        arguments(MemTableScan.getDescriptor(), "time_ranges", 102),
        arguments(MemTableScan.getDescriptor(), "schema_version", 103),
        arguments(MemTableScan.getDescriptor(), "node_addr", 104),
        arguments(SetServerVar.getDescriptor(), "variable_name", 1),
        arguments(SetServerVar.getDescriptor(), "variable_value", 2),
        arguments(ColumnInfo.getDescriptor(), "columnLen", 4),
        arguments(ColumnInfo.getDescriptor(), "default_val", 8),
        arguments(ColumnInfo.getDescriptor(), "pk_handle", 21),
        arguments(Expr.getDescriptor(), "sig", 4),
        arguments(Expr.getDescriptor(), "field_type", 5),
        arguments(Expr.getDescriptor(), "has_distinct", 7),
        arguments(Expr.getDescriptor(), "aggFuncMode", 9),
        arguments(FieldType.getDescriptor(), "collate", 5),
        arguments(DAGRequest.getDescriptor(), "executors", 2),
        arguments(DAGRequest.getDescriptor(), "time_zone_offset", 3),
        arguments(DAGRequest.getDescriptor(), "flags", 4),
        arguments(DAGRequest.getDescriptor(), "output_offsets", 5),
        arguments(DAGRequest.getDescriptor(), "encode_type", 8),
        arguments(DAGRequest.getDescriptor(), "time_zone_name", 11),
        arguments(DAGRequest.getDescriptor(), "collect_execution_summaries", 12),
        arguments(DAGRequest.getDescriptor(), "chunk_memory_layout", 14),
        arguments(DAGRequest.getDescriptor(), "user", 16),
        arguments(DAGRequest.getDescriptor(), "div_precision_increment", 19),
        arguments(SelectResponse.getDescriptor(), "error", 1),
        arguments(SelectResponse.getDescriptor(), "chunks", 3),
        arguments(SelectResponse.getDescriptor(), "warnings", 4),
        arguments(SelectResponse.getDescriptor(), "execution_summaries", 8),
        arguments(SelectResponse.getDescriptor(), "encode_type", 9),
        arguments(StreamResponse.getDescriptor(), "data", 3),
        arguments(Chunk.getDescriptor(), "rows_data", 3),
        arguments(ExecutorExecutionSummary.getDescriptor(), "executor_id", 4),
        arguments(Request.getDescriptor(), "data", 3),
        arguments(Request.getDescriptor(), "ranges", 4),
        arguments(Request.getDescriptor(), "start_ts", 7),
        arguments(Request.getDescriptor(), "paging_size", 10),
        arguments(Response.getDescriptor(), "region_error", 2),
        arguments(Response.getDescriptor(), "other_error", 4),
        arguments(Response.getDescriptor(), "range", 5),
        arguments(Response.getDescriptor(), "exec_details_v2", 11),
        arguments(Context.getDescriptor(), "peer", 3),
        arguments(Context.getDescriptor(), "max_execution_duration_ms", 14),
        arguments(Context.getDescriptor(), "api_version", 21),
        arguments(Context.getDescriptor(), "cluster_id", 35),
        arguments(ExecDetailsV2.getDescriptor(), "time_detail_v2", 4),
        arguments(RawGetResponse.getDescriptor(), "value", 3),
        arguments(RawGetResponse.getDescriptor(), "not_found", 4),
        arguments(RawPutRequest.getDescriptor(), "ttl", 5),
        arguments(RawBatchPutRequest.getDescriptor(), "ttls", 6),
        arguments(RawScanRequest.getDescriptor(), "reverse", 6),
        arguments(RawScanRequest.getDescriptor(), "end_key", 7),
        arguments(RawGetKeyTTLResponse.getDescriptor(), "ttl", 3),
        arguments(RawCASRequest.getDescriptor(), "delete", 8),
        arguments(RawCASResponse.getDescriptor(), "previous_value", 5),
        arguments(SplitRegionResponse.getDescriptor(), "regions", 4),
        arguments(io.minitidb.proto.errorpb.Error.getDescriptor(), "not_leader", 2),
        arguments(io.minitidb.proto.errorpb.Error.getDescriptor(), "epoch_not_match", 5),
        arguments(io.minitidb.proto.errorpb.Error.getDescriptor(), "server_is_busy", 6),
        arguments(io.minitidb.proto.errorpb.Error.getDescriptor(), "store_not_match", 8),
        arguments(io.minitidb.proto.errorpb.Error.getDescriptor(), "mismatch_peer_id", 20),
        arguments(StoreNotMatch.getDescriptor(), "actual_store_id", 2),
        arguments(ServerIsBusy.getDescriptor(), "backoff_ms", 2),
        arguments(Store.getDescriptor(), "id", 1),
        arguments(Store.getDescriptor(), "address", 2),
        arguments(Store.getDescriptor(), "state", 3),
        arguments(Store.getDescriptor(), "labels", 4),
        arguments(Store.getDescriptor(), "version", 5),
        arguments(Store.getDescriptor(), "peer_address", 6),
        arguments(Store.getDescriptor(), "status_address", 7),
        arguments(Store.getDescriptor(), "git_hash", 8),
        arguments(Store.getDescriptor(), "start_timestamp", 9),
        arguments(Store.getDescriptor(), "deploy_path", 10),
        arguments(Store.getDescriptor(), "last_heartbeat", 11),
        arguments(Store.getDescriptor(), "physically_destroyed", 12),
        arguments(Store.getDescriptor(), "node_state", 13),
        arguments(Region.getDescriptor(), "region_epoch", 4),
        arguments(Region.getDescriptor(), "peers", 5),
        arguments(RegionEpoch.getDescriptor(), "conf_ver", 1),
        arguments(RegionEpoch.getDescriptor(), "version", 2),
        arguments(Peer.getDescriptor(), "store_id", 2),
        arguments(Peer.getDescriptor(), "role", 3),
        arguments(RequestHeader.getDescriptor(), "cluster_id", 1),
        arguments(ResponseHeader.getDescriptor(), "cluster_id", 1),
        arguments(ResponseHeader.getDescriptor(), "error", 2),
        arguments(Member.getDescriptor(), "member_id", 2),
        arguments(Member.getDescriptor(), "client_urls", 4),
        arguments(GetMembersResponse.getDescriptor(), "leader", 3),
        arguments(GetMembersResponse.getDescriptor(), "etcd_leader", 4),
        arguments(TsoResponse.getDescriptor(), "timestamp", 3),
        arguments(AllocIDResponse.getDescriptor(), "id", 2),
        arguments(StoreStats.getDescriptor(), "start_time", 7),
        arguments(StoreStats.getDescriptor(), "used_size", 10),
        arguments(StoreStats.getDescriptor(), "interval", 15),
        arguments(StoreStats.getDescriptor(), "used_memory", 29),
        arguments(StoreHeartbeatResponse.getDescriptor(), "state", 8),
        arguments(RegionHeartbeatRequest.getDescriptor(), "interval", 12),
        arguments(RegionHeartbeatResponse.getDescriptor(), "target_peer", 6),
        arguments(GetRegionResponse.getDescriptor(), "leader", 3),
        arguments(GetRegionResponse.getDescriptor(), "down_peers", 5),
        arguments(ScanRegionsRequest.getDescriptor(), "end_key", 4),
        arguments(ScanRegionsResponse.getDescriptor(), "regions", 4),
        arguments(StoreHeartbeatResponse.getDescriptor(), "recovery_plan", 5),
        arguments(RecoveryPlan.getDescriptor(), "creates", 1),
        arguments(AskSplitResponse.getDescriptor(), "new_peer_ids", 3),
        arguments(AskBatchSplitRequest.getDescriptor(), "split_count", 3),
        arguments(AskBatchSplitResponse.getDescriptor(), "ids", 2),
        arguments(SplitID.getDescriptor(), "new_peer_ids", 2),
        arguments(ReportBatchSplitRequest.getDescriptor(), "regions", 2),
        arguments(UpdateServiceGCSafePointRequest.getDescriptor(), "TTL", 3),
        arguments(SearchLogRequest.getDescriptor(), "patterns", 4),
        arguments(SearchLogRequest.getDescriptor(), "target", 5),
        arguments(LogMessage.getDescriptor(), "message", 3),
        arguments(ServerInfoItem.getDescriptor(), "pairs", 3));
  }

  @ParameterizedTest(name = "{0} = {1}")
  @MethodSource("enumValues")
  void enumValueHasItsNumber(EnumLite value, int number) {
    assertThat(value.getNumber()).isEqualTo(number);
  }

  static Stream<Arguments> enumValues() {
    return Stream.of(
        arguments(ExecType.TypeTableScan, 0),
        arguments(ExecType.TypeSelection, 2),
        arguments(ExecType.TypeAggregation, 3),
        arguments(ExecType.TypeTopN, 4),
        arguments(ExecType.TypeLimit, 5),
        arguments(ExecType.TypeStreamAgg, 6),
        arguments(ExecType.TypeJoin, 7),
        arguments(ExecType.TypeKill, 8),
        arguments(ExecType.TypeProjection, 11),
        arguments(ExecType.TypeMemTableScan, 1007),
        arguments(ExecType.TypeSetServerVar, 1008),
        arguments(EncodeType.TypeDefault, 0),
        arguments(EncodeType.TypeChunk, 1),
        arguments(ExprType.MysqlTime, 107),
        arguments(ExprType.ColumnRef, 201),
        arguments(ExprType.Count, 3001),
        arguments(ExprType.First, 3006),
        arguments(ExprType.ScalarFunc, 10000),
        arguments(AggFunctionMode.Partial1Mode, 2),
        arguments(ScalarFuncSig.Unspecified, 0),
        arguments(ScalarFuncSig.CastIntAsInt, 1),
        arguments(ScalarFuncSig.CastIntAsString, 3),
        arguments(ScalarFuncSig.CastStringAsReal, 31),
        arguments(ScalarFuncSig.CastJsonAsJson, 66),
        arguments(ScalarFuncSig.LTInt, 100),
        arguments(ScalarFuncSig.NullEQJson, 166),
        arguments(ScalarFuncSig.PlusReal, 200),
        arguments(ScalarFuncSig.ModIntSS, 226),
        arguments(ScalarFuncSig.IntDivideIntSS, 236),
        arguments(ScalarFuncSig.LogicalAnd, 3101),
        arguments(ScalarFuncSig.IsNullInt, 3116),
        arguments(ScalarFuncSig.InString, 4004),
        arguments(ScalarFuncSig.IfNullJson, 4113),
        arguments(ScalarFuncSig.CaseWhenInt, 4208),
        arguments(ScalarFuncSig.Like, 4310),
        arguments(ScalarFuncSig.RegexpLike, 4313),
        arguments(ScalarFuncSig.Substring3ArgsUTF8, 7054),
        arguments(APIVersion.V2, 2),
        arguments(StoreState.Tombstone, 2),
        arguments(NodeState.Removed, 3),
        arguments(ErrorType.NOT_BOOTSTRAPPED, 2),
        arguments(ErrorType.REGIONS_NOT_CONTAIN_ALL_KEY_RANGE, 12),
        arguments(LogLevel.UNKNOWN, 0),
        arguments(LogLevel.Error, 6));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void methodHasItsPath(String path, String expected) {
    assertThat(path).isEqualTo(expected);
  }

  static Stream<Arguments> methods() {
    return Stream.of(
        arguments(TikvGrpc.getCoprocessorMethod().getFullMethodName(), "tikvpb.Tikv/Coprocessor"),
        arguments(
            TikvGrpc.getRawCompareAndSwapMethod().getFullMethodName(),
            "tikvpb.Tikv/RawCompareAndSwap"),
        arguments(PDGrpc.getTsoMethod().getFullMethodName(), "pdpb.PD/Tso"),
        arguments(
            DiagnosticsGrpc.getSearchLogMethod().getFullMethodName(),
            "diagnosticspb.Diagnostics/search_log"),
        arguments(
            DiagnosticsGrpc.getServerInfoMethod().getFullMethodName(),
            "diagnosticspb.Diagnostics/server_info"));
  }

  @Test
  void memTableScanWithoutStoreIdCannotBeBuilt() {
    assertThatThrownBy(() -> MemTableScan.newBuilder().setTableName("cluster_load").build())
        .isInstanceOf(UninitializedMessageException.class);
  }

  @Test
  void unknownFunctionNumberReachesTheReader() throws InvalidProtocolBufferException {
    byte[] wire = Expr.newBuilder().setTp(ExprType.ScalarFunc).setSig(65_000).build().toByteArray();

    assertThat(Expr.parseFrom(wire).getSig()).isEqualTo(65_000);
    assertThat(ScalarFuncSig.forNumber(65_000)).isNull();
  }

  @Test
  void modernExecutorIdIsNotMistakenForOurSetServerVar() throws InvalidProtocolBufferException {
    byte[] tenAndEmpty = {10 << 3 | 2, 0};

    Executor executor = Executor.parseFrom(tenAndEmpty);

    assertThat(executor.hasExecutorId()).isTrue();
    assertThat(executor.hasSetServerVar()).isFalse();
  }
}
