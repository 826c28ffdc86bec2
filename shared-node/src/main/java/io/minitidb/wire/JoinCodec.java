package io.minitidb.wire;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.JoinExecutor;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.expr.Expr;
import io.minitidb.proto.tipb.LocalJoin;
import io.minitidb.proto.tipb.LocalJoinType;
import java.util.List;
import java.util.stream.Stream;

/// A join within a node as its message.
final class JoinCodec {
  private JoinCodec() {}

  static LocalJoin encode(Operator.LocalJoin join, long storeId) {
    JoinExecutor.Spec spec = join.spec();
    return LocalJoin.newBuilder()
        .setJoinType(
            switch (spec.kind()) {
              case INNER -> LocalJoinType.LocalInner;
              case LEFT -> LocalJoinType.LocalLeftOuter;
              case SEMI -> LocalJoinType.LocalSemi;
              case ANTI -> LocalJoinType.LocalAnti;
            })
        .addAllRight(DagCodec.encode(join.right(), storeId))
        .addAllLeftKeys(spec.leftKeys().stream().map(ExprCodec::encode).toList())
        .addAllRightKeys(spec.rightKeys().stream().map(ExprCodec::encode).toList())
        .addAllConditions(spec.conditions().stream().map(ExprCodec::encode).toList())
        .build();
  }

  /// @throws WireException when keys do not pair up, or for what an expression may not be
  static Operator.LocalJoin decode(LocalJoin message, List<Type> left) {
    Dag right = DagCodec.decode(message.getRightList());
    List<Type> rightTypes = right.output();
    List<Expr> leftKeys =
        message.getLeftKeysList().stream().map(e -> ExprCodec.decode(e, left)).toList();
    List<Expr> rightKeys =
        message.getRightKeysList().stream().map(e -> ExprCodec.decode(e, rightTypes)).toList();
    if (leftKeys.size() != rightKeys.size()) {
      throw new WireException(
          "a join of " + leftKeys.size() + " left and " + rightKeys.size() + " right keys");
    }
    for (int i = 0; i < leftKeys.size(); i++) {
      if (leftKeys.get(i).type().kind() != rightKeys.get(i).type().kind()) {
        throw new WireException("key " + (i + 1) + " of a join is of two kinds");
      }
    }
    List<Type> both = Stream.concat(left.stream(), rightTypes.stream()).toList();
    JoinExecutor.Kind kind =
        switch (message.getJoinType()) {
          case LocalInner -> JoinExecutor.Kind.INNER;
          case LocalLeftOuter -> JoinExecutor.Kind.LEFT;
          case LocalSemi -> JoinExecutor.Kind.SEMI;
          case LocalAnti -> JoinExecutor.Kind.ANTI;
        };
    return new Operator.LocalJoin(
        right,
        new JoinExecutor.Spec(
            kind,
            left,
            rightTypes,
            leftKeys,
            rightKeys,
            message.getConditionsList().stream().map(e -> ExprCodec.decode(e, both)).toList()));
  }
}
