package io.minitidb.pd.cluster;

/// A write of a leader was refused because it leads no more, or because the value under it had
/// changed. Nothing was written.
public final class FencedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FencedException() {
    super("[PD:etcd:ErrEtcdTxnConflict]etcd transaction failed, conflicted and rolled back");
  }
}
