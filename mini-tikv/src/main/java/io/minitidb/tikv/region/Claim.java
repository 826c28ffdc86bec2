package io.minitidb.tikv.region;

/// Where the client of a call believes that its keys are.
///
/// @param version of the region's borders
/// @param storeId 0 when the client did not say
/// @param peerId 0 when the client did not say
public record Claim(long regionId, long version, long storeId, long peerId) {}
