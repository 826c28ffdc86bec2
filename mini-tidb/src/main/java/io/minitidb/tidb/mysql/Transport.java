package io.minitidb.tidb.mysql;

import io.minitidb.server.ServerTls;
import io.minitidb.tidb.users.PasswordKey;
import io.minitidb.tls.RsaKey;
import java.util.Optional;

/// What protects the traffic with clients.
///
/// @param tls offered to every client, when there is a certificate
/// @param key by which clients without TLS send their passwords
public record Transport(Optional<ServerTls> tls, PasswordKey key) {

  /// Returns the transport of a server that keeps nothing and offers no TLS.
  public static Transport plain() {
    return new Transport(Optional.empty(), new PasswordKey(RsaKey::make));
  }
}
