package io.minitidb.pdclient;

import java.util.List;

/// Ids that PD gives for a part of a region.
///
/// @param peerIds as many as the region has peers, in their order
public record SplitIds(long regionId, List<Long> peerIds) {
  public SplitIds {
    peerIds = List.copyOf(peerIds);
  }
}
