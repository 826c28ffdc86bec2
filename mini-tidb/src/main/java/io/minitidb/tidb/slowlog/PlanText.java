package io.minitidb.tidb.slowlog;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A plan in the slow log: `tidb_decode_plan('...')` with the text in Base64 of UTF-8.
final class PlanText {
  private static final Pattern ENCODED =
      Pattern.compile("tidb_decode_(?:binary_)?plan\\('([A-Za-z0-9+/=]*)'\\)");

  private PlanText() {}

  /// Returns the plan as text; what is encoded in another way stays as it is.
  static String decoded(String value) {
    Matcher match = ENCODED.matcher(value);
    if (!match.matches()) {
      return value;
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(match.group(1));
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return value;
    }
  }
}
