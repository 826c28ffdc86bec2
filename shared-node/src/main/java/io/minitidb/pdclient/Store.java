package io.minitidb.pdclient;

import java.time.Instant;

/// A mini-tikv as PD knows it.
///
/// @param state `Up`, `Offline` or `Tombstone`
/// @param lastHeartbeat the epoch when it never sent one
public record Store(
    long id,
    String address,
    String statusAddress,
    String state,
    String version,
    String gitHash,
    Instant startTime,
    Instant lastHeartbeat) {}
