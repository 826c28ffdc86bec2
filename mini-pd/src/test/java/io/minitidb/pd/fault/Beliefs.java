package io.minitidb.pd.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When members believed that they lead, as they have written into their logs, by
/// `System.nanoTime()`: one clock for all processes of a machine.
final class Beliefs {
  private static final Pattern LINE =
      Pattern.compile("(leading|led) as \\S+ from (\\d+)(?: until (\\d+))?");

  /// One term of one member.
  record Belief(String member, long from, long until) {
    boolean meets(long begin, long end) {
      return from <= end && begin <= until;
    }
  }

  private Beliefs() {}

  /// Reads the log of a member. A term without an end ended when the process was killed.
  ///
  /// @param kills when it was
  static List<Belief> of(String member, Path log, List<Long> kills) throws IOException {
    List<Belief> terms = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      Matcher found = LINE.matcher(line);
      if (found.find()) {
        long from = Long.parseLong(found.group(2));
        if (found.group(1).equals("leading")) {
          long end = kills.stream().filter(kill -> kill >= from).findFirst().orElse(Long.MAX_VALUE);
          terms.add(new Belief(member, from, end));
        } else {
          terms.removeIf(begun -> begun.from() == from);
          terms.add(new Belief(member, from, Long.parseLong(found.group(3))));
        }
      }
    }
    return terms;
  }

  /// Returns a sentence for each two terms at the same time.
  static List<String> overlaps(List<Belief> terms) {
    List<Belief> sorted = terms.stream().sorted(Comparator.comparingLong(Belief::from)).toList();
    List<String> found = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      for (int k = i + 1; k < sorted.size(); k++) {
        if (sorted.get(k).from() < sorted.get(i).until()) {
          found.add("two leaders: " + sorted.get(i) + " and " + sorted.get(k));
        }
      }
    }
    return found;
  }
}
