package io.minitidb.tidb.sql;

import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts literals into the places of a query: `{I3}` is an integer, `{?T4}` a text that the plan
/// cache may take as a parameter. The same place always gets the same literal, so that what GROUP
/// BY repeats stays equal.
///
/// @param seed decides on literals that are no parameters
/// @param parameters decides on those that are
record RandomLiterals(long seed, long parameters) {
  private static final Pattern PLACE = Pattern.compile("\\{(\\??)([A-Z])(\\d+)}");
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "tikv",
          "tidb",
          "pd",
          "pd-0",
          "tikv2",
          "root",
          "Sleep",
          "app",
          "%",
          "10",
          "1.5",
          "0x",
          "-3",
          "2024-02-29",
          "2024-01-02 03:04:05",
          "10:11:12",
          "é",
          "it''s",
          "tables",
          "id");
  private static final List<String> PATTERNS =
      List.of("%", "t%", "%1", "_i%", "%o%", "", "pd-0", "%\\_%", "root", "a%b", "%é%");
  private static final List<String> NODES =
      List.of(
          "tidb",
          "tikv",
          "pd",
          "tidb1",
          "tidb2",
          "tikv1",
          "tikv2",
          "pd-0",
          "127.0.0.1",
          "127.0.0.1:4000",
          "127.0.0.1:4001",
          "nobody");
  private static final List<String> EXPRESSIONS =
      List.of("^t", "[0-9]$", "o+", "a|b", ".", "^$", "k.?v", "(d)");

  String into(String query) {
    return PLACE.matcher(query).replaceAll(m -> Matcher.quoteReplacement(literal(m)));
  }

  private String literal(MatchResult place) {
    long base = place.group(1).isEmpty() ? seed : parameters;
    Random random = new Random(base * 1_000_003 + Integer.parseInt(place.group(3)) * 7919L);
    random.nextInt();
    return switch (place.group(2).charAt(0)) {
      case 'I' -> integer(random);
      case 'S' -> Integer.toString(random.nextInt(9));
      case 'D' -> (random.nextInt(4) == 0 ? "-" : "") + random.nextInt(30) + "." + fraction(random);
      case 'R' -> random.nextInt(50) / 8.0 + "e0";
      case 'T' -> quoted(pick(TEXTS, random));
      case 'N' -> quoted(pick(NODES, random));
      case 'L' -> quoted(pick(PATTERNS, random));
      case 'P' -> quoted(pick(EXPRESSIONS, random));
      case 'M' -> "timestamp " + quoted(date(random) + " 0" + random.nextInt(10) + ":30:00");
      case 'A' -> "date " + quoted(date(random));
      case 'C' -> "time '0" + random.nextInt(10) + ":15:30'";
      default -> throw new IllegalArgumentException(place.group());
    };
  }

  private static String integer(Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> Integer.toString(-1 - random.nextInt(20));
      case 1 -> Integer.toString(1000 + random.nextInt(100_000));
      default -> Integer.toString(random.nextInt(20));
    };
  }

  private static String fraction(Random random) {
    return Integer.toString(10 + random.nextInt(90));
  }

  private static String date(Random random) {
    return "202"
        + random.nextInt(3, 6)
        + "-0"
        + random.nextInt(1, 10)
        + "-"
        + random.nextInt(10, 29);
  }

  private static String quoted(String text) {
    return "'" + text + "'";
  }

  private static String pick(List<String> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }
}
