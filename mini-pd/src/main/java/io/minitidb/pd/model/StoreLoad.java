package io.minitidb.pd.model;

/// What a store has of the cluster's regions.
///
/// @param leaderSize MiB, as `regionSize`
/// @param silent regions with their only peer here that nobody has reported in this term
public record StoreLoad(
    int leaders,
    long leaderSize,
    int regions,
    long regionSize,
    int learners,
    int witnesses,
    int pendingPeers,
    int silent) {
  public static final StoreLoad NONE = new StoreLoad(0, 0, 0, 0, 0, 0, 0, 0);

  /// Returns the share of one region for a store that it has a peer on.
  public static StoreLoad of(RegionState state, Peer peer) {
    boolean leads = state.ledBy(peer.storeId());
    return new StoreLoad(
        leads ? 1 : 0,
        leads ? state.size() : 0,
        1,
        state.size(),
        peer.learner() ? 1 : 0,
        peer.witness() ? 1 : 0,
        (int) state.pendingPeers().stream().filter(p -> p.storeId() == peer.storeId()).count(),
        !state.reported() && state.region().peers().size() == 1 ? 1 : 0);
  }

  public StoreLoad plus(StoreLoad other) {
    return new StoreLoad(
        leaders + other.leaders,
        leaderSize + other.leaderSize,
        regions + other.regions,
        regionSize + other.regionSize,
        learners + other.learners,
        witnesses + other.witnesses,
        pendingPeers + other.pendingPeers,
        silent + other.silent);
  }

  public StoreLoad minus(StoreLoad other) {
    return new StoreLoad(
        leaders - other.leaders,
        leaderSize - other.leaderSize,
        regions - other.regions,
        regionSize - other.regionSize,
        learners - other.learners,
        witnesses - other.witnesses,
        pendingPeers - other.pendingPeers,
        silent - other.silent);
  }
}
