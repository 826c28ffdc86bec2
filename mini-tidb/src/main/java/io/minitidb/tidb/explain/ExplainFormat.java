package io.minitidb.tidb.explain;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.util.Locale;

/// How EXPLAIN prints a plan.
public enum ExplainFormat {
  ROW,
  BRIEF,
  TREE,
  JSON;

  /// @throws SqlException 1791 for a name that is no format, 1235 for one of TiDB's that we lack
  public static ExplainFormat of(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "row", "traditional" -> ROW;
      case "brief" -> BRIEF;
      case "tree" -> TREE;
      case "json", "tidb_json" -> JSON;
      case "verbose",
          "dot",
          "hint",
          "binary",
          "plan_cache",
          "cost_trace",
          "true_card_cost",
          "plan_tree" ->
          throw new SqlException(
              SqlError.NOT_SUPPORTED,
              "This version of mini-tidb doesn't yet support 'EXPLAIN FORMAT = "
                  + name
                  + "'; use row, brief, tree or json");
      default ->
          throw new SqlException(
              SqlError.UNKNOWN_EXPLAIN_FORMAT, "Unknown EXPLAIN format name: '" + name + "'");
    };
  }
}
