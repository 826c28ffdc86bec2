package io.minitidb.pd.model;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version such as `8.5.0` or `v8.5.0-alpha`, compared by its numbers; one with a suffix comes
/// before the one without.
public record SemVer(int major, int minor, int patch, String suffix) implements Comparable<SemVer> {
  public static final SemVer ZERO = new SemVer(0, 0, 0, "");

  private static final Pattern FORM =
      Pattern.compile("v?(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})(?:-([0-9A-Za-z.+-]+))?");
  private static final Comparator<SemVer> ORDER =
      Comparator.comparingInt(SemVer::major)
          .thenComparingInt(SemVer::minor)
          .thenComparingInt(SemVer::patch)
          .thenComparing(version -> version.suffix().isEmpty())
          .thenComparing(SemVer::suffix);

  /// Returns the version, or empty when the text is none.
  public static Optional<SemVer> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new SemVer(
            Integer.parseInt(form.group(1)),
            Integer.parseInt(form.group(2)),
            Integer.parseInt(form.group(3)),
            form.group(4) == null ? "" : form.group(4)));
  }

  /// Says whether a store of this version may belong to a cluster of the given one: it is as new,
  /// or differs in the last number only.
  public boolean serves(SemVer cluster) {
    return compareTo(cluster) >= 0 || (major == cluster.major && minor == cluster.minor);
  }

  @Override
  public int compareTo(SemVer other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch + (suffix.isEmpty() ? "" : "-" + suffix);
  }
}
