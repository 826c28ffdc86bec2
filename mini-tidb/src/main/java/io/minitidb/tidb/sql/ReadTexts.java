package io.minitidb.tidb.sql;

import io.minitidb.tidb.digest.SqlMode;
import java.util.LinkedHashMap;
import java.util.Map;

/// The texts that came last, read: clients repeat themselves. At most 256 texts of at most 1,024
/// characters. Thread-safe.
final class ReadTexts {
  private static final int KEPT = 256;
  private static final int LONGEST = 1 << 10;

  private record Key(String sql, SqlMode mode) {}

  private final Map<Key, ReadText> known =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, ReadText> eldest) {
          return size() > KEPT;
        }
      };

  /// @throws io.minitidb.tidb.error.SqlException as [ReadText#of(String, SqlMode)]
  ReadText of(String sql, SqlMode mode) {
    if (sql.length() > LONGEST) {
      return ReadText.of(sql, mode);
    }
    Key key = new Key(sql, mode);
    synchronized (known) {
      ReadText text = known.get(key);
      if (text != null) {
        return text;
      }
    }
    ReadText made = ReadText.of(sql, mode);
    synchronized (known) {
      known.put(key, made);
    }
    return made;
  }
}
