package io.minitidb.cop.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A path into a document: `$`, then `.key`, `."key"`, `[n]`, `[last]`, `[last-n]`, `.*`, `[*]`,
/// `**`.
record JsonPath(List<Leg> legs) {

  sealed interface Leg {
    record Member(String key) implements Leg {}

    /// @param fromEnd whether 0 is the last element
    record Cell(int index, boolean fromEnd) implements Leg {
      int in(JsonNode array) {
        return fromEnd ? array.size() - 1 - index : index;
      }
    }

    enum Wild implements Leg {
      MEMBERS,
      CELLS,
      DESCENDANTS
    }
  }

  /// Whether it may lead to more than one value.
  boolean isWild() {
    return legs.stream().anyMatch(Leg.Wild.class::isInstance);
  }

  /// @throws EvalException 3143 for what is no path
  static JsonPath of(String text) {
    return new JsonPath(new Parser(text.strip()).legs());
  }

  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    List<Leg> legs() {
      List<Leg> legs = new ArrayList<>();
      require(take("$"));
      skip();
      while (at < text.length()) {
        if (take("**")) {
          require(at < text.length());
          legs.add(Leg.Wild.DESCENDANTS);
        } else if (take(".")) {
          skip();
          legs.add(take("*") ? Leg.Wild.MEMBERS : new Leg.Member(key()));
        } else if (take("[")) {
          skip();
          legs.add(take("*") ? Leg.Wild.CELLS : cell());
          skip();
          require(take("]"));
        } else {
          require(false);
        }
        skip();
      }
      return legs;
    }

    private Leg cell() {
      if (take("last")) {
        skip();
        int back = 0;
        if (take("-")) {
          skip();
          back = number();
        }
        return new Leg.Cell(back, true);
      }
      return new Leg.Cell(number(), false);
    }

    private int number() {
      int from = at;
      while (at < text.length() && Character.isDigit(text.charAt(at))) {
        at++;
      }
      require(at > from && at - from < 10);
      return Integer.parseInt(text.substring(from, at));
    }

    private String key() {
      int from = at;
      if (take("\"")) {
        while (at < text.length() && text.charAt(at) != '"') {
          at += text.charAt(at) == '\\' ? 2 : 1;
        }
        require(take("\""));
        JsonNode key = JsonText.read(text.substring(from, at));
        require(key != null);
        return key == null ? "" : key.stringValue();
      }
      while (at < text.length() && isKeyPart(text.charAt(at))) {
        at++;
      }
      require(at > from && !Character.isDigit(text.charAt(from)));
      return text.substring(from, at);
    }

    private static boolean isKeyPart(char c) {
      return Character.isLetterOrDigit(c) || c == '_' || c == '$' || Character.isSurrogate(c);
    }

    private boolean take(String token) {
      boolean found = text.startsWith(token, at);
      at += found ? token.length() : 0;
      return found;
    }

    private void skip() {
      while (at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
    }

    private void require(boolean sound) {
      if (!sound) {
        throw new EvalException(
            3143,
            "Invalid JSON path expression. The error is around character position " + at + ".");
      }
    }
  }

  /// Returns the values that it leads to.
  List<JsonNode> find(JsonNode document) {
    List<JsonNode> found = new ArrayList<>();
    walk(document, "$", 0, (path, node) -> found.add(node));
    return found;
  }

  @Nullable JsonNode first(JsonNode document) {
    List<JsonNode> found = find(document);
    return found.isEmpty() ? null : found.getFirst();
  }

  /// Gives `sink` each place that it leads to, with its path.
  void walk(JsonNode document, BiConsumer<String, JsonNode> sink) {
    walk(document, "$", 0, sink);
  }

  private void walk(JsonNode node, String path, int at, BiConsumer<String, JsonNode> sink) {
    if (at == legs.size()) {
      sink.accept(path, node);
      return;
    }
    switch (legs.get(at)) {
      case Leg.Member member -> {
        JsonNode value = node.isObject() ? node.get(member.key()) : null;
        if (value != null) {
          walk(value, path + "." + shown(member.key()), at + 1, sink);
        }
      }
      case Leg.Cell cell -> {
        // A value that is no array is its own first and only element.
        if (!node.isArray()) {
          if (cell.index() == 0) {
            walk(node, path, at + 1, sink);
          }
        } else if (cell.in(node) >= 0 && cell.in(node) < node.size()) {
          walk(node.get(cell.in(node)), path + "[" + cell.in(node) + "]", at + 1, sink);
        }
      }
      case Leg.Wild.MEMBERS -> members(node, path, at + 1, sink);
      case Leg.Wild.CELLS -> cells(node, path, at + 1, sink);
      case Leg.Wild.DESCENDANTS -> {
        walk(node, path, at + 1, sink);
        members(node, path, at, sink);
        cells(node, path, at, sink);
      }
    }
  }

  private void members(JsonNode node, String path, int at, BiConsumer<String, JsonNode> sink) {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> member : JsonText.members(node).entrySet()) {
        walk(member.getValue(), path + "." + shown(member.getKey()), at, sink);
      }
    }
  }

  private void cells(JsonNode node, String path, int at, BiConsumer<String, JsonNode> sink) {
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      walk(node.get(i), path + "[" + i + "]", at, sink);
    }
  }

  private static String shown(String key) {
    return key.matches("[\\p{L}_$][\\p{L}\\d_$]*") ? key : JsonText.quoted(key);
  }
}
