package io.minitidb.tidb.statement;

/// Is told of every statement at its end, on the statement's thread, after the client has its
/// answer. Must not block.
@FunctionalInterface
public interface StatementListener {
  void ended(StatementRecord statement);
}
