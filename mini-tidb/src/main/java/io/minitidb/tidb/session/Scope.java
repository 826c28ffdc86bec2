package io.minitidb.tidb.session;

/// Where a system variable has values.
public enum Scope {
  /// Each session has its own; SET GLOBAL gives the value that new sessions begin with.
  BOTH,
  /// As [#BOTH], but a session keeps what it began with.
  BEGINNING,
  /// One value for all sessions at once.
  GLOBAL,
  /// Each session has its own, and all begin with the default.
  SESSION,
  /// A fact about the server.
  READ_ONLY;

  /// Returns whether a session has a value of its own.
  boolean ofSession() {
    return this == BOTH || this == BEGINNING || this == SESSION;
  }

  /// Returns whether SET GLOBAL changes it.
  boolean isConfigured() {
    return this == BOTH || this == BEGINNING || this == GLOBAL;
  }
}
