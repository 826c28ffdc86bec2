package io.minitidb.pd;

import io.minitidb.config.ConfigException;
import io.minitidb.config.ConfigLoader;
import io.minitidb.tls.BearerToken;
import io.minitidb.tls.Security;
import io.minitidb.tls.TlsFiles;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The section `security`, by the original's names.
public record SecurityConfig(
    String cacertPath,
    String certPath,
    String keyPath,
    List<String> certAllowedCn,
    String authToken,
    String authTokenPath) {
  private static final Logger log = LoggerFactory.getLogger(SecurityConfig.class);

  public SecurityConfig {
    certAllowedCn = List.copyOf(certAllowedCn);
    if (certAllowedCn.size() > 1) {
      throw new ConfigException(
          "security.cert-allowed-cn takes one common name, as etcd knows only one");
    }
  }

  private Optional<TlsFiles> files() {
    return TlsFiles.of(
        new TlsFiles.Item("security.cacert-path", cacertPath),
        new TlsFiles.Item("security.cert-path", certPath),
        new TlsFiles.Item("security.key-path", keyPath));
  }

  /// Reads the certificates and the token.
  ///
  /// @throws ConfigException when they cannot be used, or the URLs that are served or advertised do
  ///   not fit them
  Security open(PdConfig config) {
    Security security =
        Security.of(files(), certAllowedCn, BearerToken.of(authToken, authTokenPath));
    security.checkScheme("client-urls", PdConfig.urls(config.clientUrls()));
    security.checkScheme("advertise-client-urls", PdConfig.urls(config.advertiseClientUrls()));
    if (security.tls() && config.peerUrls().contains("http://")) {
      // Members know each other by these URLs for good, so a cluster may have to keep them.
      log.warn("peer-urls {} are not https: the members talk without TLS", config.peerUrls());
    } else {
      security.checkScheme("peer-urls", PdConfig.urls(config.peerUrls()));
    }
    return security;
  }

  /// Returns what is served when nothing else is said: the default with the scheme that fits.
  String url(ConfigLoader.Loaded<PdConfig> loaded, String item, String value) {
    boolean said = loaded.sources().containsKey(item);
    return said || files().isEmpty() ? value : value.replace("http://", "https://");
  }
}
