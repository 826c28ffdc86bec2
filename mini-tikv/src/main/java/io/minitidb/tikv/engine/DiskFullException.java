package io.minitidb.tikv.engine;

/// There is no space left for what is to be written. Reading goes on; writing does again when there
/// is space.
public final class DiskFullException extends EngineException {
  private static final long serialVersionUID = 1L;

  DiskFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
