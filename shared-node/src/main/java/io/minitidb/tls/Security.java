package io.minitidb.tls;

import io.minitidb.config.ConfigException;
import io.minitidb.node.HostPort;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// How a node shows itself to others and what it asks of them: the section `security` of its
/// configuration, ready for use. It decides by which scheme other nodes are dialled, because every
/// node of a cluster has TLS or none has. Thread-safe.
public final class Security {
  /// Neither TLS nor a token.
  public static final Security NONE = new Security(Optional.empty(), Set.of(), Optional.empty());

  private final Optional<TlsFiles> files;
  private final Optional<Supplier<Identity>> identity;
  private final Optional<SSLContext> context;
  private final Optional<BearerToken> token;

  private Security(Optional<TlsFiles> files, Set<String> clients, Optional<BearerToken> token) {
    this.files = files;
    this.token = token;
    this.identity = files.map(each -> new Reloaded<>(each.all(), () -> Identity.read(each)));
    this.context =
        identity.map(each -> context(each, new OthersTrust(each, new Names(clients), true)));
  }

  /// Reads the files.
  ///
  /// @param clientNames common names that the certificates of clients may bear; none: any
  /// @throws ConfigException when a file is missing or they do not fit together
  public static Security of(
      Optional<TlsFiles> files, Collection<String> clientNames, Optional<BearerToken> token) {
    if (files.isEmpty() && !clientNames.isEmpty()) {
      throw new ConfigException("allowed common names need certificates to be set as well");
    }
    return new Security(files, Set.copyOf(clientNames), token);
  }

  private static SSLContext context(Supplier<Identity> identity, TrustManager trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {new OwnKeys(() -> identity.get().keys())},
          new TrustManager[] {trust},
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }

  public boolean tls() {
    return context.isPresent();
  }

  /// Returns `https` or `http`.
  public String scheme() {
    return tls() ? "https" : "http";
  }

  /// Returns the URL of a path of another node.
  public URI uri(HostPort address, String path) {
    return URI.create(scheme() + "://" + address + path);
  }

  /// Returns the files, for a program of its own that reads them itself.
  public Optional<TlsFiles> files() {
    return files;
  }

  /// Returns the context of servers and clients.
  ///
  /// @throws IllegalStateException without TLS
  public SSLContext context() {
    return context.orElseThrow(() -> new IllegalStateException("TLS is not configured"));
  }

  /// Returns the context of a client that does not tell which host it dials: whatever the
  /// authorities have signed will do.
  ///
  /// @throws IllegalStateException without TLS
  public SSLContext contextOfAnyHost() {
    Supplier<Identity> own =
        identity.orElseThrow(() -> new IllegalStateException("TLS is not configured"));
    return context(own, new OthersTrust(own, Names.ANY, false));
  }

  /// Returns the client's builder with this node's certificate.
  public HttpClient.Builder secure(HttpClient.Builder client) {
    return context.map(client::sslContext).orElse(client);
  }

  /// Returns the request's builder with this node's token.
  public HttpRequest.Builder authorize(HttpRequest.Builder request) {
    return token.map(each -> request.header("Authorization", each.header())).orElse(request);
  }

  public Optional<BearerToken> token() {
    return token;
  }

  /// Checks that URLs have the scheme by which they are served or dialled; one without a scheme
  /// will do.
  ///
  /// @param item where the URLs stand
  /// @throws ConfigException saying what to do otherwise
  public void checkScheme(String item, List<String> urls) {
    for (String url : urls) {
      if (url.contains("://") && !url.startsWith(scheme() + "://")) {
        throw new ConfigException(
            tls()
                ? item
                    + ": "
                    + url
                    + " must begin with https://, because the section security is set"
                : item
                    + ": "
                    + url
                    + " needs the section security with certificates; without them"
                    + " write http://");
      }
    }
  }
}
