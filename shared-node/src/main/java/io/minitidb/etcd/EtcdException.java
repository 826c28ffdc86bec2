package io.minitidb.etcd;

import org.jspecify.annotations.Nullable;

/// etcd did not answer or refused.
public final class EtcdException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EtcdException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
