package io.minitidb.integration.cluster;

import io.minitidb.node.HostPort;
import io.minitidb.tls.Security;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.HttpsURLConnection;

/// Small requests to the status ports. The JDK's old client does: it loads a tenth of the newer
/// one's classes, and the launcher shares its processors with the nodes that are starting.
public final class Http {
  private Http() {}

  /// An answer of any status.
  public record Answer(int status, String body) {
    /// Returns whether the status says success.
    public boolean ok() {
      return status >= 200 && status < 300;
    }
  }

  /// Sends `method` for `path` and returns what came back.
  ///
  /// @throws IOException when there was no answer within `limit`
  public static Answer call(String method, HostPort address, String path, Duration limit)
      throws IOException {
    return call(Security.NONE, method, address, path, limit);
  }

  /// As [#call(String, HostPort, String, Duration)], with a certificate where the nodes ask for
  /// one.
  static Answer call(
      Security security, String method, HostPort address, String path, Duration limit)
      throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) security.uri(address, path).toURL().openConnection();
    if (connection instanceof HttpsURLConnection secured) {
      secured.setSSLSocketFactory(security.context().getSocketFactory());
    }
    connection.setRequestMethod(method);
    connection.setConnectTimeout((int) limit.toMillis());
    connection.setReadTimeout((int) limit.toMillis());
    connection.setUseCaches(false);
    // The JVM would keep the connection, and a stopping server wait for it.
    connection.setRequestProperty("Connection", "close");
    try {
      int status = connection.getResponseCode();
      try (InputStream body =
          status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
        return new Answer(
            status, body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
      }
    } finally {
      connection.disconnect();
    }
  }
}
