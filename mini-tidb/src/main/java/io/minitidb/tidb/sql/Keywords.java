package io.minitidb.tidb.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;

/// The words that stay bare in a normalised statement, because TiDB's lexer gives them a meaning of
/// their own; digests depend on each of them. Others are names. Words of window functions are
/// missing: where TiDB makes digests it takes them for names.
final class Keywords {
  private static final Set<String> WORDS = load();

  /// Words only directly before a parenthesis.
  private static final Set<String> CALLS = Set.of("count", "mid", "sysdate", "translate");

  private Keywords() {}

  private static Set<String> load() {
    try (InputStream in =
        Objects.requireNonNull(Keywords.class.getResourceAsStream("keywords.txt"))) {
      return Set.of(new String(in.readAllBytes(), StandardCharsets.US_ASCII).split("\\s+"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @param word in lower case
  /// @param call whether a parenthesis follows without a blank
  static boolean contains(String word, boolean call) {
    return WORDS.contains(word) || call && CALLS.contains(word);
  }
}
