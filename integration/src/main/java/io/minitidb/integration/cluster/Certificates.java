package io.minitidb.integration.cluster;

import io.minitidb.node.NodeKind;
import io.minitidb.tls.CertificateAuthority;
import io.minitidb.tls.Security;
import io.minitidb.tls.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// An authority for one cluster, and a certificate of it for each node and for the launcher.
///
/// @param directory of the authority's files
record Certificates(Path directory) {
  private static final String LAUNCHER = "launcher";

  /// Makes the certificates of `nodes` that are not there yet.
  void issue(List<Node> nodes) {
    try {
      CertificateAuthority authority = CertificateAuthority.in(directory);
      authority.issue(LAUNCHER);
      for (Node node : nodes) {
        TlsFiles files = authority.issue(node.name());
        if (node.kind() == NodeKind.TIDB) {
          Files.writeString(section(node), section(files));
        }
      }
    } catch (IOException e) {
      throw new ClusterException("cannot make certificates: " + e.getMessage(), e);
    }
  }

  /// Returns what tells the server of `node` its certificate: flags where the original has them.
  List<String> flags(Node node) {
    TlsFiles files = new CertificateAuthority(directory).files(node.name());
    return node.kind() == NodeKind.TIDB
        ? List.of("--config", section(node).toString())
        : List.of(
            "--cacert", files.ca().toString(),
            "--cert", files.cert().toString(),
            "--key", files.key().toString());
  }

  private Path section(Node node) {
    return directory.resolve(node.name() + ".toml");
  }

  /// Single quotes: TOML takes what is between them as it is.
  private static String section(TlsFiles files) {
    return """
    [security]
    cluster-ssl-ca = '%s'
    cluster-ssl-cert = '%s'
    cluster-ssl-key = '%s'
    """
        .formatted(files.ca(), files.cert(), files.key());
  }

  /// Returns how the launcher shows itself to the nodes.
  Security launcher() {
    TlsFiles files = new CertificateAuthority(directory).files(LAUNCHER);
    return Security.of(Optional.of(files), List.of(), Optional.empty());
  }
}
