package io.minitidb.pd.http;

import io.minitidb.config.ConfigItem;
import io.minitidb.config.ConfigTree;
import io.minitidb.server.HttpCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The body of a request that changes the configuration: an object of items and their values, which
/// may be texts, numbers or truth values.
final class ConfigBody {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int LONGEST_STATEMENT = 1024;

  /// Where a name without a dot is looked for first.
  private static final List<String> FIRST = List.of("schedule.", "replication.", "pd-server.");

  private final Map<String, ConfigItem> items;

  /// A body that says nothing that could be done.
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String why) {
      super(why);
    }
  }

  /// @param items of the configuration, by dotted key
  ConfigBody(Map<String, ConfigItem> items) {
    this.items = new TreeMap<>(items);
  }

  static ObjectNode read(HttpCall call) throws Malformed {
    try {
      if (JSON.readTree(call.body()) instanceof ObjectNode body) {
        return body;
      }
      throw new Malformed("the body is no JSON object");
    } catch (JacksonException e) {
      throw new Malformed("the body is no JSON: " + e.getOriginalMessage());
    }
  }

  /// Reads items of all sections, by their dotted keys or their last part alone.
  Map<String, String> items(ObjectNode body) throws Malformed {
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> given : body.properties()) {
      String key = key(given.getKey());
      if (values.put(key, text(key, given.getValue())) != null) {
        throw new Malformed("config item " + key + " is given twice");
      }
    }
    return values;
  }

  /// Reads a part of a section; values that are as `shown` are no change, so that a client may send
  /// back all of what it got.
  Map<String, String> items(String section, ObjectNode body, ObjectNode shown) throws Malformed {
    Map<String, String> values = new LinkedHashMap<>();
    ObjectNode sent = ConfigJson.parse(ConfigJson.render(shown));
    for (Map.Entry<String, JsonNode> given : body.properties()) {
      String key = section + "." + given.getKey();
      if (given.getValue().equals(sent.get(given.getKey()))) {
        continue;
      }
      ConfigItem item = items.get(key);
      if (item == null) {
        throw new Malformed("config item " + given.getKey() + " not found");
      }
      String text = text(key, given.getValue());
      if (!item.type().takes(text)) {
        throw new Malformed(key + ": '" + text + "' is no " + item.type().text());
      }
      values.put(key, text);
    }
    return values;
  }

  private String key(String name) throws Malformed {
    if (items.containsKey(name)) {
      return name;
    }
    int dot = name.indexOf('.');
    if (dot < 0) {
      return Stream.concat(FIRST.stream().map(section -> section + name), items.keySet().stream())
          .filter(key -> items.containsKey(key) && key.endsWith("." + name))
          .findFirst()
          .orElseThrow(() -> new Malformed("config item " + name + " not found"));
    }
    String prefix = name.substring(0, dot);
    throw items.keySet().stream().anyMatch(key -> key.startsWith(prefix + "."))
        ? new Malformed("config item " + name.substring(dot + 1) + " not found")
        : new Malformed("config prefix " + prefix + " not found");
  }

  private static String text(String key, JsonNode value) throws Malformed {
    if (value.isNull() || value.isObject()) {
      throw new Malformed(
          "config item " + key + " takes a text, a number or a truth value, not " + value);
    }
    return value.isArray() ? value.toString() : value.asString();
  }

  /// Returns the request as a line for the history, with secrets hidden.
  static String statement(HttpCall call, Map<String, String> items) {
    ObjectNode shown = JSON.createObjectNode();
    items.forEach((key, value) -> shown.put(key, ConfigTree.isSecret(key) ? "******" : value));
    String line = call.method() + " " + call.uri() + " " + shown;
    return line.length() <= LONGEST_STATEMENT ? line : line.substring(0, LONGEST_STATEMENT);
  }

  /// Returns who sends the request, `name@host`: what it says of itself, and where it comes from.
  static String who(HttpCall call) {
    Optional<String> name =
        call.header("X-Caller-ID").or(() -> call.header("component")).filter(n -> !n.isBlank());
    return name.orElse("anonymous") + "@" + Redirector.clientAddress(call);
  }
}
