package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.expr.Expr;
import io.minitidb.tidb.plan.QuickPlan;
import io.minitidb.tidb.result.Result;
import io.prometheus.metrics.core.metrics.Counter;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Plans of the statements that ran last, by what they have in common with others that need the
/// same plan, see [StatementShape]. Plans of statements of at most 4,096 characters are kept.
/// Thread-safe.
final class PlanCache {
  private static final int LONGEST = 4096;

  /// Names and meaning as in TiDB.
  private static final Counter HITS =
      Counter.builder()
          .name("tidb_server_plan_cache_total")
          .help("Statements whose plan was there already.")
          .register();

  private static final Counter MISSES =
      Counter.builder()
          .name("tidb_server_plan_cache_miss_total")
          .help("Statements that had to be planned.")
          .register();

  private final Map<Key, Kept> plans = new LinkedHashMap<>(16, 0.75f, true);
  private long most;

  /// What a plan depends on beside the catalog, which does not change while the process runs.
  ///
  /// @param settings values of the session's variables that planning reads
  record Key(String text, Optional<String> database, boolean pushdown, List<String> settings) {}

  /// A plan, and whether it was there already.
  ///
  /// @param values of the parameters; the same list as the last time when they are the same
  record Found(Kept kept, boolean cached, List<Expr.Constant> values) {

    /// Returns a plan that is not kept.
    static Found once(QueryPlanner.Planned planned) {
      return new Found(
          new Kept(planned, new StatementShape("", List.of(), Map.of())), false, List.of());
    }

    QueryPlanner.Planned planned() {
      return kept.planned;
    }

    /// Returns the columns as the statement names them.
    ///
    /// @param naming works them out, if they are not those that it had last
    List<Result.Column> columns(String sql, Supplier<List<Result.Column>> naming) {
      Columns before = kept.columns;
      if (!before.sql().equals(sql)) {
        before = new Columns(sql, naming.get());
        kept.columns = before;
      }
      return before.columns();
    }
  }

  private record Columns(String sql, List<Result.Column> columns) {}

  /// A plan with what may serve once more.
  static final class Kept {
    private final QueryPlanner.Planned planned;
    private final boolean quick;
    private final Optional<List<Batch>> rows;
    private volatile Last last;
    private volatile Columns columns = new Columns("", List.of());

    Kept(QueryPlanner.Planned planned, StatementShape shape) {
      this.planned = planned;
      this.quick = QuickPlan.is(planned.plan());
      this.rows = QuickPlan.rows(planned.plan());
      this.last = new Last(shape, shape.values());
    }

    boolean readsTable() {
      return !planned.text().tables().isEmpty();
    }

    /// Returns its rows, when they are the same for each execution.
    Optional<List<Batch>> rows() {
      return rows;
    }

    private record Last(StatementShape shape, List<Expr.Constant> values) {}

    /// Statements are often repeated with the same values; then the requests made of them serve
    /// once more.
    List<Expr.Constant> values(StatementShape shape) {
      Last before = last;
      if (!before.shape().hasSameValues(shape)) {
        before = new Last(shape, shape.values());
        last = before;
      }
      return before.values();
    }
  }

  /// Keeps at most so many plans from now on.
  void keep(long most) {
    synchronized (plans) {
      this.most = most;
      evict();
    }
  }

  private void evict() {
    Iterator<Key> eldest = plans.keySet().iterator();
    while (plans.size() > most) {
      eldest.next();
      eldest.remove();
    }
  }

  /// Returns the plan of `key` when there is one and it is quick, see [QuickPlan].
  Optional<Found> quick(Key key, StatementShape shape) {
    Kept known;
    synchronized (plans) {
      known = plans.get(key);
    }
    if (known == null || !known.quick) {
      return Optional.empty();
    }
    HITS.inc();
    return Optional.of(new Found(known, true, known.values(shape)));
  }

  /// Returns the plan of `key`, planning it when there is none.
  Found find(Key key, StatementShape shape, Supplier<QueryPlanner.Planned> planner) {
    Kept known;
    synchronized (plans) {
      known = plans.get(key);
    }
    if (known != null) {
      HITS.inc();
      return new Found(known, true, known.values(shape));
    }
    MISSES.inc();
    Kept made = new Kept(planner.get(), shape);
    if (key.text().length() <= LONGEST) {
      synchronized (plans) {
        plans.put(key, made);
        evict();
      }
    }
    return new Found(made, false, made.values(shape));
  }
}
