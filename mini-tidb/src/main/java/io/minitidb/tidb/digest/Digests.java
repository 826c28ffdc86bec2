package io.minitidb.tidb.digest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/// The digests of the texts that came last: clients repeat themselves, and reading a statement once
/// more costs more than all else that its record does. At most 512 texts of at most 4,096
/// characters. Thread-safe.
public final class Digests {
  private static final int KEPT = 512;
  private static final int LONGEST = 4096;

  private final BiFunction<String, SqlMode, String> normalizer;
  private final Map<Key, Digest> known =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Digest> eldest) {
          return size() > KEPT;
        }
      };

  /// @param normalizer takes values, comments and spelling out of a statement
  public Digests(BiFunction<String, SqlMode, String> normalizer) {
    this.normalizer = normalizer;
  }

  private record Key(String sql, SqlMode mode) {}

  /// Returns the digest of a statement.
  ///
  /// @param mode by which the session reads it
  public Digest of(String sql, SqlMode mode) {
    Key key = new Key(sql, mode);
    synchronized (known) {
      Digest digest = known.get(key);
      if (digest != null) {
        return digest;
      }
    }
    Digest made = Digest.of(normalizer.apply(sql, mode));
    if (sql.length() <= LONGEST) {
      synchronized (known) {
        known.put(key, made);
      }
    }
    return made;
  }
}
