package io.minitidb.tidb.sql;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Plans of the statements that ran last, by their exact text. A plan that holds a value of its
/// session (@@x, @x) is never kept. At most 512 plans, of statements of at most 4,096 characters.
/// Thread-safe.
final class PlanCache {
  private static final int PLANS = 512;
  private static final int LONGEST = 4096;

  private final Map<Key, QueryPlanner.Planned> plans =
      new LinkedHashMap<>(PLANS, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, QueryPlanner.Planned> eldest) {
          return size() > PLANS;
        }
      };

  /// What a plan depends on beside the catalog, which does not change while the process runs.
  record Key(String sql, Optional<String> database, boolean pushdown) {}

  /// A plan, and whether it was there already.
  record Found(QueryPlanner.Planned planned, boolean cached) {}

  /// Returns the plan of `key`, planning it when there is none.
  ///
  /// @param facts what the planning may look at; if it did, the plan is not kept
  Found find(Key key, StatementFacts facts, Supplier<QueryPlanner.Planned> planner) {
    synchronized (plans) {
      QueryPlanner.Planned known = plans.get(key);
      if (known != null) {
        return new Found(known, true);
      }
    }
    QueryPlanner.Planned planned = planner.get();
    if (!facts.wereConsulted() && key.sql().length() <= LONGEST) {
      synchronized (plans) {
        plans.put(key, planned);
      }
    }
    return new Found(planned, false);
  }
}
