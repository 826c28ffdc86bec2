package io.minitidb.pd.fault;

import io.minitidb.pd.fault.Beliefs.Belief;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/// What the members have answered, held against each other and against their logs.
final class Answers {
  /// Within this time nobody loses leadership, sees another leader, and wins it back.
  private static final long MOMENT_NANOS = 100_000_000;

  private Answers() {}

  static List<String> problems(List<Probe> probes, List<Belief> terms) {
    List<Probe.Stamp> stamps = probes.stream().flatMap(probe -> probe.stamps().stream()).toList();
    List<Probe.Role> claims = probes.stream().flatMap(probe -> probe.claims().stream()).toList();
    List<String> found = new ArrayList<>(disorder(stamps));
    found.addAll(contradictions(claims));
    claims.stream()
        .filter(c -> !covered(terms, c.member(), c.sent(), c.received()))
        .forEach(claim -> found.add("claims to lead outside of its terms: " + claim));
    stamps.stream()
        .filter(s -> !covered(terms, s.member(), s.sent(), s.received()))
        .forEach(stamp -> found.add("gives a timestamp outside of its terms: " + stamp));
    return found;
  }

  private static boolean covered(List<Belief> terms, String member, long sent, long received) {
    return terms.stream().anyMatch(t -> t.member().equals(member) && t.meets(sent, received));
  }

  /// A timestamp is larger than any that was received before it was asked for.
  private static List<String> disorder(List<Probe.Stamp> stamps) {
    List<String> found = new ArrayList<>();
    PriorityQueue<Probe.Stamp> underWay =
        new PriorityQueue<>(Comparator.comparingLong(Probe.Stamp::received));
    Probe.Stamp largest = new Probe.Stamp("", 0, 0, 0);
    for (Probe.Stamp stamp :
        stamps.stream().sorted(Comparator.comparingLong(Probe.Stamp::sent)).toList()) {
      Probe.Stamp earlier = underWay.peek();
      while (earlier != null && earlier.received() < stamp.sent()) {
        underWay.remove();
        largest = earlier.value() > largest.value() ? earlier : largest;
        earlier = underWay.peek();
      }
      if (stamp.value() <= largest.value()) {
        found.add("timestamps go back: " + largest + " then " + stamp);
      }
      underWay.add(stamp);
    }
    return found;
  }

  /// One member claims to lead, then another one, then the first one again, all in a moment.
  private static List<String> contradictions(List<Probe.Role> claims) {
    List<Probe.Role> sorted =
        claims.stream().sorted(Comparator.comparingLong(Probe.Role::sent)).toList();
    List<String> found = new ArrayList<>();
    for (int i = 0; i + 2 < sorted.size(); i++) {
      Probe.Role first = sorted.get(i);
      Probe.Role second = sorted.get(i + 1);
      Probe.Role third = sorted.get(i + 2);
      if (first.member().equals(third.member())
          && !first.member().equals(second.member())
          && first.received() < second.sent()
          && second.received() < third.sent()
          && third.sent() - first.received() < MOMENT_NANOS) {
        found.add("both claim to lead: " + first + ", " + second + ", " + third);
      }
    }
    return found;
  }

  static String summary(List<Probe> probes) {
    return Stream.of(
            probes.stream().mapToInt(probe -> probe.claims().size()).sum() + " claims to lead",
            probes.stream().mapToInt(probe -> probe.stamps().size()).sum() + " timestamps",
            probes.stream().mapToLong(Probe::answered).sum() + " answers of local routes")
        .reduce((a, b) -> a + ", " + b)
        .orElse("");
  }
}
