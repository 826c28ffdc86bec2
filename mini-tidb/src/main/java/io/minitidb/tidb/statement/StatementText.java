package io.minitidb.tidb.statement;

import io.minitidb.tidb.digest.Digest;
import io.minitidb.tidb.digest.Digests;
import io.minitidb.tidb.digest.SqlMode;
import org.jspecify.annotations.Nullable;

/// A statement as the client wrote it, and its digest, which is worked out when somebody asks.
/// Thread-safe.
public final class StatementText {
  private final String sql;
  private final SqlMode mode;
  private final Digests digests;
  private volatile @Nullable Digest digest;

  /// @param mode by which the session reads it
  public StatementText(String sql, SqlMode mode, Digests digests) {
    this.sql = sql;
    this.mode = mode;
    this.digests = digests;
  }

  public String sql() {
    return sql;
  }

  SqlMode mode() {
    return mode;
  }

  public Digest digest() {
    Digest known = digest;
    if (known == null) {
      known = digests.of(sql, mode);
      digest = known;
    }
    return known;
  }

  /// Returns `sql` with at most `most` characters, and its whole length behind it when something is
  /// missing.
  ///
  /// @param most 0 for no limit
  public static String cut(String sql, int most) {
    if (most == 0 || sql.length() <= most) {
      return sql;
    }
    int end = Character.isHighSurrogate(sql.charAt(most - 1)) ? most - 1 : most;
    return sql.substring(0, end) + "(len:" + sql.length() + ")";
  }
}
