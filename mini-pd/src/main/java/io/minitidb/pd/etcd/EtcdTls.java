package io.minitidb.pd.etcd;

import io.minitidb.tls.TlsFiles;
import java.util.ArrayList;
import java.util.List;

/// Mutual TLS of etcd: on its private port, so that no other user of the machine gets around
/// mini-pd, and between the members when their URLs say so.
///
/// @param allowedNames the common name that everybody must bear, one at most; empty: any
/// @param peerUrls where the other members connect
public record EtcdTls(TlsFiles files, List<String> allowedNames, String peerUrls) {

  public EtcdTls {
    allowedNames = List.copyOf(allowedNames);
  }

  List<String> flags() {
    String ca = files.ca().toString();
    String cert = files.cert().toString();
    String key = files.key().toString();
    List<String> flags =
        new ArrayList<>(
            List.of(
                "--trusted-ca-file",
                ca,
                "--cert-file",
                cert,
                "--key-file",
                key,
                "--client-cert-auth=true"));
    if (peerUrls.contains("https://")) {
      flags.addAll(
          List.of(
              "--peer-trusted-ca-file",
              ca,
              "--peer-cert-file",
              cert,
              "--peer-key-file",
              key,
              "--peer-client-cert-auth=true"));
      allowedNames.forEach(name -> flags.addAll(List.of("--peer-cert-allowed-cn", name)));
    }
    return flags;
  }
}
