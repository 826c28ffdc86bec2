package io.minitidb.tidb.mysql;

import io.minitidb.tidb.session.Session;

/// The status flags of a session, which clients quote strings and end transactions by.
final class StatusFlags {
  private static final int IN_TRANSACTION = 1;
  private static final int NO_BACKSLASH_ESCAPES = 0x200;

  private StatusFlags() {}

  static int of(Session session) {
    return (session.transaction().isOpen() ? IN_TRANSACTION : 0)
        | (session.settings().autocommit() ? PacketWriter.AUTOCOMMIT : 0)
        | (session.settings().sqlMode().plainBackslash() ? NO_BACKSLASH_ESCAPES : 0);
  }
}
