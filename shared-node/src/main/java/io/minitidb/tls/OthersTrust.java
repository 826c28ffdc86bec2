package io.minitidb.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Whom a node believes: whoever the authorities have signed, as they are now. A client may have to
/// bear one of some names; a server has to bear that of the host that was dialled.
final class OthersTrust extends X509ExtendedTrustManager {
  private final Supplier<Identity> identity;
  private final Names clients;
  private final Optional<Names> servers;

  /// @param clients common names that clients may bear
  /// @param servers hosts of which a server has to bear one, where the library that dials does not
  ///   say which host it dials; empty: the JDK compares with the host that was dialled
  OthersTrust(Supplier<Identity> identity, Names clients, Optional<Names> servers) {
    this.identity = identity;
    this.clients = clients;
    this.servers = servers;
  }

  private X509ExtendedTrustManager now() {
    return identity.get().trust();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    now().checkClientTrusted(chain, type);
    clients.checkCommonName(chain[0]);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    now().checkClientTrusted(chain, type, socket);
    clients.checkCommonName(chain[0]);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    now().checkClientTrusted(chain, type, engine);
    clients.checkCommonName(chain[0]);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    now().checkServerTrusted(chain, type);
    if (servers.isPresent()) {
      servers.get().checkHost(chain[0]);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    if (servers.isPresent()) {
      checkServerTrusted(chain, type);
    } else {
      now().checkServerTrusted(chain, type, socket);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    if (servers.isPresent()) {
      checkServerTrusted(chain, type);
    } else {
      now().checkServerTrusted(chain, type, engine);
    }
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return now().getAcceptedIssuers();
  }
}
