package io.minitidb.cop.data;

import java.text.Normalizer;
import java.util.Locale;

/// What characters weigh in collations that ignore case: the capital letter without its accents.
final class CharacterWeights {
  /// utf8mb4_general_ci does not tell characters beyond the basic plane apart.
  private static final int SUPPLEMENTARY = 0xFFFD;

  private static final int SHARP_S = 0xDF;

  private CharacterWeights() {}

  /// Returns the weight in utf8mb4_general_ci, which has one for each character.
  static int general(int point) {
    if (point < 0x80) {
      return Character.toUpperCase(point);
    }
    if (point > 0xFFFF) {
      return SUPPLEMENTARY;
    }
    return point == SHARP_S ? 'S' : Character.toUpperCase(hasAccents(point) ? base(point) : point);
  }

  /// Latin, Greek and the two Cyrillic rows of accented letters.
  private static boolean hasAccents(int point) {
    return point < 0x250
        || point >= 0x370 && point < 0x410
        || point >= 0x450 && point < 0x460
        || point >= 0x1E00 && point < 0x2000;
  }

  private static int base(int point) {
    return Normalizer.normalize(Character.toString(point), Normalizer.Form.NFD).codePointAt(0);
  }

  /// Returns the weights in Unicode's collations at the first level: accents are none, and a sharp
  /// s is two letters.
  static int[] unicode(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKD)
        .toUpperCase(Locale.ROOT)
        .codePoints()
        .filter(point -> Character.getType(point) != Character.NON_SPACING_MARK)
        .toArray();
  }
}
