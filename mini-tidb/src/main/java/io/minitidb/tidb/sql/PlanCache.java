package io.minitidb.tidb.sql;

import io.minitidb.cop.expr.Expr;
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
  record Found(QueryPlanner.Planned planned, boolean cached, List<Expr.Constant> values) {}

  private static final class Kept {
    private final QueryPlanner.Planned planned;
    private volatile Last last;

    Kept(QueryPlanner.Planned planned, StatementShape shape) {
      this.planned = planned;
      this.last = new Last(shape, shape.values());
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

  /// Returns the plan of `key`, planning it when there is none.
  Found find(Key key, StatementShape shape, Supplier<QueryPlanner.Planned> planner) {
    Kept known;
    synchronized (plans) {
      known = plans.get(key);
    }
    if (known != null) {
      HITS.inc();
      return new Found(known.planned, true, known.values(shape));
    }
    MISSES.inc();
    Kept made = new Kept(planner.get(), shape);
    if (key.text().length() <= LONGEST) {
      synchronized (plans) {
        plans.put(key, made);
        evict();
      }
    }
    return new Found(made.planned, false, made.values(shape));
  }
}
