package io.minitidb.cop.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How strings compare, with MySQL's number for it. Two strings are equal when their keys are, and
/// ordered as their keys are, as unsigned bytes.
public enum Collation {
  BINARY(63, Form.BYTES),
  UTF8MB4_BIN(46, Form.TRIMMED),
  UTF8_BIN(83, Form.TRIMMED),
  LATIN1_BIN(47, Form.TRIMMED),
  ASCII_BIN(65, Form.TRIMMED),
  UTF8MB4_0900_BIN(309, Form.BYTES),
  UTF8MB4_GENERAL_CI(45, Form.GENERAL),
  UTF8_GENERAL_CI(33, Form.GENERAL),
  LATIN1_SWEDISH_CI(8, Form.GENERAL),
  UTF8MB4_UNICODE_CI(224, Form.UNICODE),
  UTF8_UNICODE_CI(192, Form.UNICODE),
  UTF8MB4_0900_AI_CI(255, Form.UNICODE_UNTRIMMED);

  private static final byte BLANK = ' ';

  private final int id;
  private final Form form;

  Collation(int id, Form form) {
    this.id = id;
    this.form = form;
  }

  private enum Form {
    BYTES,
    /// PAD SPACE: blanks at the end do not count.
    TRIMMED,
    /// Trimmed, a weight for each character.
    GENERAL,
    /// Trimmed, accents dropped, some characters are as several.
    UNICODE,
    UNICODE_UNTRIMMED
  }

  /// Returns MySQL's number, always positive.
  public int id() {
    return id;
  }

  /// Returns MySQL's name: `utf8mb4_general_ci`.
  public String sqlName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Collation> of(int id) {
    return Arrays.stream(values()).filter(collation -> collation.id == id).findFirst();
  }

  /// Returns the collation of a name in any case; `utf8mb3` is `utf8`.
  public static Optional<Collation> named(String name) {
    String upper = name.toUpperCase(Locale.ROOT).replace("UTF8MB3_", "UTF8_");
    return Arrays.stream(values()).filter(each -> each.name().equals(upper)).findFirst();
  }

  /// Returns whether letters of either case, with and without accents, are equal.
  public boolean ignoresCase() {
    return form != Form.BYTES && form != Form.TRIMMED;
  }

  /// Returns whether blanks at the end do not count.
  public boolean padsSpace() {
    return form != Form.BYTES && form != Form.UNICODE_UNTRIMMED;
  }

  /// Orders two strings of UTF-8.
  public int compare(byte[] a, int aFrom, int aTo, byte[] b, int bFrom, int bTo) {
    int aEnd = end(a, aFrom, aTo);
    int bEnd = end(b, bFrom, bTo);
    if (!ignoresCase()) {
      return Arrays.compareUnsigned(a, aFrom, aEnd, b, bFrom, bEnd);
    }
    int i = aFrom;
    int j = bFrom;
    while (i < aEnd && j < bEnd && a[i] >= 0 && b[j] >= 0) {
      int order = upper(a[i]) - upper(b[j]);
      if (order != 0) {
        return order;
      }
      i++;
      j++;
    }
    // What is left of one of them may still weigh nothing: an accent.
    return i == aEnd && j == bEnd ? 0 : Arrays.compare(weights(a, i, aEnd), weights(b, j, bEnd));
  }

  /// Returns bytes that are equal for equal strings.
  public byte[] key(byte[] utf8, int from, int to) {
    int end = end(utf8, from, to);
    if (!ignoresCase()) {
      return Arrays.copyOfRange(utf8, from, end);
    }
    int[] weights = weights(utf8, from, end);
    byte[] key = new byte[weights.length * 3];
    for (int i = 0; i < weights.length; i++) {
      key[3 * i] = (byte) (weights[i] >>> 16);
      key[3 * i + 1] = (byte) (weights[i] >>> 8);
      key[3 * i + 2] = (byte) weights[i];
    }
    return key;
  }

  private int end(byte[] utf8, int from, int to) {
    int end = to;
    while (padsSpace() && end > from && utf8[end - 1] == BLANK) {
      end--;
    }
    return end;
  }

  private static int upper(byte ascii) {
    return ascii >= 'a' && ascii <= 'z' ? ascii - 32 : ascii;
  }

  private int[] weights(byte[] utf8, int from, int to) {
    String text = new String(utf8, from, to - from, StandardCharsets.UTF_8);
    return form == Form.GENERAL
        ? text.codePoints().map(CharacterWeights::general).toArray()
        : CharacterWeights.unicode(text);
  }

  /// Returns what a pattern compares a character by: characters are alike when this is equal.
  public int fold(int codePoint) {
    return ignoresCase() ? CharacterWeights.general(codePoint) : codePoint;
  }
}
