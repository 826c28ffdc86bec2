package io.minitidb.memtable;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.Demand;
import io.minitidb.cop.exec.SortKey;
import io.minitidb.cop.expr.Expr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// Reads a demand, which speaks of the positions of a scan's columns, in terms of a table.
final class WantedReader {
  private WantedReader() {}

  static <R> Wanted read(List<ScanColumn<R>> columns, Demand demand, ScanContext context) {
    Set<String> names = new HashSet<>();
    Map<String, List<Expr>> conditions = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i) instanceof ScanColumn.Of<R>(Column<R> column)) {
        names.add(column.name());
        int position = i;
        List<Expr> own =
            flat(demand.conditions())
                .filter(condition -> reads(condition).equals(Set.of(position)))
                .map(condition -> condition.over(moved(position, column.type())))
                .toList();
        if (!own.isEmpty()) {
          conditions.put(column.name(), own);
        }
      }
    }
    OptionalInt time = timeColumn(columns);
    TimeRanges times =
        time.isEmpty()
            ? TimeRanges.ALL
            : TimeConditions.of(
                demand.conditions(),
                time.getAsInt(),
                columns.get(time.getAsInt()).type(),
                context.zone());
    return new Wanted(names, times, order(demand, time), demand.limit(), conditions);
  }

  /// Returns the position of the time column, if the scan reads it.
  static <R> OptionalInt timeColumn(List<ScanColumn<R>> columns) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i) instanceof ScanColumn.Of<R>(Column<R> column)
          && column.role() == TableInfo.Role.TIME) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  private static Wanted.Order order(Demand demand, OptionalInt time) {
    if (demand.order().isEmpty() || time.isEmpty()) {
      return Wanted.Order.ANY;
    }
    SortKey first = demand.order().getFirst();
    return !(first.expr() instanceof Expr.ColumnRef ref) || ref.index() != time.getAsInt()
        ? Wanted.Order.ANY
        : first.descending() ? Wanted.Order.NEWEST_FIRST : Wanted.Order.OLDEST_FIRST;
  }

  /// Returns the conditions with those that AND joins one by one.
  private static Stream<Expr> flat(List<Expr> conditions) {
    return conditions.stream()
        .flatMap(condition ->
            condition instanceof Expr.Call call && call.function().name().equals("and")
                ? flat(call.args())
                : Stream.of(condition));
  }

  private static Set<Integer> reads(Expr expr) {
    Set<Integer> columns = new HashSet<>();
    switch (expr) {
      case Expr.ColumnRef ref -> columns.add(ref.index());
      case Expr.Constant constant -> {}
      case Expr.Call call -> call.args().forEach(arg -> columns.addAll(reads(arg)));
    }
    return columns;
  }

  /// What makes column `position` number 0.
  private static List<Expr> moved(int position, Type type) {
    List<Expr> inputs = new ArrayList<>();
    for (int i = 0; i <= position; i++) {
      inputs.add(new Expr.ColumnRef(0, type));
    }
    return inputs;
  }
}
