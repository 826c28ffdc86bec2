package io.minitidb.pd.model;

import java.util.List;
import java.util.Optional;

/// A region with what its leader said of it last.
///
/// @param leader empty while it is not known
/// @param term of the leader's election, 0 when it did not say
/// @param cpuUsage percent of one core
/// @param size approximate, MiB
/// @param keys approximate
/// @param heat how often in a row it was hot
/// @param reported whether its leader has spoken in this term of ours; before, the region is only
///   what was written down of it
public record RegionState(
    Region region,
    Optional<Peer> leader,
    List<DownPeer> downPeers,
    List<Peer> pendingPeers,
    long term,
    long cpuUsage,
    Flow flow,
    long size,
    long keys,
    Heat heat,
    boolean reported) {

  /// A peer that its leader has not heard for so long.
  public record DownPeer(Peer peer, long seconds) {}

  /// How many reports in a row showed much traffic.
  public record Heat(int write, int read) {
    public static final Heat NONE = new Heat(0, 0);
  }

  // What a region must have a second to be hot, as in the original.
  private static final double HOT_WRITE_BYTES = 1 << 10;
  private static final double HOT_WRITE_KEYS = 32;
  private static final double HOT_READ_BYTES = 8 << 10;
  private static final double HOT_READ_KEYS = 128;

  public RegionState {
    downPeers = List.copyOf(downPeers);
    pendingPeers = List.copyOf(pendingPeers);
  }

  /// A region that nobody has reported yet. Whose only peer it is, leads it.
  public static RegionState written(Region region) {
    return new RegionState(
        region, region.onlyPeer(), List.of(), List.of(), 0, 0, Flow.NONE, 0, 0, Heat.NONE, false);
  }

  /// Says whether this is the last report of the store that had the region before: its only peer
  /// has yet to take it.
  public boolean handedOver() {
    return region.onlyPeer().filter(pendingPeers::contains).isPresent();
  }

  public boolean ledBy(long storeId) {
    return leader.filter(peer -> peer.storeId() == storeId).isPresent();
  }

  /// Returns this report with the heat that follows from it and from the one before.
  public RegionState after(RegionState before) {
    boolean writes =
        flow.perSecond(flow.bytesWritten()) >= HOT_WRITE_BYTES
            || flow.perSecond(flow.keysWritten()) >= HOT_WRITE_KEYS;
    boolean reads =
        flow.perSecond(flow.bytesRead()) >= HOT_READ_BYTES
            || flow.perSecond(flow.keysRead()) >= HOT_READ_KEYS;
    Heat next = new Heat(writes ? before.heat.write() + 1 : 0, reads ? before.heat.read() + 1 : 0);
    return new RegionState(
        region, leader, downPeers, pendingPeers, term, cpuUsage, flow, size, keys, next, reported);
  }
}
