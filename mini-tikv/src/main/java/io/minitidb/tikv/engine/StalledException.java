package io.minitidb.tikv.engine;

/// RocksDB takes no writes for the moment, because flushes and compactions cannot keep up.
public final class StalledException extends EngineException {
  private static final long serialVersionUID = 1L;

  StalledException(String message, Throwable cause) {
    super(message, cause);
  }
}
