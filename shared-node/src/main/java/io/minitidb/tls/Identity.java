package io.minitidb.tls;

import io.minitidb.config.ConfigException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// What the three files held when they were read, checked against each other.
record Identity(X509ExtendedKeyManager keys, X509ExtendedTrustManager trust) {

  /// @throws ConfigException when a file is missing or malformed, the key does not belong to the
  ///   certificate, or the authority would not believe it
  static Identity read(TlsFiles files) {
    KeyChain own = KeyChain.read(files.cert(), files.key());
    List<X509Certificate> chain = own.chain();
    try {
      X509ExtendedKeyManager keys = keys(own.key(), chain);
      X509ExtendedTrustManager trust = trust(Pem.certificates(files.ca()));
      try {
        trust.checkClientTrusted(
            chain.toArray(X509Certificate[]::new), chain.getFirst().getPublicKey().getAlgorithm());
      } catch (CertificateException e) {
        throw new ConfigException(
            "nobody with "
                + files.ca()
                + " would believe the certificate in "
                + files.cert()
                + ": "
                + e.getMessage(),
            e);
      }
      return new Identity(keys, trust);
    } catch (GeneralSecurityException | IOException e) {
      throw new ConfigException("cannot use " + files + ": " + e.getMessage(), e);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static X509ExtendedKeyManager keys(PrivateKey key, List<X509Certificate> chain)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    store.setKeyEntry("node", key, new char[0], chain.toArray(X509Certificate[]::new));
    KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
    factory.init(store, new char[0]);
    for (KeyManager manager : factory.getKeyManagers()) {
      if (manager instanceof X509ExtendedKeyManager keys) {
        return keys;
      }
    }
    throw new GeneralSecurityException(
        "no X.509 keys among " + Arrays.toString(factory.getKeyManagers()));
  }

  private static X509ExtendedTrustManager trust(List<X509Certificate> authorities)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry("ca" + i, authorities.get(i));
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager trust) {
        return trust;
      }
    }
    throw new GeneralSecurityException(
        "no X.509 trust among " + Arrays.toString(factory.getTrustManagers()));
  }
}
