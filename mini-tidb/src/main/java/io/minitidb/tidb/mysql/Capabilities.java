package io.minitidb.tidb.mysql;

/// Capability bits of the handshake. What holds in the command phase is what both sides have.
final class Capabilities {
  static final int LONG_PASSWORD = 1;
  static final int FOUND_ROWS = 1 << 1;
  static final int LONG_FLAG = 1 << 2;
  static final int CONNECT_WITH_DB = 1 << 3;
  static final int COMPRESS = 1 << 5;
  static final int LOCAL_FILES = 1 << 7;
  static final int PROTOCOL_41 = 1 << 9;
  static final int INTERACTIVE = 1 << 10;
  static final int SSL = 1 << 11;
  static final int TRANSACTIONS = 1 << 13;
  static final int SECURE_CONNECTION = 1 << 15;
  static final int MULTI_STATEMENTS = 1 << 16;
  static final int MULTI_RESULTS = 1 << 17;
  static final int PLUGIN_AUTH = 1 << 19;
  static final int CONNECT_ATTRS = 1 << 20;
  static final int PLUGIN_AUTH_LENENC = 1 << 21;
  static final int SESSION_TRACK = 1 << 23;
  static final int DEPRECATE_EOF = 1 << 24;
  static final int ZSTD = 1 << 26;

  /// What we announce. LONG_PASSWORD must be set, or MariaDB's clients take us for a MariaDB.
  static final int SERVER =
      LONG_PASSWORD
          | FOUND_ROWS
          | LONG_FLAG
          | CONNECT_WITH_DB
          | COMPRESS
          | LOCAL_FILES
          | PROTOCOL_41
          | INTERACTIVE
          | TRANSACTIONS
          | SECURE_CONNECTION
          | MULTI_STATEMENTS
          | MULTI_RESULTS
          | PLUGIN_AUTH
          | CONNECT_ATTRS
          | SESSION_TRACK
          | DEPRECATE_EOF
          | ZSTD;

  private Capabilities() {}
}
