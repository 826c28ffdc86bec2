package io.minitidb.wire;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Operator;
import io.minitidb.proto.tipb.Aggregation;
import io.minitidb.proto.tipb.ExecType;
import io.minitidb.proto.tipb.Executor;
import io.minitidb.proto.tipb.Limit;
import io.minitidb.proto.tipb.MemTableScan;
import io.minitidb.proto.tipb.Projection;
import io.minitidb.proto.tipb.Selection;
import io.minitidb.proto.tipb.TopN;
import java.util.ArrayList;
import java.util.List;

/// The chain of executors of a DAGRequest.
final class DagCodec {
  private DagCodec() {}

  /// @param storeId the store that must answer; 0 for a node that is none
  static List<Executor> encode(Dag dag, long storeId) {
    return dag.operators().stream()
        .map(operator -> encode(operator, storeId).setExecutorId("").build())
        .toList();
  }

  private static Executor.Builder encode(Operator operator, long storeId) {
    Executor.Builder message = Executor.newBuilder();
    return switch (operator) {
      case Operator.MemTableScan scan ->
          message.setTp(ExecType.TypeMemTableScan).setMemTblScan(scan(scan, storeId));
      case Operator.Selection selection ->
          message
              .setTp(ExecType.TypeSelection)
              .setSelection(
                  Selection.newBuilder()
                      .addAllConditions(
                          selection.conditions().stream().map(ExprCodec::encode).toList()));
      case Operator.Projection projection ->
          message
              .setTp(ExecType.TypeProjection)
              .setProjection(
                  Projection.newBuilder()
                      .addAllExprs(projection.exprs().stream().map(ExprCodec::encode).toList()));
      case Operator.Aggregation aggregation ->
          message
              .setTp(ExecType.TypeAggregation)
              .setAggregation(
                  Aggregation.newBuilder()
                      .addAllGroupBy(aggregation.groupBy().stream().map(ExprCodec::encode).toList())
                      .addAllAggFunc(aggregation.calls().stream().map(ExprCodec::encode).toList()));
      case Operator.TopN topN ->
          message
              .setTp(ExecType.TypeTopN)
              .setTopN(
                  TopN.newBuilder()
                      .addAllOrderBy(topN.order().stream().map(ExprCodec::encode).toList())
                      .setLimit(topN.limit()));
      case Operator.LocalJoin join ->
          message.setTp(ExecType.TypeLocalJoin).setLocalJoin(JoinCodec.encode(join, storeId));
      case Operator.Limit limit ->
          message.setTp(ExecType.TypeLimit).setLimit(Limit.newBuilder().setLimit(limit.limit()));
    };
  }

  private static MemTableScan scan(Operator.MemTableScan scan, long storeId) {
    MemTableScan.Builder message =
        MemTableScan.newBuilder().setTableName(scan.table()).setStoreId(storeId);
    for (int i = 0; i < scan.columns().size(); i++) {
      message.addColumns(TypeCodec.encodeColumn(scan.columns().get(i), scan.types().get(i)));
    }
    return message.build();
  }

  static Dag decode(List<Executor> messages) {
    if (messages.isEmpty() || messages.getFirst().getTp() != ExecType.TypeMemTableScan) {
      throw new WireException("the first executor of a request must be a MemTableScan");
    }
    List<Operator> operators = new ArrayList<>();
    List<Type> types = List.of();
    for (Executor message : messages) {
      if (message.getTp() == ExecType.TypeMemTableScan && !operators.isEmpty()) {
        throw new WireException("a MemTableScan may only be the first executor");
      }
      Operator operator = decode(message, types);
      operators.add(operator);
      types = operator.output(types);
    }
    return new Dag(operators);
  }

  private static Operator decode(Executor message, List<Type> input) {
    return switch (message.getTp()) {
      case TypeMemTableScan -> scan(message.getMemTblScan());
      case TypeSelection ->
          new Operator.Selection(
              message.getSelection().getConditionsList().stream()
                  .map(e -> ExprCodec.decode(e, input))
                  .toList());
      case TypeProjection ->
          new Operator.Projection(
              message.getProjection().getExprsList().stream()
                  .map(e -> ExprCodec.decode(e, input))
                  .toList());
      case TypeAggregation, TypeStreamAgg ->
          new Operator.Aggregation(
              message.getAggregation().getGroupByList().stream()
                  .map(e -> ExprCodec.decode(e, input))
                  .toList(),
              message.getAggregation().getAggFuncList().stream()
                  .map(e -> ExprCodec.decodeAggregate(e, input))
                  .toList());
      case TypeTopN ->
          new Operator.TopN(
              message.getTopN().getOrderByList().stream()
                  .map(key -> ExprCodec.decode(key, input))
                  .toList(),
              limit(message.getTopN().getLimit()));
      case TypeLocalJoin -> JoinCodec.decode(message.getLocalJoin(), input);
      case TypeLimit -> new Operator.Limit(limit(message.getLimit().getLimit()));
      default -> throw new WireException("executor " + message.getTp() + " is not supported");
    };
  }

  /// The field is unsigned: what looks negative is more than any table has.
  private static long limit(long limit) {
    return limit < 0 ? Long.MAX_VALUE : limit;
  }

  private static int position(long columnId) {
    if (columnId < 1 || columnId > Integer.MAX_VALUE) {
      throw new WireException("no column has the number " + columnId);
    }
    return (int) (columnId - 1);
  }

  private static Operator.MemTableScan scan(MemTableScan message) {
    List<Integer> columns =
        message.getColumnsList().stream().map(c -> position(c.getColumnId())).toList();
    List<Type> types = message.getColumnsList().stream().map(TypeCodec::decodeColumn).toList();
    return new Operator.MemTableScan(message.getTableName(), columns, types);
  }
}
