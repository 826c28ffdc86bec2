package io.minitidb.cop.expr;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Vector;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Questions to JSON documents. Arguments are documents as text or as JSON.
final class JsonFunctions {
  static final List<Function> ALL = all();

  private JsonFunctions() {}

  private interface Query {
    @Nullable Object of(Expr.Call call, Vector[] args, int row);
  }

  private static List<Function> all() {
    List<Function> all = new ArrayList<>();
    add(all, 100600, "json_extract", JsonFunctions::extract);
    add(all, 100602, "json_unquote", (call, a, i) -> unquoted(a[0].getString(i), call));
    add(all, 100604, "json_quote", (call, a, i) -> JsonText.quoted(a[0].getString(i)));
    add(all, 100606, "json_type", (call, a, i) -> type(JsonText.document(a, 0, i, call)));
    add(all, 100608, "json_length", JsonFunctions::length);
    add(all, 100610, "json_keys", JsonFunctions::keys);
    add(all, 100612, "json_depth", (call, a, i) -> depth(JsonText.document(a, 0, i, call)));
    add(all, 100614, "json_contains", JsonFunctions::contains);
    add(all, 100616, "json_contains_path", JsonFunctions::containsPath);
    add(all, 100618, "json_search", JsonFunctions::search);
    add(
        all,
        100620,
        "json_pretty",
        (call, a, i) -> JsonText.pretty(JsonText.document(a, 0, i, call), ""));
    for (Kind kind : Kind.values()) {
      all.add(
          new Function(
              100630 + kind.offset(),
              "json_valid",
              kind,
              Bodies.truths((a, i, c) ->
                  kind == Kind.JSON
                      || kind == Kind.STRING && JsonText.read(a[0].getString(i)) != null)));
      all.add(
          new Function(
              100640 + kind.offset(),
              "member_of",
              kind,
              (call, args, rows, out, c) -> {
                for (int row = 0; row < rows; row++) {
                  if (Bodies.anyNull(args, row)) {
                    out.appendNull();
                  } else {
                    out.appendBoolean(
                        isMember(
                            JsonText.value(args[0], row), JsonText.document(args, 1, row, call)));
                  }
                }
              }));
    }
    return all;
  }

  /// Registers a function of a document, which is JSON or text.
  private static void add(List<Function> all, int sig, String name, Query query) {
    Function.Body body =
        (call, args, rows, out, context) -> {
          for (int row = 0; row < rows; row++) {
            switch (Bodies.anyNull(args, row) ? null : query.of(call, args, row)) {
              case null -> out.appendNull();
              case JsonNode node -> out.appendString(JsonText.print(node));
              case String text -> out.appendString(text);
              case Boolean truth -> out.appendBoolean(truth);
              case Integer number -> out.appendLong(number);
              default -> throw new IllegalStateException(name);
            }
          }
        };
    all.add(new Function(sig, name, Kind.JSON, body));
    all.add(new Function(sig + 1, name, Kind.STRING, body));
  }

  /// One plain path gives the value; more than one path, or a wild one, an array of all.
  private static @Nullable JsonNode extract(Expr.Call call, Vector[] args, int row) {
    JsonNode document = JsonText.document(args, 0, row, call);
    boolean several = args.length > 2;
    ArrayNode all = JsonText.NODES.arrayNode();
    for (int i = 1; i < args.length; i++) {
      JsonPath path = JsonPath.of(args[i].getString(row));
      several |= path.isWild();
      path.find(document).forEach(all::add);
    }
    return all.isEmpty() ? null : several ? all : all.get(0);
  }

  private static String unquoted(String text, Expr.Call call) {
    if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
      return text;
    }
    JsonNode node = JsonText.read(text);
    if (node == null || !node.isString()) {
      throw new EvalException(
          3141,
          "Invalid JSON text in argument 1 to function "
              + call.function().name()
              + ": \"Invalid value.\" at position 0.");
    }
    return node.stringValue();
  }

  private static String type(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "OBJECT";
      case ARRAY -> "ARRAY";
      case STRING -> "STRING";
      case BOOLEAN -> "BOOLEAN";
      case NUMBER ->
          node.isBigDecimal()
              ? "DECIMAL"
              : node.isFloatingPointNumber()
                  ? "DOUBLE"
                  : node.isBigInteger() ? "UNSIGNED INTEGER" : "INTEGER";
      default -> "NULL";
    };
  }

  private static @Nullable JsonNode at(Expr.Call call, Vector[] args, int row) {
    JsonNode document = JsonText.document(args, 0, row, call);
    if (args.length == 1) {
      return document;
    }
    JsonPath path = JsonPath.of(args[1].getString(row));
    if (path.isWild()) {
      throw new EvalException(
          3149,
          "In this situation, path expressions may not contain the * and ** tokens or an array"
              + " range.");
    }
    return path.first(document);
  }

  private static @Nullable Integer length(Expr.Call call, Vector[] args, int row) {
    JsonNode node = at(call, args, row);
    return node == null ? null : (Integer) (node.isContainer() ? node.size() : 1);
  }

  private static @Nullable JsonNode keys(Expr.Call call, Vector[] args, int row) {
    JsonNode node = at(call, args, row);
    if (node == null || !node.isObject()) {
      return null;
    }
    ArrayNode keys = JsonText.NODES.arrayNode();
    JsonText.members(node).keySet().forEach(keys::add);
    return keys;
  }

  private static int depth(JsonNode node) {
    int deepest = 0;
    for (JsonNode child : node) {
      deepest = Math.max(deepest, depth(child));
    }
    return deepest + 1;
  }

  /// (document, candidate[, path]).
  private static @Nullable Boolean contains(Expr.Call call, Vector[] args, int row) {
    JsonNode target = JsonText.document(args, 0, row, call);
    if (args.length > 2) {
      target = JsonPath.of(args[2].getString(row)).first(target);
    }
    return target == null ? null : (Boolean) holds(target, JsonText.document(args, 1, row, call));
  }

  /// An array holds an array when it holds each element, an object an object when it holds each
  /// member.
  private static boolean holds(JsonNode target, JsonNode candidate) {
    if (target.isArray()) {
      Iterable<JsonNode> wanted = candidate.isArray() ? candidate : List.of(candidate);
      for (JsonNode each : wanted) {
        boolean found = false;
        for (JsonNode element : target) {
          found |= holds(element, each);
        }
        if (!found) {
          return false;
        }
      }
      return true;
    }
    if (target.isObject() && candidate.isObject()) {
      for (var member : ((ObjectNode) candidate).properties()) {
        JsonNode value = target.get(member.getKey());
        if (value == null || !holds(value, member.getValue())) {
          return false;
        }
      }
      return true;
    }
    return JsonText.same(target, candidate);
  }

  private static boolean isMember(JsonNode value, JsonNode target) {
    if (!target.isArray()) {
      return JsonText.same(value, target);
    }
    for (JsonNode element : target) {
      if (JsonText.same(value, element)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAll(Vector[] args, int row, Expr.Call call) {
    String word = args[1].getString(row).toLowerCase(Locale.ROOT);
    if (!word.equals("one") && !word.equals("all")) {
      throw new EvalException(
          3154,
          "The oneOrAll argument to "
              + call.function().name()
              + " may take these values: 'one' or 'all'.");
    }
    return word.equals("all");
  }

  /// (document, one or all, path, ...).
  private static Boolean containsPath(Expr.Call call, Vector[] args, int row) {
    JsonNode document = JsonText.document(args, 0, row, call);
    boolean all = isAll(args, row, call);
    for (int i = 2; i < args.length; i++) {
      boolean found = !JsonPath.of(args[i].getString(row)).find(document).isEmpty();
      if (found != all) {
        return found;
      }
    }
    return all;
  }

  /// (document, one or all, pattern[, escape[, path, ...]]): where strings like the pattern are.
  private static @Nullable JsonNode search(Expr.Call call, Vector[] args, int row) {
    JsonNode document = JsonText.document(args, 0, row, call);
    boolean all = isAll(args, row, call);
    String escape = args.length > 3 ? args[3].getString(row) : "\\";
    LikePattern pattern =
        LikePattern.of(args[2].getString(row), escape.isEmpty() ? '\\' : escape.codePointAt(0));
    Set<String> places = new LinkedHashSet<>();
    List<String> starts = new ArrayList<>();
    for (int i = 4; i < args.length; i++) {
      JsonPath.of(args[i].getString(row)).walk(document, (path, _) -> starts.add(path));
    }
    new JsonPath(List.of(JsonPath.Leg.Wild.DESCENDANTS))
        .walk(
            document,
            (path, node) -> {
              boolean inside = args.length < 5 || starts.stream().anyMatch(path::startsWith);
              if (inside && node.isString() && pattern.matches(node.stringValue())) {
                places.add(path);
              }
            });
    if (places.isEmpty()) {
      return null;
    }
    ArrayNode found = JsonText.NODES.arrayNode();
    places.forEach(found::add);
    return !all || found.size() == 1 ? found.get(0) : found;
  }
}
