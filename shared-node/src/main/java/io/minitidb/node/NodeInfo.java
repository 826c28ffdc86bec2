package io.minitidb.node;

import java.time.Instant;

/// What a node says of itself when it registers, and what the other nodes know of it.
///
/// @param id stable over restarts where the original's is: `tidb<server id>`, `tikv<store id>`, the
///   member's name for a PD
/// @param address the advertised service address (SQL for a mini-tidb); the INSTANCE of every table
/// @param statusAddress where the node answers HTTP; for mini-tidb and mini-pd also gRPC
public record NodeInfo(
    NodeKind kind,
    String id,
    HostPort address,
    HostPort statusAddress,
    String version,
    String gitHash,
    Instant startTime) {

  /// Returns the INSTANCE of this node in every table.
  public String instance() {
    return address.toString();
  }

  /// Returns where the node serves the coprocessor: the status port of a mini-tidb, the service
  /// port of the others.
  public HostPort rpcAddress() {
    return kind == NodeKind.TIDB ? statusAddress : address;
  }
}
