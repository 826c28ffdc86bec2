package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.exec.SetOperationExecutor;
import io.minitidb.cop.exec.SortKey;
import io.minitidb.cop.expr.Expr;
import io.minitidb.memtable.TableInfo;
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
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/// Turns Calcite's optimised tree into our plan, from the leaves up.
final class RelTranslator {
  private final RexBuilder builder;
  private final StatementFacts facts;
  private final Pushdown pushdown;
  private final AggregateTranslator aggregates;
  private final JoinTranslator joins;
  private final SetTranslator sets;
  private final Map<String, List<Type>> workTables = new HashMap<>();

  RelTranslator(RexBuilder builder, StatementFacts facts, Pushdown pushdown) {
    this.builder = builder;
    this.facts = facts;
    this.pushdown = pushdown;
    this.aggregates = new AggregateTranslator(pushdown, facts);
    this.joins = new JoinTranslator(builder, pushdown);
    this.sets = new SetTranslator(pushdown);
  }

  PlanNode plan(RelNode rel) {
    return switch (rel) {
      case TableScan scan -> scan(scan);
      case Filter filter -> filter(filter);
      case Project project -> project(project);
      case Aggregate aggregate -> aggregate(aggregate);
      case Sort sort -> sort(sort);
      case Join join -> joins.plan(join, plan(join.getLeft()), plan(join.getRight()));
      case Union union -> sets.union(inputs(union), union.all);
      case Intersect set ->
          sets.operation(inputs(set), SetOperationExecutor.Kind.INTERSECT, set.all);
      case Minus set -> sets.operation(inputs(set), SetOperationExecutor.Kind.EXCEPT, set.all);
      case Window window -> window(window);
      case RepeatUnion repeat -> recursive(repeat);
      case Spool spool -> plan(spool.getInput());
      case Values values -> sets.values(values, over(List.of()));
      case Correlate correlate ->
          throw NamedFunctions.unsupported(
              "this correlated subquery; write it as a JOIN with a derived table grouped by the"
                  + " columns that are compared");
      default -> throw NamedFunctions.unsupported(rel.getRelTypeName().replace("Logical", ""));
    };
  }

  private List<PlanNode> inputs(SetOp set) {
    return set.getInputs().stream().map(this::plan).toList();
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
        info, Dag.scan(new Operator.MemTableScan(info.key(), columns, types)));
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
    PlanNode step = sets.converted(plan(repeat.getIterativeRel()), seed.types());
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
      throw NamedFunctions.unsupported("LIMIT " + node);
    }
    BigDecimal value = Objects.requireNonNull(literal.getValueAs(BigDecimal.class));
    return value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) >= 0
        ? Long.MAX_VALUE
        : value.longValue();
  }
}
