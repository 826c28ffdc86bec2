package io.minitidb.memtable;

/// On how little a privilege can be given, as in MySQL.
public enum PrivilegeLevel {
  /// On everything only, and on a line of its own in SHOW GRANTS: its name has no blanks.
  DYNAMIC,
  /// On everything only.
  SERVER,
  /// On everything or a database.
  DATABASE,
  /// On everything, a database or a table.
  TABLE
}
