package io.minitidb.memtable;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.EvalException;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Selections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What a scan wants of a stream of rows. All of it is a hint: a source may give rows that were not
/// wanted, the steps above drop them.
///
/// @param columns the names of those that are read, as the definition writes them
/// @param times the moments at which a row may be
/// @param order in which rows are wanted
/// @param limit how many of the wanted rows are needed; `Long.MAX_VALUE` for all
/// @param conditions those that speak of one column alone, by its name; the column is number 0
public record Wanted(
    Set<String> columns,
    TimeRanges times,
    Order order,
    long limit,
    Map<String, List<Expr>> conditions) {

  /// The order of a table by its time column.
  public enum Order {
    ANY,
    OLDEST_FIRST,
    NEWEST_FIRST
  }

  public Wanted {
    columns = Set.copyOf(columns);
    conditions = Map.copyOf(conditions);
  }

  /// Returns the conditions on `column` alone.
  public List<Expr> on(String column) {
    return conditions.getOrDefault(column, List.of());
  }

  /// Returns those of `values` that the conditions on `column` allow, for a column that has but a
  /// few.
  public Set<String> allowed(String column, Set<String> values, ScanContext scan) {
    Set<String> allowed = Set.copyOf(values);
    for (Expr condition : on(column)) {
      allowed = allowed(condition, List.copyOf(allowed), scan);
    }
    return allowed;
  }

  private static Set<String> allowed(Expr condition, List<String> values, ScanContext scan) {
    VectorBuilder out = new VectorBuilder(Expr.Constant.of("").type(), values.size());
    values.forEach(out::appendString);
    Vector column = out.build();
    EvalContext context = new EvalContext(scan.zone(), scan.now());
    long[] truth = new long[values.size()];
    try {
      Selections.truth(condition, new Batch(List.of(column), values.size()), context, truth);
    } catch (EvalException e) {
      return Set.copyOf(values);
    }
    return values.stream()
        .filter(value -> truth[values.indexOf(value)] == 1)
        .collect(Collectors.toSet());
  }
}
