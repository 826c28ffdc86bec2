package io.minitidb.tikv.region;

/// A call was refused because of its region; it is no failure of the store, so it has no stack.
public final class RegionRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient RegionRefusal refusal;

  public RegionRefused(RegionRefusal refusal) {
    super(refusal.text(), null, false, false);
    this.refusal = refusal;
  }

  public RegionRefusal refusal() {
    return refusal;
  }
}
