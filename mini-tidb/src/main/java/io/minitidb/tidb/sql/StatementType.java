package io.minitidb.tidb.sql;

/// What kind of statement it is, in the words of TiDB's STMT_TYPE.
final class StatementType {
  private StatementType() {}

  /// Returns `Select`, `Show`, `ExplainSQL`, ...; `Other` for what is none of them.
  static String of(TokenReader reader) {
    return switch (reader.peek().lower()) {
      case "select", "with", "values", "table", "(" -> "Select";
      case "show" -> "Show";
      case "set" -> "Set";
      case "use" -> "Use";
      case "kill" -> "Kill";
      case "explain", "desc", "describe" -> explain(reader);
      case "begin", "start" -> "Begin";
      case "commit" -> "Commit";
      case "rollback" -> "Rollback";
      case "insert" -> "Insert";
      case "update" -> "Update";
      case "delete" -> "Delete";
      case "replace" -> "Replace";
      case "prepare" -> "Prepare";
      case "execute" -> "Execute";
      case "deallocate" -> "Deallocate";
      default -> "Other";
    };
  }

  private static String explain(TokenReader reader) {
    return reader.peek(1).is("analyze") ? "ExplainAnalyzeSQL" : "ExplainSQL";
  }
}
