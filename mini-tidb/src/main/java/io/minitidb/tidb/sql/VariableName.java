package io.minitidb.tidb.sql;

import java.util.Locale;

/// The name of a system variable with the scope before it, as in `@@global.x`.
///
/// @param name as it is written, without the scope
record VariableName(Scope scope, String name) {
  private static final String TIDB = "tidb.";

  /// Whose value is meant.
  enum Scope {
    /// The session's own value where it has one, else the server's.
    NONE,
    SESSION,
    GLOBAL,
    /// The server's value, which is always kept.
    PERSIST,
    /// The value on all nodes, and the session's own as well.
    CLUSTER,
    /// The value of the next start only.
    PERSIST_ONLY;

    /// Returns the scope that a word in lower case says, [#NONE] for another word.
    static Scope of(String word) {
      return switch (word) {
        case "session", "local" -> SESSION;
        case "global" -> GLOBAL;
        case "persist" -> PERSIST;
        case "cluster" -> CLUSTER;
        case "persist_only" -> PERSIST_ONLY;
        default -> NONE;
      };
    }
  }

  /// Returns the name of a variable that may stand behind `tidb.`.
  static String withoutKind(String name) {
    return name.toLowerCase(Locale.ROOT).startsWith(TIDB) ? name.substring(TIDB.length()) : name;
  }

  /// Reads what stands behind `@@`.
  static VariableName of(String text) {
    int dot = text.indexOf('.');
    Scope scope = dot < 0 ? Scope.NONE : Scope.of(text.substring(0, dot).toLowerCase(Locale.ROOT));
    return new VariableName(scope, scope == Scope.NONE ? text : text.substring(dot + 1));
  }
}
