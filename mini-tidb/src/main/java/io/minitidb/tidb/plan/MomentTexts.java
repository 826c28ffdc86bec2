package io.minitidb.tidb.plan;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.Expr;
import io.minitidb.memtable.TableInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A time column that shows its moments as text (`cluster_log.TIME`) compares with constants as
/// what it spells, so that `time > '2026-01-01'` means what it says although the column writes
/// `2026/01/01`.
final class MomentTexts {
  private static final Set<String> COMPARISONS =
      Set.of("lt", "le", "gt", "ge", "eq", "ne", "nulleq");

  private MomentTexts() {}

  /// Returns `conditions` over the columns of `input` with such comparisons made.
  static List<Expr> compared(PlanNode input, List<Expr> conditions) {
    return input instanceof PlanNode.Gather gather
            && gather.table().columns().stream().anyMatch(MomentTexts::isMomentText)
        ? conditions.stream().map(condition -> compared(gather, condition)).toList()
        : conditions;
  }

  private static boolean isMomentText(TableInfo.ColumnInfo column) {
    return column.role() == TableInfo.Role.TIME && column.type().kind() == Kind.STRING;
  }

  private static Expr compared(PlanNode.Gather gather, Expr condition) {
    if (!(condition instanceof Expr.Call call)) {
      return condition;
    }
    List<Expr> args = call.args();
    boolean texts = call.function().kind() == Kind.STRING;
    String name = call.function().name();
    if (texts && COMPARISONS.contains(name)) {
      if (isMoment(gather, args.get(0)) && isConstant(args.get(1))) {
        return Exprs.compare(name, moment(args.get(0)), args.get(1));
      }
      return isMoment(gather, args.get(1)) && isConstant(args.get(0))
          ? Exprs.compare(name, args.get(0), moment(args.get(1)))
          : call;
    }
    if (texts && name.equals("in")) {
      List<Expr> values = args.subList(1, args.size());
      return isMoment(gather, args.getFirst()) && values.stream().allMatch(MomentTexts::isConstant)
          ? Exprs.in(moment(args.getFirst()), values)
          : call;
    }
    return new Expr.Call(
        call.function(), args.stream().map(arg -> compared(gather, arg)).toList(), call.type());
  }

  private static boolean isMoment(PlanNode.Gather gather, Expr expr) {
    return expr.type().kind() == Kind.STRING
        && NodeColumns.role(gather, expr).equals(Optional.of(TableInfo.Role.TIME));
  }

  private static Expr moment(Expr text) {
    return Exprs.cast(text, Type.datetime(6));
  }

  private static boolean isConstant(Expr expr) {
    return switch (expr) {
      case Expr.ColumnRef ref -> false;
      case Expr.Constant constant -> true;
      case Expr.Call call -> call.args().stream().allMatch(MomentTexts::isConstant);
    };
  }
}
