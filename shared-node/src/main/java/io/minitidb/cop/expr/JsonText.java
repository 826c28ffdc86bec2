package io.minitidb.cop.expr;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Vector;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// JSON documents as MySQL reads and prints them: a blank behind `:` and `,`, keys ordered by their
/// length and then by their bytes, of equal keys the last one.
final class JsonText {
  static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final Comparator<String> KEYS =
      Comparator.comparingInt(JsonText::bytes).thenComparing(Comparator.naturalOrder());

  private JsonText() {}

  private static int bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8).length;
  }

  /// Returns the document, or null for text that is none.
  static @Nullable JsonNode read(String text) {
    try {
      JsonNode node = text.isBlank() ? null : MAPPER.readTree(text);
      return node == null || node.isMissingNode() ? null : node;
    } catch (JacksonException e) {
      return null;
    }
  }

  /// Returns the document that an argument is.
  ///
  /// @throws EvalException 3141 for text that is none
  static JsonNode document(Vector[] args, int index, int row, Expr.Call call) {
    String text = args[index].getString(row);
    JsonNode node = read(text);
    if (node == null) {
      throw new EvalException(
          3141,
          "Invalid JSON text in argument "
              + (index + 1)
              + " to function "
              + call.function().name()
              + ": \"Invalid value.\" at position 0.");
    }
    return node;
  }

  /// Returns an SQL value as part of a document: numbers as numbers, JSON as itself, anything else
  /// as a string.
  static JsonNode value(Vector vector, int row) {
    if (vector.isNull(row)) {
      return NODES.nullNode();
    }
    return switch (vector.type().kind()) {
      case INT ->
          vector.type().unsigned()
              ? NODES.numberNode(Values.integer(vector, row).toBigInteger())
              : NODES.numberNode(vector.getLong(row));
      case REAL -> NODES.numberNode(vector.getDouble(row));
      case DECIMAL -> NODES.numberNode(vector.getDecimal(row));
      case JSON -> {
        JsonNode node = read(vector.getString(row));
        yield node == null ? NODES.stringNode(vector.getString(row)) : node;
      }
      case STRING -> NODES.stringNode(vector.getString(row));
      case TIME, DURATION -> NODES.stringNode(Values.text(vector, row));
    };
  }

  static boolean isJson(Vector vector) {
    return vector.type().kind() == Kind.JSON;
  }

  static String print(JsonNode node) {
    StringBuilder out = new StringBuilder();
    print(node, out);
    return out.toString();
  }

  /// Returns the members in MySQL's order.
  static Map<String, JsonNode> members(JsonNode object) {
    Map<String, JsonNode> members = new TreeMap<>(KEYS);
    ((ObjectNode) object).properties().forEach(e -> members.put(e.getKey(), e.getValue()));
    return members;
  }

  private static void print(JsonNode node, StringBuilder out) {
    if (node.isObject()) {
      out.append('{');
      String separator = "";
      for (Map.Entry<String, JsonNode> member : members(node).entrySet()) {
        out.append(separator);
        quote(member.getKey(), out);
        print(member.getValue(), out.append(": "));
        separator = ", ";
      }
      out.append('}');
    } else if (node.isArray()) {
      out.append('[');
      String separator = "";
      for (JsonNode element : node) {
        print(element, out.append(separator));
        separator = ", ";
      }
      out.append(']');
    } else if (node.isString()) {
      quote(node.stringValue(), out);
    } else if (node.isDouble() || node.isFloat()) {
      out.append(real(node.doubleValue()));
    } else {
      out.append(node);
    }
  }

  /// A double shows that it is one.
  private static String real(double value) {
    String text = Values.text(value);
    return text.contains(".") || text.contains("e") ? text : text + ".0";
  }

  static String quoted(String text) {
    StringBuilder out = new StringBuilder();
    quote(text, out);
    return out.toString();
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /// Prints on several lines, two blanks a level.
  static String pretty(JsonNode node, String indent) {
    boolean object = node.isObject();
    if (!object && !node.isArray() || node.isEmpty()) {
      return print(node);
    }
    String inner = indent + "  ";
    List<String> parts = new ArrayList<>();
    if (object) {
      members(node).forEach((key, value) -> parts.add(quoted(key) + ": " + pretty(value, inner)));
    } else {
      node.forEach(element -> parts.add(pretty(element, inner)));
    }
    String lines = String.join(",\n" + inner, parts);
    return (object ? "{\n" : "[\n") + inner + lines + "\n" + indent + (object ? "}" : "]");
  }

  /// Returns whether two values are equal, numbers by their value.
  static boolean same(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) {
      return number(a).compareTo(number(b)) == 0;
    }
    return print(a).equals(print(b));
  }

  private static BigDecimal number(JsonNode node) {
    return new BigDecimal(node.toString());
  }
}
