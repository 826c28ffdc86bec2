package io.minitidb.tidb.sql;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Scalar expressions by [RandomGrammar], whose literals stay open, see [RandomLiterals].
final class RandomExpressions {
  private static final Pattern PLACE = Pattern.compile("\\{(\\??)([a-zA-Z*])}");
  private static final List<String> COMPARISONS = List.of("=", "<>", "<", "<=", ">", ">=", "<=>");

  /// A column or another expression that stands for itself.
  record Item(char kind, String text) {}

  private final RandomGenerator random;
  private int literals;

  RandomExpressions(RandomGenerator random) {
    this.random = random;
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  char kind() {
    return "iiddrtttmacb".charAt(below(12));
  }

  /// Returns an expression over `columns`.
  String of(char kind, List<Item> columns, int depth) {
    char made =
        switch (kind) {
          case 'n' -> pick(List.of('i', 'd', 'r'));
          case 'x' -> kind();
          default -> kind;
        };
    if (depth <= 0 || chance(0.12)) {
      return leaf(made, columns);
    }
    return fill(pick(RandomGrammar.of(made)), made, columns, depth - 1);
  }

  /// Fills the places of a production.
  String fill(String production, char made, List<Item> columns, int depth) {
    Matcher places = PLACE.matcher(production);
    StringBuilder text = new StringBuilder();
    while (places.find()) {
      char place = places.group(2).charAt(0);
      String filled =
          Character.isUpperCase(place)
              ? literal(places.group(1), place)
              : place == 'o' ? pick(COMPARISONS) : of(place == '*' ? made : place, columns, depth);
      places.appendReplacement(text, Matcher.quoteReplacement(filled));
    }
    return places.appendTail(text).toString();
  }

  private String leaf(char kind, List<Item> columns) {
    List<Item> fitting = columns.stream().filter(column -> column.kind() == kind).toList();
    if (!fitting.isEmpty() && chance(0.85)) {
      return pick(fitting).text();
    }
    if (kind == 'b') {
      return fill(
          pick(List.of("({t} {o} {?T})", "({i} {o} {?I})", "({t} is null)")), 'b', columns, 0);
    }
    if (chance(0.06)) {
      return "null";
    }
    String made = RandomGrammar.ofColumns(kind);
    char from = made.contains("{t}") ? 't' : 'i';
    return !made.isEmpty() && chance(0.7) && columns.stream().anyMatch(c -> c.kind() == from)
        ? fill(made, kind, columns.stream().filter(c -> c.kind() == from).toList(), 0)
        : literal("", Character.toUpperCase(kind));
  }

  private String literal(String parameter, char kind) {
    return "{" + parameter + kind + literals++ + "}";
  }
}
