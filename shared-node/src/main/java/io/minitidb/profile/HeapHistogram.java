package io.minitidb.profile;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The live heap by package and class. The JVM collects garbage and stops for it, some tens of
/// milliseconds for a heap of our nodes' size.
final class HeapHistogram {
  /// ` 12: 7462 238784 java.util.HashMap$Node (java.base@25)`
  private static final Pattern LINE =
      Pattern.compile("\\s*\\d+:\\s+\\d+\\s+(\\d+)\\s+(\\S+)(?:\\s+\\(([^@)]*).*\\))?");

  private HeapHistogram() {}

  static Profile take() throws IOException {
    return parse(DiagnosticCommands.run("gcClassHistogram"));
  }

  static Profile parse(String histogram) {
    Profile.Builder profile = new Profile.Builder(ProfileKind.MEMORY);
    histogram
        .lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(line ->
            profile.add(
                stack(line.group(2), line.group(3) == null ? "" : line.group(3)),
                Long.parseLong(line.group(1))));
    return profile.build(Duration.ZERO);
  }

  /// Arrays of numbers, which belong to everybody, are a package of their own.
  private static List<Frame> stack(String className, String module) {
    String name = ClassNames.readable(ClassNames.withoutAddress(className));
    int dot = name.lastIndexOf('.');
    String owner =
        dot < 0 ? (name.endsWith("[]") ? "(arrays)" : "(no package)") : name.substring(0, dot);
    return List.of(new Frame(owner, module, 0), new Frame(name, module, 0));
  }
}
