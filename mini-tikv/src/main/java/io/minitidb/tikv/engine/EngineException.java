package io.minitidb.tikv.engine;

/// RocksDB reported an error, or the data directory cannot be used; the message says what to do
/// where something can be done.
public sealed class EngineException extends RuntimeException
    permits DiskFullException, StalledException {
  private static final long serialVersionUID = 1L;

  public EngineException(String message) {
    super(message);
  }

  public EngineException(String message, Throwable cause) {
    super(message, cause);
  }
}
