package io.minitidb.pdclient;

/// What a region's leader tells of it.
///
/// @param size bytes, approximate
/// @param keys approximate
public record RegionReport(
    Region region, Region.Peer leader, Traffic traffic, long size, long keys) {}
