package io.minitidb.pdclient;

import java.util.Map;

/// What PD says to reports of regions.
///
/// @param refused why, by the region's id
/// @param moves where regions are to go, by their id: the peer that is to have all of it
public record RegionOrders(Map<Long, String> refused, Map<Long, Region.Peer> moves) {
  public RegionOrders {
    refused = Map.copyOf(refused);
    moves = Map.copyOf(moves);
  }
}
