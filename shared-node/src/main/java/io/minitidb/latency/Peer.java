package io.minitidb.latency;

import io.minitidb.node.HostPort;

/// Another node.
///
/// @param instance its INSTANCE in tables
/// @param rpcAddress where it serves gRPC
public record Peer(String instance, HostPort rpcAddress) {}
