package io.minitidb.tidb.users;

import java.net.InetAddress;

/// Where a client connects from.
///
/// @param host its address as text; names are not looked up
/// @param local whether it is on this machine
public record Client(String host, boolean local) {

  /// Returns the client at `host`; what is no address is not on this machine.
  public static Client at(String host) {
    try {
      return new Client(host, InetAddress.ofLiteral(host).isLoopbackAddress());
    } catch (IllegalArgumentException e) {
      return new Client(host, false);
    }
  }
}
