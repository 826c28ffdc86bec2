package io.minitidb.cop.expr;

import io.minitidb.cop.data.Collation;
import java.util.Arrays;

/// A LIKE pattern: `%` any characters, `_` one character, the escape character takes the next one
/// literally.
///
/// Matching walks back only to the last `%`, so it is linear in the text for each literal part and
/// never exponential.
public final class LikePattern {
  private static final int ANY = -1;
  private static final int ONE = -2;

  private final int[] parts;
  private final Collation collation;

  private LikePattern(int[] parts, Collation collation) {
    this.parts = parts;
    this.collation = collation;
  }

  /// Returns a pattern that tells every character from every other.
  public static LikePattern of(String pattern, int escape) {
    return of(pattern, escape, Collation.BINARY);
  }

  /// @param escape the code point of the escape character, normally the backslash
  /// @param collation says which characters are alike; blanks at the end always count
  public static LikePattern of(String pattern, int escape, Collation collation) {
    int[] points = pattern.codePoints().toArray();
    int[] parts = new int[points.length];
    int count = 0;
    for (int i = 0; i < points.length; i++) {
      if (points[i] == escape && i + 1 < points.length) {
        parts[count++] = collation.fold(points[++i]);
      } else {
        parts[count++] =
            points[i] == '%' ? ANY : points[i] == '_' ? ONE : collation.fold(points[i]);
      }
    }
    return new LikePattern(Arrays.copyOf(parts, count), collation);
  }

  public boolean matches(String text) {
    int[] points = text.codePoints().map(collation::fold).toArray();
    int at = 0;
    int part = 0;
    int lastAny = -1;
    int resume = 0;
    while (at < points.length) {
      if (part < parts.length && parts[part] == ANY) {
        lastAny = part++;
        resume = at;
      } else if (part < parts.length && (parts[part] == ONE || parts[part] == points[at])) {
        part++;
        at++;
      } else if (lastAny >= 0) {
        part = lastAny + 1;
        at = ++resume;
      } else {
        return false;
      }
    }
    while (part < parts.length && parts[part] == ANY) {
      part++;
    }
    return part == parts.length;
  }
}
