package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.JoinExecutor;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.exec.SetOperationExecutor;
import io.minitidb.cop.exec.SortKey;
import io.minitidb.cop.expr.Expr;
import io.minitidb.memtable.TableInfo;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.plan.Aggregates;
import io.minitidb.tidb.plan.Collations;
import io.minitidb.tidb.plan.Exprs;
import io.minitidb.tidb.plan.PlanNode;
import io.minitidb.tidb.plan.Pushdown;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.RepeatUnion;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Spool;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.core.Window;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;

/// Turns Calcite's optimised tree into our plan, from the leaves up.
final class RelTranslator {
  private final RexBuilder builder;
  private final StatementFacts facts;
  private final Pushdown pushdown;
  private final AggregateTranslator aggregates;
  private final Map<String, List<Type>> workTables = new HashMap<>();

  RelTranslator(RexBuilder builder, StatementFacts facts, Pushdown pushdown) {
    this.builder = builder;
    this.facts = facts;
    this.pushdown = pushdown;
    this.aggregates = new AggregateTranslator(pushdown, facts);
  }

  PlanNode plan(RelNode rel) {
    return switch (rel) {
      case TableScan scan -> scan(scan);
      case Filter filter -> filter(filter);
      case Project project -> project(project);
      case Aggregate aggregate -> aggregate(aggregate);
      case Sort sort -> sort(sort);
      case Join join -> join(join);
      case Union union -> union(union);
      case Intersect set -> setOperation(set, SetOperationExecutor.Kind.INTERSECT);
      case Minus set -> setOperation(set, SetOperationExecutor.Kind.EXCEPT);
      case Window window -> window(window);
      case RepeatUnion repeat -> recursive(repeat);
      case Spool spool -> plan(spool.getInput());
      case Values values -> values(values);
      case Correlate correlate ->
          throw unsupported(
              "this correlated subquery; write it as a JOIN with a derived table grouped by the"
                  + " columns that are compared");
      default -> throw unsupported(rel.getRelTypeName().replace("Logical", ""));
    };
  }

  private static SqlException unsupported(String what) {
    return new SqlException(
        SqlError.NOT_SUPPORTED, "This version of mini-tidb doesn't yet support '" + what + "'");
  }

  private RexTranslator over(List<Type> types) {
    return new RexTranslator(types, builder);
  }

  private PlanNode scan(TableScan scan) {
    List<Type> work = workTables.get(name(scan.getTable()));
    if (work != null) {
      return new PlanNode.WorkTable(name(scan.getTable()), work, List.of());
    }
    TableInfo info = scan.getTable().unwrapOrThrow(CatalogSchema.InfoTable.class).info();
    List<Integer> columns = IntStream.range(0, info.columns().size()).boxed().toList();
    List<Type> types = info.columns().stream().map(TableInfo.ColumnInfo::type).toList();
    return new PlanNode.Gather(
        info, Dag.scan(new Operator.MemTableScan(info.name(), columns, types)));
  }

  private PlanNode filter(Filter filter) {
    PlanNode input = plan(filter.getInput());
    return pushdown.selection(input, over(input.types()).conditions(filter.getCondition()));
  }

  private PlanNode project(Project project) {
    PlanNode input = plan(project.getInput());
    List<Expr> exprs = over(input.types()).all(project.getProjects());
    if (exprs.isEmpty()) {
      // Only the number of rows matters; one column keeps it.
      return pushdown.projection(input, List.of(new Expr.ColumnRef(0, input.types().getFirst())));
    }
    return pushdown.projection(input, exprs);
  }

  private PlanNode aggregate(Aggregate aggregate) {
    PlanNode input = plan(aggregate.getInput());
    return aggregates.plan(aggregate, input, over(input.types()));
  }

  private PlanNode window(Window window) {
    PlanNode input = plan(window.getInput());
    return new WindowTranslator(window, input, over(input.types()), pushdown, aggregates)
        .over(input);
  }

  private static String name(RelOptTable table) {
    return String.join(".", table.getQualifiedName());
  }

  /// The columns have the types of the first part, as in MySQL.
  private PlanNode recursive(RepeatUnion repeat) {
    String name = name(Objects.requireNonNull(repeat.getTransientTable()));
    PlanNode seed = plan(repeat.getSeedRel());
    workTables.put(name, seed.types());
    PlanNode step = converted(plan(repeat.getIterativeRel()), seed.types());
    long limit = Long.parseLong(facts.variable("@@cte_max_recursion_depth"));
    return new PlanNode.Recursive(name, seed, step, repeat.all, limit);
  }

  private PlanNode sort(Sort sort) {
    PlanNode input = plan(sort.getInput());
    long offset = number(sort.offset, 0);
    long limit = number(sort.fetch, Long.MAX_VALUE);
    if (sort.getCollation().getFieldCollations().isEmpty()) {
      return pushdown.limit(input, offset, limit);
    }
    List<SortKey> keys = new ArrayList<>();
    for (RelFieldCollation field : sort.getCollation().getFieldCollations()) {
      Expr column =
          new Expr.ColumnRef(field.getFieldIndex(), input.types().get(field.getFieldIndex()));
      keys.add(new SortKey(column, field.getDirection().isDescending()));
    }
    long needed = limit == Long.MAX_VALUE || offset + limit < 0 ? Long.MAX_VALUE : offset + limit;
    PlanNode top = pushdown.topN(input, keys, needed);
    return offset == 0 ? top : new PlanNode.Limit(top, offset, limit);
  }

  private static long number(@Nullable RexNode node, long absent) {
    if (node == null) {
      return absent;
    }
    if (!(node instanceof RexLiteral literal)) {
      throw unsupported("LIMIT " + node);
    }
    BigDecimal value = Objects.requireNonNull(literal.getValueAs(BigDecimal.class));
    return value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) >= 0
        ? Long.MAX_VALUE
        : value.longValue();
  }

  private PlanNode join(Join join) {
    if (join.getJoinType() == JoinRelType.RIGHT) {
      return swapped(join);
    }
    PlanNode left = plan(join.getLeft());
    PlanNode right = plan(join.getRight());
    JoinExecutor.Kind kind =
        switch (join.getJoinType()) {
          case INNER -> JoinExecutor.Kind.INNER;
          case LEFT -> JoinExecutor.Kind.LEFT;
          case SEMI -> JoinExecutor.Kind.SEMI;
          case ANTI -> JoinExecutor.Kind.ANTI;
          case FULL ->
              throw unsupported(
                  "FULL JOIN; write a LEFT JOIN and UNION ALL the rows of the right table that"
                      + " NOT EXISTS in the left one");
          default -> throw unsupported(join.getJoinType() + " JOIN");
        };
    return pushdown.join(
        left,
        right,
        spec(
            kind, left, right, join.analyzeCondition(), join.analyzeCondition().nonEquiConditions));
  }

  private JoinExecutor.Spec spec(
      JoinExecutor.Kind kind, PlanNode left, PlanNode right, JoinInfo info, List<RexNode> rest) {
    List<Type> both = new ArrayList<>(left.types());
    both.addAll(right.types());
    List<Expr> leftKeys = new ArrayList<>();
    List<Expr> rightKeys = new ArrayList<>();
    for (int i = 0; i < info.leftKeys.size(); i++) {
      Expr a = new Expr.ColumnRef(info.leftKeys.get(i), left.types().get(info.leftKeys.get(i)));
      Expr b = new Expr.ColumnRef(info.rightKeys.get(i), right.types().get(info.rightKeys.get(i)));
      Type common = Exprs.comparisonType(a.type(), b.type());
      leftKeys.add(key(a, common));
      rightKeys.add(key(b, common));
    }
    List<Expr> conditions =
        rest.isEmpty()
            ? List.of()
            : over(both).conditions(RexUtil.composeConjunction(builder, rest));
    return new JoinExecutor.Spec(
        kind, left.types(), right.types(), leftKeys, rightKeys, conditions);
  }

  /// Keys are equal when their bytes are, so both must be of one kind, and decimals of one scale.
  private static Expr key(Expr expr, Type common) {
    if (common.kind() == Kind.STRING && expr.type().kind() == Kind.STRING) {
      return expr.type().collation() == common.collation()
          ? expr
          : Collations.collate(expr, common.collation().sqlName());
    }
    boolean same = expr.type().kind() == common.kind() && common.kind() != Kind.DECIMAL;
    return same
        ? expr
        : Exprs.cast(
            expr, common.kind() == Kind.DECIMAL ? Type.decimal(65, common.decimals()) : common);
  }

  /// a RIGHT JOIN b is b LEFT JOIN a with the columns put back into order.
  private PlanNode swapped(Join join) {
    int leftCount = join.getLeft().getRowType().getFieldCount();
    int rightCount = join.getRight().getRowType().getFieldCount();
    PlanNode left = plan(join.getRight());
    PlanNode right = plan(join.getLeft());
    JoinInfo info = join.analyzeCondition();
    RexNode rest =
        turned(RexUtil.composeConjunction(builder, info.nonEquiConditions), leftCount, rightCount);
    JoinExecutor.Spec spec =
        spec(
            JoinExecutor.Kind.LEFT,
            left,
            right,
            JoinInfo.of(info.rightKeys, info.leftKeys),
            info.nonEquiConditions.isEmpty() ? List.of() : List.of(rest));
    PlanNode joined = pushdown.join(left, right, spec);
    List<Expr> order = new ArrayList<>();
    for (int i = 0; i < leftCount + rightCount; i++) {
      int at = i < leftCount ? rightCount + i : i - leftCount;
      order.add(new Expr.ColumnRef(at, joined.types().get(at)));
    }
    return pushdown.projection(joined, order);
  }

  /// Returns a condition over left and right columns as one over right and left columns.
  private static RexNode turned(RexNode condition, int leftCount, int rightCount) {
    return condition.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef ref) {
            int at = ref.getIndex();
            int moved = at < leftCount ? at + rightCount : at - leftCount;
            return new RexInputRef(moved, ref.getType());
          }
        });
  }

  private PlanNode setOperation(SetOp set, SetOperationExecutor.Kind kind) {
    List<PlanNode> inputs = alike(set);
    PlanNode result = inputs.getFirst();
    for (PlanNode input : inputs.subList(1, inputs.size())) {
      result = new PlanNode.SetOperation(result, input, kind, set.all);
    }
    return result;
  }

  /// Returns the inputs, brought to common types.
  private List<PlanNode> alike(SetOp set) {
    List<PlanNode> inputs = set.getInputs().stream().map(this::plan).toList();
    List<Type> types = new ArrayList<>();
    for (int i = 0; i < inputs.getFirst().types().size(); i++) {
      int column = i;
      types.add(Exprs.common(inputs.stream().map(input -> input.types().get(column)).toList()));
    }
    return inputs.stream().map(input -> converted(input, types)).toList();
  }

  private PlanNode union(Union union) {
    List<PlanNode> inputs = alike(union);
    List<Type> types = inputs.getFirst().types();
    PlanNode all = new PlanNode.Union(inputs, types);
    if (union.all) {
      return all;
    }
    List<Expr> keys = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      keys.add(new Expr.ColumnRef(i, types.get(i)));
    }
    return new Aggregates(pushdown).over(all, keys);
  }

  private PlanNode converted(PlanNode input, List<Type> types) {
    List<Expr> exprs = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      Expr column = new Expr.ColumnRef(i, input.types().get(i));
      exprs.add(Exprs.converted(column, types.get(i)));
    }
    return pushdown.projection(input, exprs);
  }

  private PlanNode values(Values values) {
    RexTranslator rex = over(List.of());
    List<List<Expr>> rows = new ArrayList<>();
    values.getTuples().forEach(tuple -> rows.add(new ArrayList<>(rex.all(tuple))));
    List<Type> types = new ArrayList<>();
    for (int i = 0; i < values.getRowType().getFieldCount(); i++) {
      int column = i;
      Type declared = MysqlTypes.fromCalcite(values.getRowType().getFieldList().get(i).getType());
      types.add(
          rows.isEmpty()
              ? declared
              : Exprs.common(rows.stream().map(row -> row.get(column).type()).toList()));
    }
    for (List<Expr> row : rows) {
      for (int i = 0; i < types.size(); i++) {
        row.set(i, Exprs.converted(row.get(i), types.get(i)));
      }
    }
    return new PlanNode.Values(rows, types);
  }
}
