package io.minitidb.pd.cluster;

/// A change of a store's state that is refused, with the original's words.
public final class StoreRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What stands in the way.
  public enum Reason {
    /// There is no such store.
    UNKNOWN,
    /// It is a tombstone.
    REMOVED,
    /// Its machine was said to be lost, so there is no way back.
    DESTROYED,
    /// Too few others would be left.
    TOO_FEW
  }

  private final Reason reason;

  private StoreRefusal(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  public static StoreRefusal unknown(long id) {
    return new StoreRefusal(
        Reason.UNKNOWN,
        "[PD:core:ErrStoreNotFound]store " + Long.toUnsignedString(id) + " not found");
  }

  static StoreRefusal removed(long id) {
    return new StoreRefusal(
        Reason.REMOVED,
        "[PD:core:ErrStoreRemoved]store " + Long.toUnsignedString(id) + " has been removed");
  }

  static StoreRefusal destroyed(long id) {
    return new StoreRefusal(
        Reason.DESTROYED,
        "[PD:core:ErrStoreDestroyed]store "
            + Long.toUnsignedString(id)
            + " has been physically destroyed");
  }

  static StoreRefusal tooFew(long id, long left, int needed) {
    return new StoreRefusal(
        Reason.TOO_FEW,
        "[PD:core:ErrStoresNotEnough]can not remove store "
            + Long.toUnsignedString(id)
            + " since the number of up stores would be "
            + left
            + " while need "
            + needed);
  }
}
