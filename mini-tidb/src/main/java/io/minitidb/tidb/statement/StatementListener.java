package io.minitidb.tidb.statement;

/// Is told of every statement on the statement's thread. Must not block.
public interface StatementListener {
  /// A statement begins.
  default void begins(StatementText text, StatementRecord.Origin origin) {}

  /// A statement has ended, and the client has its answer.
  default void ended(StatementRecord statement) {}
}
