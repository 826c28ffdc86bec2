package io.minitidb.pdclient;

/// What a region's leader tells of it.
///
/// @param size bytes, approximate
/// @param keys approximate
/// @param handedOver whether `leader` is on another store, which has yet to take the region
public record RegionReport(
    Region region, Region.Peer leader, Traffic traffic, long size, long keys, boolean handedOver) {}
