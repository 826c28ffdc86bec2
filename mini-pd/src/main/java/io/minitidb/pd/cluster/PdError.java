package io.minitidb.pd.cluster;

/// A request that the placement driver refuses, with the kind that gRPC's answer header carries.
/// The message is the original's.
public final class PdError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Named as in `pdpb.ErrorType`.
  public enum Kind {
    UNKNOWN,
    NOT_BOOTSTRAPPED,
    ALREADY_BOOTSTRAPPED,
    STORE_TOMBSTONE
  }

  private final Kind kind;

  public PdError(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  public static PdError notBootstrapped() {
    return new PdError(
        Kind.NOT_BOOTSTRAPPED,
        "[PD:cluster:ErrNotBootstrapped]TiKV cluster not bootstrapped, please start TiKV first");
  }
}
