package io.minitidb.cop.expr;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Compiled regular expressions. Each thread keeps the last one, because a pattern is nearly always
/// the same for every row.
final class Patterns {
  private record Compiled(String regexp, int flags, Pattern pattern) {}

  private static final ThreadLocal<Compiled> LAST =
      ThreadLocal.withInitial(() -> new Compiled("", 0, Pattern.compile("")));

  private Patterns() {}

  /// @throws EvalException 1139 for what is no regular expression, 3685 for an empty one
  static Pattern of(String regexp, int flags) {
    if (regexp.isEmpty()) {
      throw new EvalException(3685, "Illegal argument to a regular expression.");
    }
    Compiled last = LAST.get();
    if (last.flags() == flags && last.regexp().equals(regexp)) {
      return last.pattern();
    }
    try {
      Compiled compiled = new Compiled(regexp, flags, Pattern.compile(regexp, flags));
      LAST.set(compiled);
      return compiled.pattern();
    } catch (PatternSyntaxException e) {
      throw new EvalException(1139, "Got error '" + e.getDescription() + "' from regexp");
    }
  }
}
