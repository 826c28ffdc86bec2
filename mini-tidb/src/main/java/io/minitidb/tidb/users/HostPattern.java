package io.minitidb.tidb.users;

import java.util.Comparator;
import java.util.regex.Pattern;

/// The host of an account: `%` stands for any text, `_` for one character, a backslash before them
/// for themselves. A client on this machine is at `localhost` as well.
final class HostPattern {
  private static final String LOCALHOST = "localhost";

  /// The most specific first, as MySQL looks for accounts: hosts without wildcards, then the longer
  /// the text before the first wildcard.
  static final Comparator<HostPattern> MOST_SPECIFIC_FIRST =
      Comparator.<HostPattern>comparingInt(pattern -> -pattern.literal)
          .thenComparing(pattern -> pattern.text);

  private final String text;
  private final Pattern pattern;
  private final int literal;

  HostPattern(String text) {
    this.text = text;
    int firstWildcard = Integer.MAX_VALUE;
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%' || c == '_') {
        regex.append(c == '%' ? ".*" : ".");
        firstWildcard = Math.min(firstWildcard, i);
      } else {
        boolean escape = c == '\\' && i + 1 < text.length();
        regex.append(Pattern.quote(String.valueOf(escape ? text.charAt(++i) : c)));
      }
    }
    this.pattern = Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    this.literal = firstWildcard;
  }

  boolean matches(Client client) {
    return pattern.matcher(client.host()).matches()
        || client.local() && pattern.matcher(LOCALHOST).matches();
  }
}
