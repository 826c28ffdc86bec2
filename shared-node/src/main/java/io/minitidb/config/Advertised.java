package io.minitidb.config;

import io.minitidb.node.HostPort;

/// The check of an address that other nodes are told.
public final class Advertised {
  private Advertised() {}

  /// Returns `address` if others can go there.
  ///
  /// @param item that would say where instead
  /// @throws ConfigException for the address of all interfaces
  public static HostPort check(HostPort address, String item) {
    if (address.isWildcard()) {
      throw new ConfigException(
          "nobody can connect to " + address + "; set " + item + " to the address that others use");
    }
    return address;
  }
}
