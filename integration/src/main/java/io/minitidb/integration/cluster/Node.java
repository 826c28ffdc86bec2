package io.minitidb.integration.cluster;

import io.minitidb.node.HostPort;
import io.minitidb.node.NodeKind;

/// A node as planned: its name and its two ports on the loopback interface.
///
/// @param name kind and number, `tidb-0`
/// @param port SQL of a mini-tidb, gRPC of a mini-tikv, client URL of a mini-pd
/// @param secondPort status port of a mini-tidb and a mini-tikv, peer URL of a mini-pd
public record Node(String name, NodeKind kind, int port, int secondPort) {
  private static final String HOST = "127.0.0.1";

  /// Returns the node `kind-number`.
  static Node of(NodeKind kind, int number, int port, int secondPort) {
    return new Node(kind.text() + "-" + number, kind, port, secondPort);
  }

  /// Returns the number within the kind.
  int number() {
    return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
  }

  /// Returns the service address, by which the node is known in every table.
  public HostPort address() {
    return new HostPort(HOST, port);
  }

  /// Returns where the node answers HTTP. A mini-pd does so on its client port.
  public HostPort statusAddress() {
    return new HostPort(HOST, kind == NodeKind.PD ? port : secondPort);
  }

  HostPort secondAddress() {
    return new HostPort(HOST, secondPort);
  }

  /// Returns the JDBC URL of a mini-tidb for MariaDB Connector/J, user root.
  public String jdbcUrl() {
    if (kind != NodeKind.TIDB) {
      throw new IllegalArgumentException(name + " does not speak SQL");
    }
    return "jdbc:mariadb://" + address() + "/?user=root";
  }
}
