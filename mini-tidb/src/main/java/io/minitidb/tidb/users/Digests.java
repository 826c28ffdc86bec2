package io.minitidb.tidb.users;

import java.util.LinkedHashMap;
import java.util.Map;

/// The digests of passwords that clients have sent, so that they need not send them again: what is
/// cached in `caching_sha2_password`. The 10,000 that were used last. Thread-safe.
final class Digests {
  private static final int KEPT = 10_000;

  /// By the slow hash, which changes with the password.
  private final Map<String, String> byHash =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > KEPT;
        }
      };

  /// Returns the digest of the password, or an empty text.
  synchronized String of(Credential credential) {
    return byHash.getOrDefault(credential.hash(), "");
  }

  synchronized void learn(Credential credential, String digest) {
    byHash.put(credential.hash(), digest);
  }
}
