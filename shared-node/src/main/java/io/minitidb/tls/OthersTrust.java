package io.minitidb.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Whom a node believes: whoever the authorities have signed, as they are now. A client may have to
/// bear one of some names; a server may have to bear that of the host that was dialled.
final class OthersTrust extends X509ExtendedTrustManager {
  private final Supplier<Identity> identity;
  private final Names clients;
  private final boolean named;

  /// @param clients common names that clients may bear
  /// @param named whether a server has to be for the host that was dialled, which some libraries do
  ///   not say
  OthersTrust(Supplier<Identity> identity, Names clients, boolean named) {
    this.identity = identity;
    this.clients = clients;
    this.named = named;
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
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    if (named) {
      now().checkServerTrusted(chain, type, socket);
    } else {
      checkServerTrusted(chain, type);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    if (named) {
      now().checkServerTrusted(chain, type, engine);
    } else {
      checkServerTrusted(chain, type);
    }
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return now().getAcceptedIssuers();
  }
}
